"""Addresses of one's own tokens."""

from django.urls import path

from dayuan.platform.rest.web import calendars, views

app_name = "rest"

urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("<int:token_id>/revoke/", views.revoke, name="revoke"),
    path("calendar/<str:token>.ics", calendars.calendar, name="calendar"),
    path("interface/", views.description_page, name="description"),
    path("interface/openapi.json", views.openapi, name="openapi"),
]
