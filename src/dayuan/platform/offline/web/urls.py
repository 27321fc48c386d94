"""Addresses of what a phone without a network needs."""

from django.urls import path

from dayuan.platform.offline.web import views

app_name = "offline"

urlpatterns = [
    # At the root: a worker of the browser answers for what lies below it.
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.shell, name="shell"),
    path("offline/day/", views.day, name="day"),
    path("offline/acts/", views.act, name="act"),
]
