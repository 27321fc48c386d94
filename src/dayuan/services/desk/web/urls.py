"""Addresses of the desk."""

from django.urls import path

from dayuan.services.desk.web import held, together, views

app_name = "desk"

urlpatterns = [
    path("report/", views.report, name="report"),
    path("held/", held.held, name="held"),
    path("dispatch/", together.dispatch_together, name="dispatch_together"),
    path("held/<int:outside_id>/", held.held_one, name="held_one"),
    path("<int:case_id>/", views.request_page, name="request"),
    path("<int:case_id>/dispatch/", views.dispatch, name="dispatch"),
    path("<int:case_id>/withdraw/", views.cancel, name="cancel"),
    path("<int:case_id>/reopen/", views.reopen, name="reopen"),
]
