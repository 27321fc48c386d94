"""Addresses of the log."""

from django.urls import path

from dayuan.platform.audit.web import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries")]
