"""Addresses of files."""

from django.urls import path

from dayuan.platform.attachments.web import views

app_name = "attachments"
urlpatterns = [
    path("<int:attachment_id>/", views.download, name="download"),
    path("<int:attachment_id>/preview/", views.preview, name="preview"),
    path("<int:attachment_id>/all/", views.together, name="together"),
]
