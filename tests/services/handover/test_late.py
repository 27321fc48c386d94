"""A shift that is over and not handed over is told of, once, to whoever arranges duties."""

import pytest

from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.services.handover import sweeps
from dayuan.services.handover.models import ShiftLog
from tests.services.handover.watch import begin, declare, moment, take


@pytest.fixture
def night(guards):
    """Return the night's shift, begun at midnight."""
    return begin(guards, "night", moment(0, 5))


def told(at) -> list[int]:
    sweeps.tell(now=at)
    outbox.deliver_due(now=at)
    rows = Notice.objects.filter(kind="handover.shift.late").order_by("pk")
    return list(rows.values_list("person_id", flat=True))


def test_half_an_hour_after_its_end_and_no_minute_sooner(guards, night):
    assert told(moment(8, 29)) == []
    assert told(moment(8, 30)) == [guards.cast.captain.person.pk]


def test_once_however_often_one_looks(guards, night):
    told(moment(8, 30))
    assert len(told(moment(9))) == 1
    assert ShiftLog.objects.get(pk=night.pk).late_told_at == moment(8, 30)


def test_a_shift_that_waits_to_be_signed_is_late_as_well(guards, night):
    declare(guards, night, "night", moment(7, 50))
    assert len(told(moment(8, 40))) == 1


def test_a_shift_that_was_taken_over_is_not(guards, night):
    declare(guards, night, "night", moment(7, 50))
    take(guards, night, "morning", moment(8, 5))
    assert told(moment(8, 40)) == []


def test_the_notice_leads_to_the_shift_and_names_nobody(guards, night, clock):
    told(moment(8, 30))
    clock.move_to(moment(8, 31))
    page = guards.cast.captain.client.get("/notices/").content.decode()
    assert "下班后没有交班：第三班 11-21 00:00" in page
    assert "李守业" not in page
