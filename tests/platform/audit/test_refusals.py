"""Refusals leave a line in the log, at the edge, and nobody can fill the log with them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.audit import refusals
from dayuan.platform.audit.models import Entry
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def written() -> list[Entry]:
    return list(Entry.objects.filter(type="audit.refusal.record").order_by("pk"))


@pytest.mark.parametrize("name", ["attachments:download", "attachments:preview", "desk:request"])
def test_a_look_at_what_is_hidden_is_written_down_with_its_number_and_no_more(cast, name):
    assert cast.guard.client.get(reverse(name, args=[4711])).status_code == 404
    (entry,) = written()
    assert entry.actor_key == cast.guard.actor().key
    assert entry.site_id == cast.site.pk
    assert entry.details["what"] == name
    assert list(entry.details["of"].values()) == [4711]
    assert entry.details["hidden"] is True


def test_following_somebody_elses_notice_is_written_down(cast):
    assert cast.guard.client.post(reverse("notices:follow", args=[4711])).status_code == 404
    assert [e.details["of"] for e in written()] == [{"notice_id": 4711}]


def test_a_page_that_is_not_ones_own_is_written_down(cast):
    assert cast.guard.client.get("/board/").status_code == 403
    (entry,) = written()
    assert (entry.details["what"], entry.details["hidden"]) == ("board", False)


def test_the_same_refusal_is_written_once_a_minute(cast, clock):
    where = reverse("attachments:download", args=[4711])
    for _ in range(5):
        cast.guard.client.get(where)
    assert len(written()) == 1
    cast.cleaner.client.get(where)
    assert len(written()) == 2
    clock.move_to(NOW + timedelta(seconds=61))
    cast.guard.client.get(where)
    assert len(written()) == 3


def test_who_walks_through_the_numbers_is_seen_and_cannot_fill_the_log(cast, clock):
    for number in range(1, 41):
        cast.guard.client.get(reverse("attachments:download", args=[10_000 + number]))
    found = written()
    assert len(found) == refusals.MOST
    assert [e.pk for e in found if "more" in e.details] == [found[-1].pk]
    clock.move_to(NOW + timedelta(seconds=61))
    cast.guard.client.get(reverse("attachments:download", args=[10_041]))
    assert len(written()) == refusals.MOST + 1


def test_a_stranger_leaves_nothing_in_the_log(cast):
    for number in range(1, 4):
        Client().get(reverse("attachments:download", args=[number]))
    assert not Entry.objects.exists()


def test_words_in_an_address_and_senseless_numbers_are_not_kept(cast):
    refusals.record(
        Refused(hidden=True),
        actor=cast.guard.actor(),
        at=NOW,
        what="plan:clause",
        of={"code": "typed by somebody", "month": 11, "id": 10**40},
    )
    assert written()[0].details["of"] == {"month": 11}


def test_a_refusal_is_written_although_what_was_refused_is_taken_back(cast):
    answer = cast.technician.client.post(reverse("desk:dispatch", args=[4711]), {})
    assert answer.status_code == 403
    assert [e.details["what"] for e in written()] == ["desk:dispatch"]


def test_looking_for_the_last_refusals_stands_on_an_index(cast):
    rows = Entry.objects.filter(actor_account_id=1, type="audit.refusal.record")
    plan = rows.order_by("-pk")[: refusals.MOST].explain()
    if connection.vendor == "sqlite":
        assert "entry_by_account" in plan
    assert "TEMP B-TREE" not in plan
