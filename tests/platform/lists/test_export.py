"""A list taken away as an Excel file: what stands in it, who may, and that it goes again."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import worker
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import commands, exporting, queries, sweeps
from dayuan.platform.lists.models import Export
from dayuan.platform.lists.web import views
from dayuan.reference.people.models import Appointment
from dayuan.resources.equipment.commands import items as equipment
from dayuan.work.models import Case
from dayuan.work.web.case_sheet import SHEET
from tests.cast import NOW, Cast
from tests.permissions.world import undone
from tests.platform.lists.test_pages import fill, reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
#: What Excel would run if it were let: none of it may become a formula or a link.
ACTIVE = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "=HYPERLINK(1)",
    "http://example.invalid/x", "mailto:x@example.invalid", "file:///etc/passwd", "＝1+1",
)  # fmt: skip


def take(cast: Cast, code: str, query: str = "", who: str = "director"):
    """Press the button below a list; return what comes down, as Excel opens it."""
    return sheet_of(press(cast, code, query, who))


def press(cast: Cast, code: str, query: str = "", who: str = "director"):
    """Press the button below a list; return the answer."""
    browser = getattr(cast, who).client
    return browser.post(f"/lists/{code}/export/", {"query": query}, follow=True)


def sheet_of(answer):
    """Open what was downloaded."""
    assert answer["Content-Disposition"].startswith("attachment")
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def column(sheet, heading: str) -> list:
    """Return what stands below a heading."""
    headings = [cell.value for cell in sheet[2]]
    return [row[headings.index(heading)].value for row in sheet.iter_rows(min_row=3)]


def test_the_file_says_source_time_and_person_and_keeps_its_head_in_sight(cast):
    fill(cast, [1, None])
    sheet = take(cast, "work.cases")
    assert (
        sheet["A1"].value == "事项 · 2026年11月20日 周五 10:00 · 导出人：方建国 中心主任 · 未办结"
    )
    assert [cell.value for cell in sheet[2]] == [
        "事项", "编号", "状态", "在谁手上", "下一时限", "登记时间",
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:F4")


def test_times_are_times_by_the_clock_of_the_site(cast):
    fill(cast, [1])
    sheet = take(cast, "work.cases", "order=due")
    assert [str(at) for at in column(sheet, "下一时限")] == ["2026-11-20 11:00:00"]
    assert sheet["F3"].number_format == "yyyy-mm-dd hh:mm"


def test_the_file_holds_the_chosen_columns_of_what_was_asked_for_and_no_more(cast):
    fill(cast, [1], category="lift")
    fill(cast, [2], category="plumbing")
    sheet = take(cast, "work.cases", "category=lift&field=number")
    assert [cell.value for cell in sheet[2]] == ["事项", "编号"]
    assert column(sheet, "编号") == ["X00000"]
    assert "类别：" in sheet["A1"].value


def test_somebody_takes_away_what_that_person_may_see_and_nothing_else(cast):
    seen = fill(cast, [1])
    hidden = fill(cast, [2])
    Case.objects.filter(pk=hidden[0].pk).update(open_to_staff=False)
    assert column(take(cast, "work.cases"), "编号") == [seen[0].number]


@pytest.mark.parametrize("active", ACTIVE)
def test_no_cell_of_a_file_runs_or_leads_anywhere(cast, active):
    fill(cast, [1], title=active)
    sheet = take(cast, "work.cases")
    cell = sheet["A3"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == active.replace("\r", "_x000D_")


def test_whoever_may_not_take_lists_away_is_refused_and_no_button_shows(cast):
    assert press(cast, "work.cases", who="guard").status_code == 403
    assert "导出 Excel" not in cast.guard.client.get("/cases/").content.decode()
    assert not Export.objects.exists()


def test_whoever_may_not_open_a_list_does_not_get_it_as_a_file_either(cast):
    verbs = frozenset({"lists.list.export"})
    actor = replace(cast.guard.actor(), verbs=verbs)
    with pytest.raises(Refused):
        ask(cast, actor=actor)


def test_a_list_that_does_not_exist_is_not_found(cast):
    assert press(cast, "work.nothing").status_code == 404


def test_a_long_list_is_written_by_a_worker_while_one_watches(cast, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    fill(cast, [1, 2, 3])
    answer = press(cast, "work.cases")
    assert "等待生成" in answer.content.decode()
    worker.drain(now=NOW)
    text = cast.director.client.get("/lists/exports/").content.decode()
    assert "可以下载" in text
    assert "3 行" in text
    file = Attachment.objects.get(owner_kind="lists.export")
    sheet = sheet_of(cast.director.client.get(f"/files/{file.pk}/"))
    assert sheet.max_row == 5


def test_a_file_is_for_whoever_asked_for_it_alone(cast):
    fill(cast, [1])
    take(cast, "work.cases")
    file = Attachment.objects.get(owner_kind="lists.export")
    assert sheet_of(cast.director.client.get(f"/files/{file.pk}/")).max_row == 3
    for other in ("deputy", "guard", "dispatcher"):
        assert getattr(cast, other).client.get(f"/files/{file.pk}/").status_code == 404


def test_a_file_goes_after_a_day_and_stays_until_then(cast):
    fill(cast, [1])
    take(cast, "work.cases")
    sweeps.tidy_exports(now=NOW + timedelta(hours=23))
    assert Export.objects.get().state == "ready"
    sweeps.tidy_exports(now=NOW + timedelta(hours=24))
    assert Export.objects.get().state == "gone"
    assert Attachment.objects.get().removed_at is not None
    assert sweeps.tidy_exports(now=NOW + timedelta(hours=25)) == 0


def test_who_lost_the_right_while_a_file_waited_does_not_get_it(cast):
    row = ask(cast)
    Appointment.objects.filter(person=cast.director.person).update(end=NOW.date())
    exporting.run(row.pk, now=NOW + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "right")


def test_a_cancelled_file_is_not_written_on(cast, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 1)
    fill(cast, [1, 2, 3])
    row = ask(cast)
    drawn = exporting._note

    def cancelled(row, **given):
        drawn(row, **given)
        if Export.objects.get(pk=row.pk).state == "working":
            commands.cancel(export_id=row.pk, actor=cast.director.actor(), at=NOW)

    monkeypatch.setattr(exporting, "_note", cancelled)
    exporting.run(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.written) == ("cancelled", 1)
    assert not Attachment.objects.exists()


def test_after_a_killed_worker_the_next_one_begins_anew(cast):
    fill(cast, [1, 2])
    row = ask(cast)
    program = system_actor("tests", site_id=cast.site.pk)
    commands.begin(export_id=row.pk, actor=program, at=NOW)
    exporting.run(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.written) == ("ready", 2)
    exporting.run(row.pk, now=NOW)
    assert Attachment.objects.count() == 1


def test_what_never_ends_is_given_up_and_says_so(cast):
    ask(cast)
    sweeps.tidy_exports(now=NOW + timedelta(minutes=59))
    assert Export.objects.get().state == "waiting"
    sweeps.tidy_exports(now=NOW + timedelta(hours=1))
    text = cast.director.client.get("/lists/exports/").content.decode()
    assert "没有生成完。请重新导出一次。" in text


def test_nobody_has_more_than_three_under_way(cast):
    for _turn in range(3):
        ask(cast)
    with pytest.raises(Refused, match="exports_under_way"):
        ask(cast)
    ask(cast, actor=cast.deputy.actor())


def test_what_was_typed_stands_in_the_erasable_part_of_the_log(cast):
    take(cast, "people.people", "words=张三")
    entry = Entry.objects.get(type="lists.export.ask")
    assert entry.details == {"list": "people.people"}
    assert "张三" not in str(entry.details)


def test_equipment_and_people_are_taken_away_alike(cast):
    equipment.register(
        code="KT-01", described=equipment.Described(name="=冷水机组"),
        actor=cast.supervisor.actor(), at=NOW,
    )  # fmt: skip
    assert take(cast, "equipment.items", who="supervisor").max_row == 3
    names = column(take(cast, "people.people"), "姓名")
    assert len(names) == len(set(names)) > 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due=st.lists(st.none() | st.integers(-3, 3), max_size=9),
    order=st.sampled_from([one.code for one in SHEET.orders]),
    size=st.integers(1, 4),
)
def test_a_file_holds_each_record_once_in_the_order_of_the_page(cast, due, order, size):
    with undone():
        fill(cast, due)
        here = reading(cast)
        asked = asking.read(SHEET, QueryDict(f"order={order}"), here)
        found = [r.pk for batch in queries.batches(asked, here, size=size, most=100) for r in batch]
        assert found == [r.pk for r in queries.page(asked, here).records]
        few = [r for batch in queries.batches(asked, here, size=size, most=2) for r in batch]
        assert [r.pk for r in few] == found[:2]


def test_a_record_that_is_hidden_while_the_file_is_written_does_not_begin_it_anew(cast):
    cases = fill(cast, [None, None, None])
    here = reading(cast)
    asked = asking.read(SHEET, QueryDict("order=oldest"), here)
    found = []
    for batch in queries.batches(asked, here, size=1, most=100):
        found += [r.pk for r in batch]
        Case.objects.filter(pk=batch[-1].pk).update(open_to_staff=False)
    assert found == [c.pk for c in cases]


def ask(cast: Cast, *, actor=None) -> Export:
    return commands.export(
        sheet="work.cases", query="", language="zh-hans", later=False,
        actor=actor or cast.director.actor(), at=NOW,
    )  # fmt: skip
