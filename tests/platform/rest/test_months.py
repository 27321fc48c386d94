"""Months by programs: why posts stay open, and who accepted what."""

from datetime import date

import pytest

from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Planning
from dayuan.resources.rosters.rules import explaining
from dayuan.resources.rosters.rules.explaining import Reason, Why
from tests.cast import NOW
from tests.resources.rosters import squad

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DAYS = (date(2026, 12, 1), date(2026, 12, 2))


@pytest.fixture
def roster(cast):
    """Return a draft of December, its shifts decided."""
    squad.decide(cast)
    return squad.begin(cast)


def test_a_script_reads_why_posts_stay_open_in_sentences_and_numbers(cast, roster, program):
    asked = Reason("cover", "gate_guard", "first", 1, 960, days=DAYS, may_pass=True)
    limit = Reason("overtime_a_month_most", "gate_guard", minutes=480, each=480,
                   persons=(cast.guard.person.pk,))  # fmt: skip
    row = Planning.objects.create(
        roster=roster, site_id=roster.site_id, seconds=5, state="done", asked_at=NOW,
        asked_by="person:1", why=explaining.kept("found", [Why((asked, limit), True, 480)]),
    )  # fmt: skip
    said = program("captain").get(f"/plannings/{row.pk}").said
    assert said["why"] == "found"
    (clash,) = said["clashes"]
    assert (clash["smallest"], clash["missing_minutes"]) == (True, 480)
    assert [one["says"] for one in clash["reasons"]] == [
        "第一班 护管门卫岗：12月1日至2日，每班 1 人，共 16 小时",
        f"{cast.guard.person.pk}：本月连同延长工时最多上 8 小时",
    ]
    assert clash["reasons"][1]["source"]["kind"] == "law"
    assert clash["mends"][0].startswith("整月至少有 8 小时缺人")


def test_who_accepted_is_told_to_those_who_arrange_alone(cast, roster, program):
    rules = [one.code for one in queries.sheet(roster).judged.broken if one.must_be_accepted]
    commands.accept(roster_id=roster.pk, rules=rules, actor=cast.director.actor(), at=NOW)
    commands.publish(roster_id=roster.pk, actor=cast.captain.actor(), at=NOW)
    told = program("captain").get(f"/rosters/{roster.pk}").said["accepted"]
    assert {one["accepted_by"] for one in told} == {cast.director.person.name}
    assert sorted(one["rule"] for one in told) == sorted(rules)
    assert program("guard").get(f"/rosters/{roster.pk}").said["accepted"] == []
