"""The duty board: what it counts, whom it names, what it must not show."""

from datetime import timedelta

import pytest

from dayuan.platform.audit import sealer
from dayuan.reference.people.models import Appointment
from dayuan.reference.sites.models import NamedDay
from dayuan.work.models import Task

LIFT = "lift"


@pytest.fixture
def board(cast, now):
    from dayuan.insight.queries.board import board  # noqa: PLC0415 - needs Django

    def read(member=None):
        actor = (member or cast.director).actor()
        return board(actor, at=now, today=now.date())

    return read


def test_a_guard_cannot_open_the_board(cast, page):
    assert "值班台" not in page(cast.guard, "/board/", status=403).split("<main")[1]


def test_the_board_counts_each_request_where_it_stands(board, story):
    story.reported("一楼")
    story.sent_out("二楼")
    story.taken("三楼")
    story.handled("四楼")
    found = board().numbers
    assert (found.open_cases, found.to_dispatch, found.to_check) == (4, 1, 1)
    # One waits to be sent out, one to be taken, one to be checked; one is in hand.
    assert found.untaken == 3
    assert found.late == 0


def test_numbers_stay_true_when_there_are_more_tasks_than_the_board_shows(
    board, story, monkeypatch
):
    story.reported("一楼")
    story.taken("二楼")
    before = board().numbers
    monkeypatch.setattr("dayuan.insight.queries.board.MOST", 1)
    assert board().numbers == before
    assert len(board().tasks) == 1


def test_a_hidden_case_is_neither_shown_nor_counted(cast, board, story, page):
    story.reported("一楼")
    story.hide(story.reported("机要室"))
    assert board().numbers.open_cases == 1
    text = page(cast.director, "/board/")
    assert "一楼" in text
    assert "机要室" not in text


def test_what_is_late_is_counted_stands_first_and_says_by_how_much(cast, board, story, page, now):
    story.reported("一楼")
    due = story.sent_out("二楼")
    Task.objects.filter(case=due.pk, state="ready").update(due_at=now - timedelta(minutes=18))
    found = board()
    assert found.numbers.late == 1
    assert found.tasks[0].case_id == due.pk
    assert "超时 18 分钟" in page(cast.director, "/board/")


def test_a_task_in_hand_shows_who_has_it(cast, story, page):
    story.taken()
    assert cast.technician.person.name in page(cast.director, "/board/")


def test_a_task_that_nobody_can_take_says_so(cast, story, page):
    Appointment.objects.filter(post__in=["lift_technician", "technical_supervisor"]).delete()
    story.sent_out("电梯厅", LIFT)
    assert "无人在岗：" in page(cast.director, "/board/")


def test_a_post_nobody_answers_for_is_counted_and_marked(cast, page):
    Appointment.objects.exclude(person=cast.director.person).delete()
    text = page(cast.director, "/board/")
    assert "无人岗位" in text
    assert text.count("无人</span>") > 5


def test_the_board_says_what_day_it_is_and_what_comes(cast, page, now):
    NamedDay.objects.filter(site=cast.site, day__gte=now.date()).delete()
    NamedDay.objects.create(
        site=cast.site, day="2026-12-31", kind="holiday", title="测试节", origin="site"
    )
    text = page(cast.director, "/board/")
    assert "2026年11月20日 周五" in text
    assert "工作日" in text
    assert "测试节：2026年12月31日 周四" in text


def test_entries_that_wait_for_a_seal_raise_the_alarm(cast, page):
    assert "没有封存" in page(cast.director, "/board/")


def test_a_sealed_log_raises_no_alarm(cast, page, now):
    sealer.seal(now=now)
    assert "没有封存" not in page(cast.director, "/board/")


def test_an_empty_board_says_what_will_stand_there(cast, page):
    assert "没有未办的任务" in page(cast.director, "/board/")


def test_the_wall_shows_the_board_without_the_menu(cast, story, page):
    story.reported()
    text = page(cast.director, "/board/?wall=1")
    assert "二楼" in text
    assert "side-group" not in text
    assert 'hx-trigger="every 30s"' in text


def test_the_wall_says_how_much_more_is_open(cast, story, page):
    for floor in range(8):
        story.reported(f"{floor}楼")
    assert "另有 2 项未办" in page(cast.director, "/board/?wall=1")


def test_the_board_reads_in_english(cast, story, page):
    story.reported()
    text = page(cast.director, "/board/", language="en")
    assert "Open tasks, the most urgent first" in text
    assert "To be sent out" in text


def test_more_tasks_ask_no_more_queries(cast, story, queries_of, now):
    story.reported("一楼")
    sealer.seal(now=now)
    few = queries_of(cast.director, "/board/")
    story.taken("二楼")
    story.handled("三楼")
    sealer.seal(now=now)
    assert queries_of(cast.director, "/board/") == few
    # Some belong to the frame: session, account, person, posts, site, notices.
    assert few <= 10


def test_a_page_that_renews_itself_keeps_nobody_signed_in(cast, page, clock):
    page(cast.director, "/board/")
    poll = {"X-Dayuan-Poll": "1", "HX-Request": "true"}
    clock.shift(20 * 60)
    assert cast.director.client.get("/board/", headers=poll).status_code == 200
    clock.shift(11 * 60)
    assert "HX-Redirect" in cast.director.client.get("/board/", headers=poll).headers


def test_a_person_who_looks_at_the_board_stays_signed_in(cast, page, clock):
    page(cast.director, "/board/")
    clock.shift(20 * 60)
    page(cast.director, "/board/")
    clock.shift(11 * 60)
    page(cast.director, "/board/")


def test_the_board_says_that_nobody_touched_it_and_the_wall_stays_lit(cast, page):
    assert "X-Dayuan-Poll" in page(cast.director, "/board/")
    assert "X-Dayuan-Poll" not in page(cast.director, "/board/?wall=1")
