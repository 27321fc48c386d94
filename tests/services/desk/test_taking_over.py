"""What was open on paper before the house began: taken over once, with its own time."""

from datetime import datetime, timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit import sealer
from dayuan.platform.audit.models import Entry
from dayuan.platform.imports import queries as imports
from dayuan.platform.imports.models import Import
from dayuan.platform.search import keeping
from dayuan.platform.search import queries as search
from dayuan.reference.plans import queries as plan_queries
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request, TakenOver
from dayuan.work import queries as work
from dayuan.work.models import Case, Fulfilment
from tests.cast import NOW, PUKOU, Cast, read
from tests.platform.imports.books import bring, take
from tests.services.desk.test_other_plans import take_into_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CODE = "desk.earlier"
HEADS = ["原编号", "报事时间", "类别", "地点", "什么事", "报事人", "报事人电话", "交给哪个岗位"]
#: Twenty past nine in Nanjing, ten days before now.
SINCE = datetime(2026, 11, 10, 9, 20)  # noqa: DTZ001 - as a cell of Excel holds it
ROWS = [
    ["B-17", SINCE, "空调", "三楼茶水间", "漏水", "王处长", "13700000001", "空调技保"],
    ["18", "2026年11月19日 14:30", "电梯", "主楼", None, None, None, None],
]


@pytest.fixture(autouse=True)
def _forget():
    yield
    plan_queries.forget()


def over(cast: Cast, rows, who="dispatcher"):
    return bring(cast, rows, CODE, who=who, heads=HEADS)


def last() -> Import:
    return Import.objects.latest("pk")


def wrong() -> dict[int, list[str]]:
    return {row.number: sorted(row.problems) for row in imports.to_correct(last())}


def earlier(number="B-17", since=NOW - timedelta(days=10), post="", category="air_conditioning"):
    report = desk.Report(category, "三楼", "漏水", caller_name="王处长", caller_phone="13700000001")
    return desk.Earlier(number, since, report, post)


def tasks(request: Request) -> dict[str, str]:
    return {one.step: one.state for one in work.tasks_of(request.case)}


def test_what_was_on_paper_becomes_a_request_of_its_own_time_with_who_has_it(cast):
    take(cast, over(cast, ROWS), who="dispatcher")
    assert (last().taken, last().refused, last().wrong) == (2, 0, 0)
    first = TakenOver.objects.get(number="B-17").request
    assert first.case.opened_at.isoformat() == "2026-11-10T01:20:00+00:00"
    assert (first.state, tasks(first)["handle"]) == ("dispatched", "ready")
    assert (first.caller_name, first.caller_phone) == ("王处长", "13700000001")
    second = TakenOver.objects.get(number="18").request
    assert (second.state, tasks(second)["dispatch"]) == ("reported", "ready")
    # Opened later, it stands where it belongs: by when it was reported.
    order = list(Case.objects.order_by("-opened_at").values_list("pk", flat=True))
    assert order.index(second.pk) < order.index(first.pk)


def test_the_same_file_again_opens_nothing_and_its_page_names_the_earlier_number(cast):
    take(cast, over(cast, ROWS), who="dispatcher")
    before = Entry.objects.filter(type__startswith="desk.").count()
    again = over(cast, ROWS)
    assert (last().same, last().good) == (2, 0)
    assert "导入没有问题的" not in again.content.decode()
    assert Entry.objects.filter(type__startswith="desk.").count() == before
    made = TakenOver.objects.get(number="B-17").request
    text = cast.dispatcher.client.get(f"/desk/{made.pk}/").content.decode()
    assert "原编号" in text
    assert "B-17" in text


