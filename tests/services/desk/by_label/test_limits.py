"""Many at once: none is refused and none is lost; they wait for the desk."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry, PersonalValues, Reason
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.services.desk import commands as desk
from dayuan.services.desk import rules, sweeps
from dayuan.services.desk.models import OutsideReport, Request, Trace
from dayuan.services.desk.queries import outside
from dayuan.work import queries as work
from dayuan.work.models import Case, Fulfilment
from tests.cast import NOW
from tests.permissions.driving import answered
from tests.permissions.world import undone
from tests.services.desk.by_label.conftest import Visitor, picture, receive, reports

#: Alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]

LIMIT = 10  # the plan's number for one label in one hour


def states() -> list[str]:
    return [one.state for one in reports()]


def burst(label, number: int, *, begin: int = 0, **more) -> None:
    for n in range(begin, begin + number):
        receive(label, n, **more)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", [120, pytest.param(1000, marks=pytest.mark.deep)])
def test_however_many_come_at_once_they_are_held_and_none_is_lost(cast, label, number):
    burst(label, number)
    assert states() == ["accepted"] * LIMIT + ["held"] * (number - LIMIT)
    assert Request.objects.count() == LIMIT
    waiting = outside.held(cast.dispatcher.actor(), after=0, most=2000)
    assert len(waiting) == number - LIMIT


def test_what_is_held_is_no_case_is_not_sent_out_and_fulfils_nothing(cast, label):
    burst(label, LIMIT)
    before = (Case.objects.count(), Fulfilment.objects.count())
    held = receive(label, 99, description="漏水", caller_name="李女士", caller_phone="13900001111")
    assert (held.state, held.over, held.request_id) == ("held", "label", None)
    assert (held.description, held.caller_name) == ("漏水", "李女士")
    assert (Case.objects.count(), Fulfilment.objects.count()) == before


def test_the_visitor_reads_that_it_is_kept_and_looked_at_first(visitor, label):
    burst(label, LIMIT)
    page = visitor.status(visitor.report(label))
    assert "前台先看一下" in page
    assert "不会丢" in page


@pytest.mark.parametrize(("scope", "most"), [("device", 5), ("address", 30)])
def test_a_phone_and_an_address_are_counted_as_well_as_a_label(
    cast, label, piece_label, scope, most
):
    labels = (label, piece_label)
    for n in range(most):
        # From two labels, so that neither of them is over its own limit first.
        at = NOW + timedelta(minutes=n) if scope == "device" else NOW
        receive(labels[n % 2], n, at=at, **{scope: "the same"})
    last = receive(piece_label, 999, at=NOW + timedelta(minutes=9), **{scope: "the same"})
    assert last.state == "held"
    assert last.over == ("label" if scope == "address" else "device")


def test_another_label_another_phone_and_another_address_are_not_held(label, piece_label):
    burst(label, LIMIT + 1, device="a", address="192.0.2.7")
    other = receive(piece_label, 500, device="b", address="192.0.2.8")
    assert other.state == "accepted"


def test_an_hour_later_reports_come_through_again(label):
    burst(label, LIMIT + 1)
    before = receive(label, 100, at=NOW + timedelta(minutes=59, seconds=59))
    after = receive(label, 101, at=NOW + timedelta(hours=2))
    assert (before.state, after.state) == ("held", "accepted")


@given(gaps=st.lists(st.integers(min_value=0, max_value=40), max_size=30))
def test_a_report_is_held_just_when_the_hour_before_it_has_seen_enough(django_db_blocker, gaps):
    """Against the plain definition: count those that are less than an hour old, this one too."""
    times, at = [], NOW
    for gap in gaps:
        at += timedelta(minutes=gap)
        times.append(at)
    with django_db_blocker.unblock(), undone():
        for n, moment in enumerate(times):
            Trace.objects.create(who="somebody", at=moment)
            plain = sum(1 for one in times[: n + 1] if one > moment - rules.WINDOW)
            seen = outside.counted("somebody", since=moment - rules.WINDOW, most=LIMIT)
            assert rules.first_over({"label": seen}, {"label": LIMIT}) == (
                "label" if plain > LIMIT else ""
            )
            assert seen == min(plain, LIMIT + 1)


def test_the_first_limit_is_named_and_a_count_at_the_limit_is_not_over_it():
    limits = {"label": 2, "device": 1, "address": 3}
    assert rules.first_over({"label": 2, "device": 1, "address": 3}, limits) == ""
    assert rules.first_over({"label": 3, "device": 2}, limits) == "label"
    assert rules.first_over({"device": 2, "address": 4}, limits) == "device"
    assert rules.first_over({}, limits) == ""


def test_the_plan_says_how_many_and_the_program_where_it_says_nothing(cast):
    assert outside.limits(cast.site.pk).label_an_hour == LIMIT
    assert outside.limits(cast.site.pk).form_minutes == 120


# --- what is counted, and for how long -----------------------------------------------------


def test_neither_address_nor_browser_is_kept_and_the_counts_are_gone_after_the_hour(
    visitor, label, now
):
    visitor.report(label)
    assert Trace.objects.count() == 3
    assert visitor.address not in str(list(Trace.objects.values()))
    assert visitor.address not in str(list(OutsideReport.objects.values()))
    assert sweeps.forget_traces(now=now + timedelta(minutes=59)) == 0
    assert sweeps.forget_traces(now=now + timedelta(hours=1)) == 3
    assert not Trace.objects.exists()


def test_a_lie_about_the_address_changes_nothing_where_no_web_server_is_configured(
    label, piece_label, clock, settings
):
    settings.PROXIES = []
    _thirty_from_one_address(label, lambda n: f"198.51.100.{n}")
    assert _next(piece_label, "198.51.100.99").over == "address"


def test_where_one_is_configured_it_is_believed_and_what_the_caller_added_is_not(
    label, piece_label, clock, settings
):
    settings.PROXIES = ["192.0.2.7"]
    _thirty_from_one_address(label, lambda n: f"203.0.113.{n}, 198.51.100.1")
    assert _next(piece_label, "203.0.113.99, 198.51.100.1").over == "address"
    assert _next(piece_label, "198.51.100.1, 198.51.100.2").over == ""


def _thirty_from_one_address(label, said) -> None:
    for n in range(30):
        visitor = Visitor(more={"HTTP_X_FORWARDED_FOR": said(n)})
        assert visitor.report(label).status_code == 302
        # The label's own count is not what is asked about here.
        Trace.objects.filter(who=rules.digest("label", str(label.pk))).delete()


def _next(label, said) -> OutsideReport:
    answer = Visitor(more={"HTTP_X_FORWARDED_FOR": said}).report(label)
    assert answer.status_code == 302
    return OutsideReport.objects.latest("pk")


def test_a_house_with_the_newer_addresses_counts_as_one():
    from django.test import RequestFactory  # noqa: PLC0415 - beside its one use

    from dayuan.services.desk.web.tickets import address_of  # noqa: PLC0415 - see above

    def seen(address):
        return address_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::1") == seen("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert seen("2001:db8:1:3::1") != seen("2001:db8:1:2::1")
    assert seen("192.0.2.7") == "192.0.2.7"
    assert seen("unix:") == ""


# --- the desk ------------------------------------------------------------------------------


@pytest.fixture
def held(label, cast, clock):
    """Return a report that waits, with a photo and a number."""
    burst(label, LIMIT)
    visitor = Visitor()
    visitor.report(
        label, description="地上全是水", caller_name="李女士", caller_phone="13900001111",
        photo_1=picture(),
    )  # fmt: skip
    return OutsideReport.objects.latest("pk")


def test_the_desk_sees_what_waits_on_the_board_in_its_list_and_with_its_photo(held, cast, clock):
    browser = cast.dispatcher.client
    board = browser.get("/board/").content.decode()
    assert "有 1 件扫码报事等您看过再受理" in board
    listed = browser.get("/desk/held/").content.decode()
    assert "3层东侧卫生间" in listed
    assert "这张标签短时间内报得太多" in listed
    page = browser.get(f"/desk/held/{held.pk}/").content.decode()
    for word in ("地上全是水", "李女士", "13900001111", "照片1.jpg"):
        assert word in page


def test_nobody_else_sees_that_anything_waits(held, cast, clock):
    assert "扫码报事等您看过" not in cast.director.client.get("/board/").content.decode()
    for other in (cast.guard, cast.technician, cast.liaison, cast.director):
        assert other.client.get("/desk/held/").status_code == 403
        assert other.client.get(f"/desk/held/{held.pk}/").status_code == 403
    row = Attachment.objects.get()
    assert cast.director.client.get(f"/files/{row.pk}/").status_code == 404
    assert answered(cast.dispatcher.client.get(f"/files/{row.pk}/")).status == 200


def test_the_board_counts_what_waits_where_there_is_no_open_case_at_all(label, cast, clock):
    burst(label, LIMIT + 2)
    for case in Request.objects.select_related("case"):
        desk.cancel(request=case, reason="演练", actor=cast.dispatcher.actor(), at=NOW)
    assert "有 2 件扫码报事等您看过再受理" in cast.dispatcher.client.get("/board/").content.decode()


def test_what_the_desk_accepts_becomes_a_request_counted_from_now(held, cast, clock):
    clock.shift(timedelta(minutes=30))
    answer = cast.dispatcher.client.post(f"/desk/held/{held.pk}/", {"act": "release"})
    assert answer.status_code == 302
    held.refresh_from_db()
    made = Request.objects.select_related("case").get(pk=held.request_id)
    at = NOW + timedelta(minutes=30)
    assert (held.state, held.decided_by) == ("accepted", cast.dispatcher.actor().key)
    assert (made.state, made.case.opened_at, made.description) == ("reported", at, "地上全是水")
    assert (made.caller_name, held.caller_name, held.description) == ("李女士", "", "")
    assert work.anchors_of(made.case)["R"] == at
    reported = Entry.objects.filter(type="desk.request.report").latest("pk")
    released = Entry.objects.get(type="desk.outside.release")
    assert reported.actor_key == f"label:{held.label_id}"
    assert released.actor_key == cast.dispatcher.actor().key


def test_what_is_set_aside_has_a_reason_and_the_visitor_is_told_so_without_it(held, cast, clock):
    url = f"/desk/held/{held.pk}/"
    without = cast.dispatcher.client.post(url, {"act": "set_aside", "reason": " "})
    assert without.status_code == 422
    held.refresh_from_db()
    assert held.state == "held"
    cast.dispatcher.client.post(url, {"act": "set_aside", "reason": "同一件事已经有人报"})
    held.refresh_from_db()
    assert (held.state, held.request_id) == ("set_aside", None)
    assert Reason.objects.get().text == "同一件事已经有人报"
    entry = Entry.objects.get(type="desk.outside.set_aside")
    assert PersonalValues.objects.get(entry_id=entry.pk).values == {"reason": "同一件事已经有人报"}
    again = cast.dispatcher.client.post(url, {"act": "release"})
    assert again.status_code == 422


def test_a_burst_is_set_aside_together_with_one_reason_and_one_entry(label, cast, clock):
    burst(label, LIMIT + 4)
    waiting = [one.pk for one in reports() if one.state == "held"]
    answer = cast.dispatcher.client.post(
        "/desk/held/", {"pick": waiting[:3], "reason": "有人恶作剧"}
    )
    assert answer.status_code == 302
    assert [s for s in states() if s != "accepted"] == ["set_aside"] * 3 + ["held"]
    assert Entry.objects.get(type="desk.outside.set_aside").subject_ids == waiting[:3]


def test_a_page_of_them_is_set_aside_without_ticking_each(label, cast, clock):
    burst(label, LIMIT + 3)
    waiting = [one.pk for one in reports() if one.state == "held"]
    form = {"shown": waiting, "all": "1", "reason": "有人恶作剧"}
    assert cast.dispatcher.client.post("/desk/held/", form).status_code == 302
    assert states()[LIMIT:] == ["set_aside"] * 3


def test_nothing_ticked_is_said_and_changes_nothing(label, cast, clock):
    burst(label, LIMIT + 1)
    answer = cast.dispatcher.client.post("/desk/held/", {"reason": "恶作剧"})
    assert answer.status_code == 422
    assert "还没有勾选" in answer.content.decode()
    assert states()[-1] == "held"


def test_the_list_shows_a_page_at_a_time(label, cast, clock):
    burst(label, LIMIT + 30)
    page = cast.dispatcher.client.get("/desk/held/").content.decode()
    assert page.count('name="pick"') == 25
    more = cast.dispatcher.client.get(f"/desk/held/?after={reports()[LIMIT + 24].pk}")
    assert more.content.decode().count('name="pick"') == 5


def test_a_burst_is_told_to_the_desk_once(label, cast, now):
    burst(label, LIMIT + 20)
    outbox.deliver_due(now=now)
    told = Notice.objects.filter(kind="desk.outside.held")
    assert {one.person_id for one in told} == {cast.dispatcher.person.pk}
    assert told.count() == 1


# --- what is left --------------------------------------------------------------------------


def test_what_was_set_aside_keeps_neither_words_nor_photos_after_its_days(held, cast, now):
    desk.set_aside(outside_ids=[held.pk], reason="重复", actor=cast.dispatcher.actor(), at=now)
    assert sweeps.clear_set_aside(now=now + timedelta(days=29)).done == 0
    assert sweeps.clear_set_aside(now=now + timedelta(days=30)).done == 1
    held.refresh_from_db()
    assert (held.description, held.caller_name, held.caller_phone) == ("", "", "")
    assert Attachment.objects.get().removed_at is not None
    assert held.cleared_at == now + timedelta(days=30)
    assert sweeps.clear_set_aside(now=now + timedelta(days=31)).done == 0


def test_photos_of_what_ended_before_it_was_sent_out_go_as_well(visitor, label, cast, now):
    visitor.report(label, photo_1=picture())
    made = Request.objects.select_related("case").get()
    desk.cancel(request=made, reason="重复", actor=cast.dispatcher.actor(), at=now)
    assert sweeps.clear_set_aside(now=now + timedelta(days=29)).done == 0
    assert sweeps.clear_set_aside(now=now + timedelta(days=30)).done == 1
    assert Attachment.objects.get().removed_at is not None
    assert sweeps.clear_set_aside(now=now + timedelta(days=31)).done == 0


def test_photos_that_hang_on_a_request_stay_with_it(visitor, label, cast, now):
    visitor.report(label, photo_1=picture())
    made = Request.objects.select_related("case").get()
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=now)
    desk.cancel(request=made, reason="重复", actor=cast.dispatcher.actor(), at=now)
    assert OutsideReport.objects.get().photos == 0
    assert sweeps.clear_set_aside(now=now + timedelta(days=365)).done == 0
    assert Attachment.objects.get().removed_at is None


def test_words_are_kept_without_photos_where_too_many_photos_wait(held, label, clock):
    OutsideReport.objects.filter(pk=held.pk).update(photos=300)
    visitor = Visitor(address="192.0.2.99")
    assert visitor.report(label, description="还在漏", photo_1=picture()).status_code == 302
    last = OutsideReport.objects.latest("pk")
    assert (last.state, last.description, last.photos) == ("held", "还在漏", 0)


def test_the_photos_of_one_held_report_are_not_seen_by_another_visitor(held, label):
    stranger = outside.actor_of(outside.standing_of(held), at=NOW + timedelta(seconds=1))
    assert outside.seen(stranger, [held.pk]) == set()
    with pytest.raises(Refused):
        desk.release(outside_id=held.pk, actor=stranger, at=NOW)
