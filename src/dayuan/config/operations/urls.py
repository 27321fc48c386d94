"""Addresses of probes."""

from django.urls import path

from dayuan.config.operations import views

urlpatterns = [
    path("healthz", views.live, name="live"),
    path("readyz", views.ready, name="ready"),
]
