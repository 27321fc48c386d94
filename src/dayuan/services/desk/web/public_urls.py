"""Addresses for people without an account: what a label leads to."""

from django.urls import path

from dayuan.services.desk.web import public

app_name = "by_label"

urlpatterns = [
    path("<str:token>/", public.report, name="report"),
    path("status/<str:code>/", public.status, name="status"),
]
