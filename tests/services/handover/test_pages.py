"""The pages of a shift: what a guard taps at night, and what the desk reads in the morning."""

import pytest

from dayuan.services.handover import commands, queries
from dayuan.services.handover.models import LogEntry, PassOn, ShiftLog
from tests.services.handover.watch import THINGS, begin, declare, moment


@pytest.fixture
def night(guards, clock):
    """Return the night's shift, begun at midnight; the clock stands a little later."""
    clock.move_to(moment(0, 10))
    return begin(guards, "night", moment(0, 5))


def page(member, url: str) -> str:
    answer = member.client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def filled(**other: str) -> dict[str, str]:
    return {f"count_{code}": str(pieces) for code, pieces in THINGS.items()} | other


def test_who_is_on_the_list_is_offered_to_begin_and_then_has_a_shift(guards, clock):
    clock.move_to(moment(0, 10))
    assert "/handover/begin/guards/" in page(guards.night, "/handover/")
    missing = filled(count_radio="5", says_radio="一部找不到")
    answer = guards.night.client.post("/handover/begin/guards/", missing)
    assert (answer.status_code, answer["Location"]) == (302, "/handover/")
    shown = page(guards.night, "/handover/")
    assert "第三班" in shown
    assert "当班中" in shown


def test_who_is_on_no_shift_is_told_so(guards, clock):
    clock.move_to(moment(0, 10))
    assert "您现在不在班上" in page(guards.morning, "/handover/")


def test_a_count_that_differs_without_a_word_stays_in_the_form_with_its_reason(guards, clock):
    clock.move_to(moment(0, 10))
    answer = guards.night.client.post("/handover/begin/guards/", filled(count_radio="5"))
    assert answer.status_code == 422
    assert "“对讲机”应是 6，点到 5" in answer.content.decode()
    assert not ShiftLog.objects.exists()


def test_a_line_is_written_from_the_phone_and_corrected_by_another(guards, night):
    url = f"/handover/{night.pk}/write/"
    guards.night.client.post(url, {"words": "东门巡查", "time": "00:08"})
    line = LogEntry.objects.get()
    assert line.at == moment(0, 8)
    shown = page(guards.night, "/handover/")
    assert "东门巡查" in shown
    assert f"{url}?corrects={line.pk}" in shown
    guards.night.client.post(url, {"words": "是西门", "corrects": str(line.pk)})
    assert "已由另一条更正" in page(guards.night, "/handover/")


def test_a_time_later_than_now_means_the_night_before(guards, night, clock):
    clock.move_to(moment(0, 10))
    guards.night.client.post(
        f"/handover/{night.pk}/write/", {"words": "接班前听到响动", "time": "23:55"}
    )
    assert (moment(0) - LogEntry.objects.get().at).total_seconds() == 300


def test_what_is_passed_on_stands_before_the_next_shift_until_it_is_closed(guards, night, clock):
    guards.night.client.post(f"/handover/{night.pk}/pass-on/", {"words": "B12 门锁不上"})
    item = PassOn.objects.get()
    declare(guards, night, "night", moment(7, 50))
    clock.move_to(moment(7, 55))
    assert f"/handover/{night.pk}/take-over/" in page(guards.morning, "/handover/")
    form = page(guards.morning, f"/handover/{night.pk}/take-over/")
    assert "B12 门锁不上" in form
    unread = guards.morning.client.post(f"/handover/{night.pk}/take-over/", filled())
    assert "请逐条看过再签" in unread.content.decode()
    guards.morning.client.post(f"/handover/{night.pk}/take-over/", filled(items=str(item.pk)))
    assert "B12 门锁不上" in page(guards.morning, "/handover/")
    guards.morning.client.post(f"/handover/items/{item.pk}/close/", {"words": "锁匠换了锁芯"})
    assert "B12 门锁不上" not in page(guards.morning, "/handover/")
    assert "锁匠换了锁芯" in page(guards.cast.captain, f"/handover/{night.pk}/")


def test_who_handed_over_waits_and_may_take_it_back(guards, night, clock):
    clock.move_to(moment(7, 50))
    guards.night.client.post(f"/handover/{night.pk}/hand-over/", filled(remarks="一切正常"))
    shown = page(guards.night, "/handover/")
    assert "下一班点清、签字以后" in shown
    guards.night.client.post(f"/handover/{night.pk}/take-back/")
    assert "当班中" in page(guards.night, "/handover/")


def test_the_desk_reads_the_shifts_of_a_day_with_what_differs(guards, night, clock):
    from dayuan.services.handover.rules import Counting  # noqa: PLC0415 - used once

    declare(guards, night, "night", moment(7, 50), radio=Counting(5, "一部没找到"))
    clock.move_to(moment(9))
    shown = page(guards.cast.captain, "/handover/days/")
    assert "未交班" in shown
    assert "对讲机 6 → 5" in shown
    assert "没有人接班" in shown
    assert "尚未开始" in shown


def test_before_the_first_log_nobody_is_blamed_for_having_taken_no_shift(guards, clock):
    clock.move_to(moment(9))
    shown = page(guards.cast.captain, "/handover/days/")
    # The night is over; whoever should have come at eight can still begin.
    assert shown.count("当时还没有启用") == 1
    assert shown.count("没有人接班") == 1


def test_nobody_outside_the_watch_reads_it(guards, night):
    for part in ("cleaner", "technician", "dispatcher"):
        assert guards.cast.members[part].client.get(f"/handover/{night.pk}/").status_code == 403


def test_the_record_is_printed_with_both_signatures(guards, night, clock):
    commands.write_entry(
        log_id=night.pk, line=commands.logs.Line("东门巡查"), at=moment(2),
        actor=guards.actor("night", moment(2)),
    )  # fmt: skip
    declare(guards, night, "night", moment(7, 50))
    clock.move_to(moment(8))
    shown = page(guards.cast.captain, f"/documents/handover.shift-{night.pk}/")
    for words in ("交接班记录", "东门巡查", "交班人", "李守业", "接班人", "对讲机"):
        assert words in shown


def test_what_the_plan_leaves_open_is_asked_for(cast, clock):
    shown = page(cast.captain, "/handover/days/")
    assert "交接时清点哪些东西" in shown
    assert queries.questions(cast.site.pk)
