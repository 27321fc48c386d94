"""The pages of a month: begun, set cell by cell, accepted, published, read on the phone."""

import io
import re
import zipfile
from datetime import date, timedelta
from html import unescape

import pytest

from dayuan.config import installation
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty, Roster, RosterCell
from tests.cast import NOW, PUKOU, read
from tests.resources.rosters import shifted

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

DECEMBER = date(2026, 12, 1)
MONTHS = "/duty/months/"
GATE = {"post": "gate_guard", "shift": "first"}
PART = {"X-Dayuan-Part": "cell"}


@pytest.fixture
def people(cast):
    """Return the guards by name, under a plan whose shifts are decided."""
    shifted.decide(cast)
    return shifted.hire(cast)


@pytest.fixture
def draft(cast, people) -> Roster:
    """Return an empty December of the guards."""
    return commands.open_month(group="guards", month=DECEMBER, actor=cast.captain.actor(), at=NOW)


@pytest.fixture
def page(draft) -> str:
    """Return the address of the draft."""
    return f"{MONTHS}{draft.pk}/"


def words(answer) -> str:
    main = answer.content.decode()
    main = main.partition('<main id="main"')[2] or main
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def put(cast, page, person, day, what, *, by="captain", part=True):
    return getattr(cast, by).client.post(
        f"{page}cell/", {"person": person, "day": f"2026-12-{day:02}", "what": what},
        headers=PART if part else {},
    )  # fmt: skip


def cells(draft) -> dict[tuple[str, int], str]:
    rows = RosterCell.objects.filter(roster=draft).select_related("person")
    return {(row.person.name, row.day.day): row.shift or "off" for row in rows}


# --- beginning ----------------------------------------------------------------------------


@pytest.mark.usefixtures("people")
def test_a_month_is_begun_from_the_list_and_stands_in_it(cast):
    client = cast.captain.client
    answer = client.post(MONTHS, {"group": "guards", "month": "2026-12"})
    roster = Roster.objects.get()
    assert answer.url == f"{MONTHS}{roster.pk}/"
    said = words(client.get(MONTHS))
    assert "2026年12月" in said
    assert "草稿" in said
    # A second one of the same month is refused beside the field.
    again = client.post(MONTHS, {"group": "guards", "month": "2026-12"})
    assert again.status_code == 422
    assert "已有排班" in words(again)


def test_shifts_that_nobody_decided_are_said_with_the_page_that_says_why(cast):
    answer = cast.captain.client.get(MONTHS)
    assert "/duty/feasibility/?plan=guards#open" in answer.content.decode()
    refused = cast.captain.client.post(MONTHS, {"group": "guards", "month": "2026-12"})
    assert refused.status_code == 422
    assert "还没有定" in words(refused)
    assert not Roster.objects.exists()


@pytest.mark.usefixtures("draft")
def test_a_guard_sees_no_draft_and_is_offered_no_form(cast, page):
    said = words(cast.guard.client.get(MONTHS))
    assert "草稿" not in said
    assert "新建" not in said
    assert cast.guard.client.get(page).status_code == 404
    assert cast.guard.client.get(f"{page}file/").status_code == 404
    cast.guard.client.post(MONTHS, {"group": "guards", "month": "2027-01"})
    assert Roster.objects.count() == 1


# --- cells --------------------------------------------------------------------------------


def test_a_cell_set_by_the_script_is_answered_with_what_changed_alone(cast, people, page, draft):
    answer = put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'id="r{people["钱大勇"]}"' in html
    assert 'id="v1-3"' in html
    assert 'id="panel"' in html
    # Nobody else's line, no other day's cover, no frame around it.
    assert f'id="r{people["孔令辉"]}"' not in html
    assert 'id="v1-4"' not in html
    assert "<main" not in html
    assert cells(draft) == {("钱大勇", 3): "first"}
    assert "钱大勇 12月3日" in words(answer)


