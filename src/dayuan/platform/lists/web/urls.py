"""Addresses of views and exports."""

from django.urls import path

from dayuan.platform.lists.web import views

app_name = "lists"
urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/<int:export_id>/cancel/", views.cancel, name="cancel"),
    path("views/<int:view_id>/drop/", views.drop, name="drop"),
    path("<str:code>/export/", views.export, name="export"),
    path("<str:code>/keep/", views.keep, name="keep"),
]
