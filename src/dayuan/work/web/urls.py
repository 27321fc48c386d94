"""Addresses of cases and tasks."""

from django.urls import path

from dayuan.work.web import views

app_name = "work"

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("cases/", views.cases, name="cases"),
    path("tasks/<int:task_id>/", views.task, name="task"),
    path("tasks/<int:task_id>/accept/", views.accept, name="accept"),
    path("tasks/<int:task_id>/hand-back/", views.hand_back, name="hand_back"),
    path("tasks/<int:task_id>/reassign/", views.reassign, name="reassign"),
]