def test_a_cell_is_a_link_to_the_form_and_set_without_scripts(cast, people, page, draft):
    client = cast.captain.client
    assert f"{page}?person={people['钱大勇']}&amp;day=2026-12-03#cell" in (
        client.get(page).content.decode()
    )
    form = client.get(f"{page}?person={people['钱大勇']}&day=2026-12-03").content.decode()
    assert f'<option value="{people["钱大勇"]}" selected>' in form
    answer = put(cast, page, people["钱大勇"], 3, "off", part=False)
    assert answer.url == f"{page}?person={people['钱大勇']}&day=2026-12-03#cell"
    assert cells(draft) == {("钱大勇", 3): "off"}
    put(cast, page, people["钱大勇"], 3, "auto", part=False)
    assert cells(draft) == {}


@pytest.mark.parametrize("part", [True, False])
def test_a_refused_cell_stays_as_it_was_and_says_why(cast, people, page, draft, part):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    answer = put(cast, page, people["钱大勇"], 3, "monitor_guard/first", part=part)
    assert answer.status_code == 422
    assert "不担任这个岗位" in words(answer)
    assert cells(draft) == {("钱大勇", 3): "first"}


def test_two_cells_change_places_and_an_empty_one_leaves_its_place(cast, people, page, draft):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    put(cast, page, people["孔令辉"], 3, "gate_guard/third")
    swap = {"person": people["钱大勇"], "day": "2026-12-03", "with_person": people["孔令辉"],
            "with_day": "2026-12-03"}  # fmt: skip
    answer = cast.captain.client.post(f"{page}exchange/", swap, headers=PART)
    assert answer.status_code == 200
    assert cells(draft) == {("钱大勇", 3): "third", ("孔令辉", 3): "first"}
    move = swap | {"with_person": people["钱大勇"], "with_day": "2026-12-08"}
    assert cast.captain.client.post(f"{page}exchange/", move).status_code == 302
    assert cells(draft) == {("钱大勇", 8): "third", ("孔令辉", 3): "first"}


def test_a_move_to_somebody_who_may_not_is_refused_whole(cast, people, page, draft):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    put(cast, page, people["严国栋"], 3, "monitor_guard/first")
    swap = {"person": people["钱大勇"], "day": "2026-12-03", "with_person": people["严国栋"],
            "with_day": "2026-12-03"}  # fmt: skip
    answer = cast.captain.client.post(f"{page}exchange/", swap, headers=PART)
    assert answer.status_code == 422
    assert "不担任这个岗位" in words(answer)
    assert cells(draft) == {("钱大勇", 3): "first", ("严国栋", 3): "first"}


def test_a_move_within_a_line_is_judged_without_the_place_it_leaves(cast, people, page, draft):
    # Third shift of the 4th after the first of the 3rd: only the day it leaves stood against it.
    put(cast, page, people["钱大勇"], 3, "gate_guard/second")
    move = {"person": people["钱大勇"], "day": "2026-12-03", "with_person": people["钱大勇"],
            "with_day": "2026-12-04"}  # fmt: skip
    assert cast.captain.client.post(f"{page}exchange/", move, headers=PART).status_code == 200
    assert cells(draft) == {("钱大勇", 4): "second"}


@pytest.mark.parametrize("part", ["guard", "technician", "cleaner"])
def test_nobody_else_sets_a_cell(cast, people, page, draft, part):
    assert put(cast, page, people["钱大勇"], 3, "off", by=part).status_code in (403, 404)
    assert cells(draft) == {}


def test_the_grid_reads_each_cell_aloud(cast, people, page):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    html = cast.captain.client.get(page).content.decode()
    assert '<span class="visually-hidden">钱大勇 12月3日 周四 第一班' in html
    assert "定下" in html


# --- accepting and publishing -------------------------------------------------------------


def test_exceptions_are_accepted_by_the_director_and_then_the_month_is_published(
    cast, people, page, draft
):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    # The supervisor of security arranges but may not publish what is not accepted.
    refused = cast.captain.client.post(f"{page}publish/")
    assert refused.status_code == 422
    broken = queries.sheet(draft).judged.broken
    rules = [one.code for one in broken if one.must_be_accepted]
    assert "cover" in rules
    assert cast.director.client.post(f"{page}accept/", {"rule": rules}).status_code == 302
    assert "已接受" in words(cast.director.client.get(page))
    assert cast.captain.client.post(f"{page}publish/").status_code == 302
    duty = Duty.objects.get()
    assert (duty.person.name, duty.day.day, duty.shift) == ("钱大勇", 3, "first")


