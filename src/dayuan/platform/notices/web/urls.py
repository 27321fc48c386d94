"""Addresses of notices."""

from django.urls import path

from dayuan.platform.notices.web import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice_id>/open/", views.follow, name="follow"),
]
