"""Several matters sent out by one press of a button: each under the rules of one."""

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def reported(cast: Cast, now, category="air_conditioning", place="三楼") -> Request:
    report = desk.Report(category=category, place=place, description="不冷")
    return desk.report(report=report, actor=cast.guard.actor(), at=now)


def press(cast: Cast, *requests: Request, who="dispatcher"):
    ids = [one.pk for one in requests]
    return getattr(cast, who).client.post("/desk/dispatch/", {"case": ids}, follow=True)


def state(request: Request) -> str:
    request.refresh_from_db()
    return request.state


def test_the_ticked_go_to_the_posts_that_the_plan_names_and_are_one_line_in_the_log(cast, now):
    first, second = reported(cast, now), reported(cast, now, "power_and_lighting")
    assert "已派出 2 件" in press(cast, first, second).content.decode()
    assert (state(first), state(second)) == ("dispatched", "dispatched")
    entry = Entry.objects.filter(type="desk.request.dispatch").get()
    assert entry.subject_ids == [first.pk, second.pk]
    assert entry.details["posts"] == {
        str(first.pk): "hvac_technician", str(second.pk): "duty_electrician",
    }  # fmt: skip


def test_one_that_was_sent_out_meanwhile_stops_no_other_and_says_why(cast, now):
    sent, other = reported(cast, now), reported(cast, now, place="四楼")
    desk.dispatch(request=sent, actor=cast.deputy.actor(), at=now)
    text = press(cast, sent, other).content.decode()
    assert "已派出 1 件" in text
    assert sent.case.number in text
    assert "已经派出或已结束" in text
    assert state(other) == "dispatched"


def test_where_nothing_can_be_sent_nothing_happens_and_the_reason_is_said(cast, now):
    sent = reported(cast, now)
    desk.dispatch(request=sent, actor=cast.deputy.actor(), at=now)
    before = Entry.objects.filter(type="desk.request.dispatch").count()
    answer = press(cast, sent)
    assert answer.status_code == 422
    assert "已经派出或已结束" in answer.content.decode()
    assert Entry.objects.filter(type="desk.request.dispatch").count() == before
    assert "请先勾选" in press(cast).content.decode()


def test_a_box_stands_beside_what_waits_to_be_sent_out_for_those_who_may(cast, now):
    waits, sent = reported(cast, now), reported(cast, now)
    desk.dispatch(request=sent, actor=cast.dispatcher.actor(), at=now)
    page = cast.dispatcher.client.get("/cases/").content.decode()
    assert f'name="case" value="{waits.pk}"' in page
    assert f'name="case" value="{sent.pk}"' not in page
    assert "把勾选的派单" in page
    assert 'name="case"' not in cast.director.client.get("/cases/").content.decode()


def test_only_those_who_send_out_one_send_out_several(cast, now):
    made = reported(cast, now)
    assert press(cast, made, who="guard").status_code == 403
    with pytest.raises(Refused):
        desk.dispatch_together(case_ids=[made.pk], actor=cast.guard.actor(), at=now)
    assert state(made) == "reported"