def test_who_accepted_an_exception_and_when_stands_on_the_month_for_those_who_arrange(
    cast, people, page, draft
):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    commands.accept(roster_id=draft.pk, rules=["cover"], actor=cast.director.actor(), at=NOW)
    by = f"{cast.director.person.name} 2026年11月20日"
    assert f"由 {by}" in words(cast.captain.client.get(page))
    rules = [one.code for one in queries.sheet(draft).judged.broken if one.must_be_accepted]
    commands.accept(roster_id=draft.pk, rules=rules, actor=cast.director.actor(), at=NOW)
    commands.publish(roster_id=draft.pk, actor=cast.captain.actor(), at=NOW)
    said = words(cast.captain.client.get(page))
    assert "已接受的例外" in said
    assert said.count(by) == len(rules)
    assert "已接受的例外" not in words(cast.guard.client.get(page))


def test_a_published_month_is_read_person_first_and_nothing_in_it_can_be_set(
    cast, people, page, draft
):
    guard = cast.guard
    put(cast, page, guard.person.pk, 3, "gate_guard/first")
    rules = [one.code for one in queries.sheet(draft).judged.broken if one.must_be_accepted]
    commands.accept(roster_id=draft.pk, rules=rules, actor=cast.director.actor(), at=NOW)
    commands.publish(roster_id=draft.pk, actor=cast.captain.actor(), at=NOW)
    answer = guard.client.get(page)
    said, html = words(answer), answer.content.decode()
    assert said.index("我的班") < said.index("谁在班")
    assert "08:00–16:00" in said
    assert "month.js" not in html
    assert f"{page}cell/" not in html
    on = words(guard.client.get(f"{page}?day=2026-12-04"))
    assert "这一天没有人上班" in on
    # Who arranges sees it the same way: it is changed on the duty list.
    assert put(cast, page, guard.person.pk, 4, "off").status_code == 422


def test_the_month_leaves_as_a_workbook_with_days_as_days_and_nothing_that_runs(cast, people, page):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    answer = cast.captain.client.get(f"{page}file/")
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "钱大勇" in sheet
    # 2026-12-01 as Excel counts days.
    assert "<v>46357</v>" in sheet


# --- the planner --------------------------------------------------------------------------


def test_the_planner_is_asked_for_shows_how_far_it_is_and_is_cancelled(cast, page, draft):
    client = cast.captain.client
    assert client.post(f"{page}plan/", {"seconds": "30"}).status_code == 302
    shown = client.get(page)
    assert "等待排班" in words(shown)
    assert f"{page}progress/" in shown.content.decode()
    # Until then no cell is changed and the page offers none.
    assert "month.js" not in shown.content.decode()
    waits = client.get(f"{page}progress/")
    assert "HX-Refresh" not in waits.headers
    assert client.post(f"{page}stop/").status_code == 302
    assert client.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    assert "已取消" in words(client.get(page))


@pytest.mark.usefixtures("draft")
def test_a_search_of_any_other_length_is_not_begun(cast, page):
    cast.captain.client.post(f"{page}plan/", {"seconds": "86400"})
    assert "等待排班" not in words(cast.captain.client.get(page))


def test_a_draft_is_thrown_away_after_asking_once_more(cast, page, draft):
    client = cast.captain.client
    assert "作废" in words(client.get(f"{page}discard/"))
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert client.post(f"{page}discard/").url == MONTHS
    assert client.get(page).status_code == 404


# --- a plan that changed ------------------------------------------------------------------


def test_a_month_is_still_shown_when_the_plan_leaves_its_shifts_open_again(
    cast, people, page, draft
):
    put(cast, page, people["钱大勇"], 3, "gate_guard/first")
    later = NOW + timedelta(hours=1)
    installation.renew(read(PUKOU), sites.site(cast.site.pk), consent="back", at=later)
    answer = cast.captain.client.get(page)
    assert answer.status_code == 200
    assert "钱大勇" in words(answer)
    # What was set stays on record; it is no cell of this plan.
    assert cells(draft) == {("钱大勇", 3): "first"}
