"""Addresses of documents."""

from django.urls import path

from dayuan.platform.documents.web import views

app_name = "documents"
urlpatterns = [
    path("<str:which>/", views.paper, name="paper"),
    path("<str:which>/pdf/", views.pdf, name="pdf"),
    path("<str:which>/word/", views.word, name="word"),
]
