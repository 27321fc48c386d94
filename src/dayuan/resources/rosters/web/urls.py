"""Addresses of the duty list, of who came, of hours, and of the feasibility sheet."""

from django.urls import path

from dayuan.resources.rosters.web import attendance, hours, replacing, sheet, views

app_name = "rosters"

urlpatterns = [
    path("", views.day, name="day"),
    path("hours/", hours.hours, name="hours"),
    path("feasibility/", sheet.sheet, name="feasibility"),
    path("attendance/", attendance.attendance, name="attendance"),
    path("<int:duty_id>/attendance/", attendance.attend, name="attend"),
    path("<int:duty_id>/here/", attendance.here, name="here"),
    path("<int:duty_id>/replace/", replacing.replace, name="replace"),
    path("<int:duty_id>/cancel/", views.cancel, name="cancel"),
]
