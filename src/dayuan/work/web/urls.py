"""Addresses of cases and tasks."""

from django.urls import path

from dayuan.work.web import applications, clocks, knowing, revision, views

app_name = "work"

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("cases/", views.cases, name="cases"),
    path("tasks/<int:task_id>/", views.task, name="task"),
    path("tasks/<int:task_id>/accept/", views.accept, name="accept"),
    path("tasks/<int:task_id>/hand-back/", views.hand_back, name="hand_back"),
    path("tasks/<int:task_id>/reassign/", views.reassign, name="reassign"),
    path("tasks/<int:task_id>/arrive/", clocks.arrive, name="arrive"),
    path("tasks/<int:task_id>/pause/", clocks.pause, name="pause"),
    path("tasks/<int:task_id>/resume/", clocks.resume, name="resume"),
    path("tasks/<int:task_id>/apply/", applications.ask, name="ask"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", applications.decide, name="decide"),
    path("applications/<int:application_id>/take-back/", applications.withdraw, name="withdraw"),
    path("cases/<int:case_id>/need-to-know/", knowing.page, name="need_to_know"),
    path(
        "cases/<int:case_id>/need-to-know/label/", knowing.confidentiality, name="confidentiality"
    ),
    path("cases/<int:case_id>/need-to-know/add/", knowing.add, name="add_member"),
    path("cases/<int:case_id>/need-to-know/remove/", knowing.remove, name="remove_member"),
    path("cases/<int:case_id>/revision/", revision.move, name="revision"),
]
