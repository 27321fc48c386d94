"""Addresses of the duty list and of the feasibility sheet."""

from django.urls import path

from dayuan.resources.rosters.web import sheet, views

app_name = "rosters"

urlpatterns = [
    path("", views.day, name="day"),
    path("feasibility/", sheet.sheet, name="feasibility"),
    path("<int:duty_id>/cancel/", views.cancel, name="cancel"),
]
