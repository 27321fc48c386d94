"""The sheet of hours on a page and in Excel: whose it shows, and what it counts."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dayuan.kernel.problems import Refused
from dayuan.reference.people.models import Person
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.rules.attendance import Noted
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.web.hours_sheet import month_from, number
from tests.cast import NOW
from tests.resources.rosters.books import ZONE

MONTH = month_of(NOW.date())
#: 08:00 in Nanjing on the first Monday of November 2026.
MONDAY = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)


def on_duty(cast, who, day=0, hours=8, post="gate_guard"):
    start = MONDAY + timedelta(days=day)
    return Duty.objects.create(
        site=cast.site, post=post, person=cast.members[who].person, start=start,
        end=start + timedelta(hours=hours), day=start.astimezone(ZONE).date(),
        planned_at=start, planned_by="system:tests",
    )  # fmt: skip


def hours_of(cast, who):
    rows = queries.of_month(
        Person.objects.filter(pk=cast.members[who].person.pk), cast.site.pk, MONTH
    )
    (line,) = queries.hours_of(cast.site.pk, list(rows), MONTH)
    return line


def test_what_is_noted_counts_and_what_is_not_counts_as_planned(cast):
    late = on_duty(cast, "guard")
    on_duty(cast, "guard", 1)
    absent = on_duty(cast, "guard", 2)
    gone = on_duty(cast, "guard", 3)
    commands.cancel(duty_id=gone.pk, actor=cast.captain.actor(), at=NOW)
    note = {"actor": cast.captain.actor(), "at": NOW}
    commands.note(duty_id=late.pk, noted=Noted(came_at=late.start + timedelta(hours=1)), **note)
    commands.note(duty_id=absent.pk, noted=Noted(absent=True), **note)
    line = hours_of(cast, "guard")
    assert (line.post, line.hours.planned, line.hours.counted) == ("gate_guard", 24, 15)
    assert (line.hours.duties, line.hours.unnoted, line.hours.norm) == (3, 1, 168)


def test_days_of_leave_in_force_are_no_part_of_the_norm(cast):
    first = MONDAY.date()
    commands.enter_leave(
        person_id=cast.guard.person.pk, leave=commands.Leave(first, first + timedelta(days=1)),
        actor=cast.captain.actor(MONDAY - timedelta(days=3)), at=MONDAY - timedelta(days=3),
    )  # fmt: skip
    assert hours_of(cast, "guard").hours.norm == 168 - 16
    assert hours_of(cast, "captain").hours.norm == 168


def test_everybody_sees_the_own_line_and_whoever_arranges_duties_all(cast):
    def seen(who):
        return set(queries.hours_visible_to(cast.members[who].actor()).values_list("pk", flat=True))

    assert seen("guard") == {cast.guard.person.pk}
    assert seen("captain") >= {cast.guard.person.pk, cast.cleaner.person.pk}
    assert cast.liaison.person.pk not in seen("captain")
    with pytest.raises(Refused):
        queries.hours_visible_to(cast.liaison.actor())


def test_a_group_has_those_appointed_to_it_and_those_who_were_on_duty_there(cast):
    everybody = queries.hours_visible_to(cast.captain.actor())
    on_duty(cast, "electrician", post="lobby_guard")
    rows = queries.of_month(everybody, cast.site.pk, MONTH, "guards")
    assert set(rows) == {cast.guard.person, cast.electrician.person}
    before = month_of(datetime(2025, 1, 1, tzinfo=UTC).date())
    assert not queries.of_month(everybody, cast.site.pk, before, "guards").exists()


def test_the_page_shows_the_month_that_is_asked_for(cast, clock):
    on_duty(cast, "guard", 5, 12)
    page = cast.captain.client.get("/duty/hours/?month=2026-11&group=guards").content.decode()
    assert cast.guard.person.name in page
    assert cast.cleaner.person.name not in page
    assert "标准内" in page
    other = cast.captain.client.get("/duty/hours/?month=2026-10&group=guards").content.decode()
    assert "168" in page
    assert "168" not in other.split("<tbody", 1)[1].split("</tbody")[0]
    own = cast.guard.client.get("/duty/hours/").content.decode()
    assert cast.captain.person.name not in own.split("<tbody", 1)[1].split("</tbody")[0]
    assert cast.guard.person.name in own


@pytest.mark.parametrize("text", ["", "2026-13", "x", "0001-01", "9999-12", "2026-11-01"])
def test_a_month_that_is_none_is_this_one(text):
    assert month_from(text, NOW.date()) == MONTH


def test_the_file_has_chinese_headings_numbers_as_numbers_and_nothing_that_runs(cast, clock):
    Person.objects.filter(pk=cast.guard.person.pk).update(name="=1+1", name_key="0")
    on_duty(cast, "guard", hours=7.5)
    answer = cast.captain.client.post(
        "/lists/rosters.hours/export/", {"query": "month=2026-11&group=guards"}, follow=True
    )
    assert answer["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    row = dict(zip([cell.value for cell in book[2]], book[3], strict=True))
    assert (row["姓名"].value, row["姓名"].data_type) == ("=1+1", "s")
    assert (row["出勤"].value, row["150%"].value) == (7.5, 0)


def test_a_third_of_an_hour_is_written_to_the_hundredth():
    assert number(Fraction(47, 3)) == 15.67
    assert number(Fraction(16)) == 16
