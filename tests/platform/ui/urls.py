"""The addresses of the frame alone, for tests that draw without the whole house."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from dayuan.kernel.text import Text
from dayuan.platform.ui import samples, views


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Clerk:
    """Somebody at the desk, for pages that need a frame with places in it."""

    name = "欧阳慕容"
    verbs = frozenset({"desk.look", "desk.report"})
    title = Text("前台", "Front desk")


def framed(request: HttpRequest) -> HttpResponse:
    """Show every component to somebody who is logged in."""
    vars(request)["actor"] = Clerk()
    return views.components(request)


def filled_in(request: HttpRequest) -> HttpResponse:
    """Show a form, and what comes back when it is sent."""
    vars(request)["actor"] = Clerk()
    form = samples.SampleForm(request.POST or None)
    return render(request, "ui/form_page.html", {"form": form, "cancel": "/"})


def wide(request: HttpRequest) -> HttpResponse:
    """Show a long list over the whole width, as the desk has it."""
    vars(request)["actor"] = Clerk()
    short = samples.listing(dense=True, repeat=13)
    context = {"list": replace(short, rows=short.rows[:25]), "now": samples.NOW}
    page = engines["django"].from_string(
        '{% extends "ui/page.html" %}{% block title %}Desk{% endblock %}'
        "{% block heading %}Desk{% endblock %}"
        '{% block content %}{% include "ui/components/list.html" %}{% endblock %}'
    )
    return HttpResponse(page.render(context, request))


urlpatterns = [
    path("", nothing, name="home"),
    path("desk/", nothing, name="desk"),
    path("desk/late/", nothing, name="late"),
    path("framed/", framed),
    path("form/", filled_in),
    path("wide/", wide),
    path("plan/", nothing, name="plan"),
    path("", include("dayuan.platform.ui.urls")),
]
