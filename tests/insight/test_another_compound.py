"""The same pages for a compound nobody has seen: English names, two levels, few posts."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from dayuan.config import installation
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites
from tests.cast import HARBOUR, NOW


@pytest.fixture
def harbour(cast):
    """Return the invented compound's site; the cast's plan stays remembered beside it."""
    site, _made = installation.install(
        installation.read(HARBOUR), at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    yield site
    plans.forget()


@pytest.fixture
def shown(harbour):
    """Open a page as somebody of that compound who holds every permission of its plan."""
    verbs = frozenset(plans.catalogue().verbs)
    actor = Actor(site_id=harbour.pk, name="Mae", side="staff", verbs=verbs, title=Text("", "Mae"))

    def shown(url: str, language: str) -> str:
        request: Any = RequestFactory().get(url)
        request.actor, request.now = actor, NOW
        request.site_zone, request.session = ZoneInfo("Asia/Shanghai"), {}
        found = resolve(request.path)
        with translation.override(language):
            answer = found.func(request, *found.args, **found.kwargs)
        assert answer.status_code == 200
        return answer.content.decode()

    return shown


def addresses(site) -> list[str]:
    book = sites.plan_of(site.pk).handbook
    pages = [
        "", "revisions/", "decisions/", "settings/", "playbooks/", "property/", "services/",
        "posts/", "levels/", "routing/", "confidentiality/",
        *(f"sections/{code}/" for code in book.sections),
        *(f"clauses/{code}/" for code in book.clauses),
        *(f"decisions/{code}/" for code in book.decisions),
        *(f"playbooks/{code}/" for code in book.playbooks),
    ]  # fmt: skip
    return [f"/plan/{page}" for page in pages] + ["/board/", "/board/?wall=1", "/calendar/"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_shows_another_compounds_plan(harbour, shown, language):
    for url in addresses(harbour):
        assert "<h1>" in shown(url, language), url


def test_words_that_exist_in_english_only_are_shown_to_chinese_readers_too(harbour, shown):
    title = sites.plan_of(harbour.pk).handbook.handbook.title.en
    assert title in shown("/plan/", "zh-hans")


def test_a_plan_without_a_part_does_not_offer_its_page(harbour, shown):
    text = shown("/plan/", "en").split("<main")[1]
    assert "/plan/routing/" not in text
    assert "/plan/posts/" in text
    assert "This part of the plan is empty" in shown("/plan/routing/", "en")
