"""Addresses of the start, the duty board and the plan."""

from django.urls import include, path

from dayuan.insight.web import board, clauses, decisions, history, home, plan, playbooks, tables

_plan = [
    path("", plan.overview, name="overview"),
    path("revisions/", plan.revisions, name="revisions"),
    path("sections/<str:code>/", plan.section, name="section"),
    path("clauses/<str:code>/", clauses.clause, name="clause"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<str:code>/", decisions.decision, name="decision"),
    path("settings/", decisions.settings, name="settings"),
    path("playbooks/", playbooks.playbooks, name="playbooks"),
    path("playbooks/<str:code>/", playbooks.playbook, name="playbook"),
    path("property/", tables.property_and_equipment, name="property"),
    path("services/", tables.services, name="services"),
    path("posts/", tables.posts, name="posts"),
    path("levels/", tables.levels, name="levels"),
    path("routing/", tables.routing, name="routing"),
    path("confidentiality/", tables.confidentiality, name="confidentiality"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("board/", board.board, name="board"),
    path("history/", history.history, name="history"),
    path("plan/", include((_plan, "plan"))),
]
