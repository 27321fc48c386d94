"""Addresses of imports."""

from django.urls import path

from dayuan.platform.imports.web import views

app_name = "imports"
urlpatterns = [
    path("", views.overview, name="list"),
    path("run/<int:import_id>/", views.run, name="run"),
    path("run/<int:import_id>/start/", views.start, name="start"),
    path("run/<int:import_id>/cancel/", views.cancel, name="cancel"),
    path("run/<int:import_id>/corrections/", views.corrections, name="corrections"),
    path("<str:code>/", views.importer, name="importer"),
    path("<str:code>/template/", views.template, name="template"),
]
