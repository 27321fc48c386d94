"""Addresses of loading a revision of the plan."""

from django.urls import path

from dayuan.reference.sites.web import loading

app_name = "revisions"

urlpatterns = [
    path("", loading.load, name="load"),
    path("<str:digest>/", loading.confirm, name="confirm"),
]
