"""Addresses of the frame's switches and of the page that shows every component."""

from django.urls import path

from dayuan.platform.ui import views

app_name = "ui"

urlpatterns = [
    path("design/", views.components, name="components"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