def test_what_is_past_is_due_now_and_marked_as_late_and_what_is_not_keeps_its_time(cast, now):
    book = read(PUKOU)
    limit = book.settings["limit_request"].model_copy(update={"value": 120})
    take_into_force(
        cast, book.model_copy(update={"settings": {**book.settings, "limit_request": limit}}), now
    )
    actor = cast.dispatcher.actor()
    old = desk.take_over(earlier=earlier(), actor=actor, at=now)
    young = desk.take_over(
        earlier=earlier("B-18", since=now - timedelta(minutes=30)), actor=actor, at=now
    )
    late = {t.step: (t.due_at, t.late_notice) for t in work.tasks_of(old.case)}
    assert late["handle"] == (now, True)
    fine = {t.step: (t.due_at, t.late_notice) for t in work.tasks_of(young.case)}
    assert fine["handle"] == (now + timedelta(minutes=90), False)
    assert set(late) == set(fine) == {"dispatch", "handle", "check", "return_visit"}


def test_nobody_saw_it_reported_so_no_clause_about_reporting_is_fulfilled_by_it(cast, now):
    made = desk.take_over(
        earlier=earlier(post="hvac_technician"), actor=cast.dispatcher.actor(), at=now
    )
    done = set(Fulfilment.objects.filter(case=made.case).values_list("capability", flat=True))
    assert "work.owner" in done
    assert not done & {"desk.report", "desk.reception", "desk.intake"}


def test_a_number_is_taken_over_once_whatever_it_says(cast, now):
    actor = cast.dispatcher.actor()
    desk.take_over(earlier=earlier(), actor=actor, at=now)
    with pytest.raises(Refused) as refused:
        desk.take_over(earlier=earlier("ｂ-17", category="lift"), actor=actor, at=now)
    assert [one.code for one in refused.value.problems] == ["desk.taken_over_already"]
    over(cast, [["B-17", "2026-11-11 9:20", "电梯", "三楼"]])
    assert wrong() == {2: ["category", "since"]}


def test_rows_that_cannot_be_say_why_by_column_and_the_good_one_lands(cast):
    rows = [
        ["1", "2026-11-30 8:00", "空调", "三楼"], ["2", "2006-11-10 8:00", "空调", "三楼"],
        ["3", "昨天", "空调", "三楼"], ["4", None, "空调", "三楼"],
        ["5", SINCE, "没有的", "三楼", "漏水"], ["6", SINCE, "空调", None],
        [None, SINCE, "空调", "三楼"],
        ["8", SINCE, "其他", "三楼"], ["9", SINCE, "空调", "三楼", "绝密"],
        ["10", SINCE, "接受媒体采访", "三楼", "采访", None, None, "安保主管"],
        ["11", SINCE, "空调", "三楼"], ["1 1", SINCE, "空调", "四楼"],
        ["12", SINCE, "空调", "三楼", "长" * 1000],
    ]  # fmt: skip
    answer = over(cast, rows)
    assert wrong() == {
        2: ["since"], 3: ["since"], 4: ["since"], 5: ["since"], 6: ["category"], 7: ["place"],
        8: ["number"], 9: ["description"], 10: ["description"], 11: ["post"], 13: ["number"],
        14: ["description"],
    }  # fmt: skip
    take(cast, answer, who="dispatcher")
    assert TakenOver.objects.get().number == "11"


def test_what_only_those_who_handle_it_may_know_stays_so(cast):
    take(cast, over(cast, [["C-1", SINCE, "投诉", "大厅", "态度不好"]]), who="dispatcher")
    made = TakenOver.objects.get().request
    assert not made.case.open_to_staff
    assert cast.technician.client.get(f"/desk/{made.pk}/").status_code == 404


def test_it_is_found_by_its_earlier_number(cast, now):
    made = desk.take_over(earlier=earlier("WX-2026-0417"), actor=cast.dispatcher.actor(), at=now)
    sealer.seal(now=now, full=True)
    while keeping.follow():
        pass
    found = search.search(cast.dispatcher.actor(), "WX-2026-0417")
    assert [hit.owner_id for group in found.groups for hit in group.hits] == [made.pk]


def test_it_is_done_by_those_who_may_and_nobody_else(cast, now):
    assert over(cast, ROWS, who="deputy").status_code == 200
    for who in ("technician", "guard", "director"):
        assert over(cast, ROWS, who=who).status_code == 403
        with pytest.raises(Refused):
            desk.take_over(earlier=earlier(), actor=getattr(cast, who).actor(), at=now)
    assert not TakenOver.objects.exists()
