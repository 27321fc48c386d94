"""Addresses of the duty list."""

from django.urls import path

from dayuan.resources.rosters.web import views

app_name = "rosters"

urlpatterns = [
    path("", views.day, name="day"),
    path("<int:duty_id>/cancel/", views.cancel, name="cancel"),
]
