"""Draws small templates as a page of the house would."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text
from dayuan.platform.ui import links, menu

NOW = datetime.fromisoformat("2026-11-22T14:05:00+08:00")


@dataclass(frozen=True)
class Visitor:
    """Somebody with a post and verbs, as the access module would hand in."""

    name: str = "王晓梅"
    verbs: frozenset[str] = frozenset()
    title: Text = field(default_factory=lambda: Text("前台", "Front desk"))


@pytest.fixture(autouse=True)
def _only_the_frame(settings, monkeypatch):
    """Draw without the other modules: their addresses and their places are not here."""
    settings.ROOT_URLCONF = "tests.platform.ui.urls"
    settings.DEMO = False
    monkeypatch.setattr(menu, "entries", Registry("menu entry"))
    monkeypatch.setattr(menu, "badges", Registry("menu count"))
    monkeypatch.setattr(links, "linkers", Registry("source linker"))


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    """Run the test once in each language of the house."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def chinese():
    """Write in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def english():
    """Write in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def asked():
    """Return a request of somebody (nobody unless told)."""

    def ask(path="/", *, member=None, **cookies):
        request = RequestFactory().get(path)
        vars(request).update(actor=member, now=NOW)
        request.COOKIES.update(cookies)
        return request

    return ask


@pytest.fixture
def draw(asked):
    """Draw a template's text with the house's tags."""

    def drawn(text, **context):
        template = engines["django"].from_string("{% load i18n ui %}" + text)
        return template.render(context, asked())

    return drawn


@pytest.fixture
def visitor():
    """Return the class of somebody who asks."""
    return Visitor
