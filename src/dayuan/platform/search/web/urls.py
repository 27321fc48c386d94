"""Addresses of search."""

from django.urls import path

from dayuan.platform.search.web import views

app_name = "search"
urlpatterns = [path("", views.find, name="find")]
