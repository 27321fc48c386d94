"""What the plan wants counted or covered, as the pages show it."""

from datetime import UTC, date, datetime, timedelta

from dayuan.kernel.periods import Period
from dayuan.reference.people import commands as people
from dayuan.resources.rosters import commands as rosters
from dayuan.resources.rosters import queries, rules
from dayuan.work import commands as work
from tests.bindings.proof import prove
from tests.bindings.test_desk import checked, handled, step_of, visited
from tests.cast import Cast

DAY = date(2026, 11, 23)


def page(member, address: str) -> str:
    answer = member.client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_follow_up_rate_is_counted_and_shown(cast: Cast, clock, now):
    def scenario(_binding):
        for asked_after in (True, False):
            request = handled(cast, now)
            checked(cast, now, request, good=True)
            if asked_after:
                visited(cast, now, request, cast.dispatcher)
        clock.shift(timedelta(minutes=5))
        assert "50%：1 / 2" in page(cast.director, "/plan/services/")

    prove("test_the_follow_up_rate_is_counted_and_shown", scenario, cast=cast, at=now)


def test_hours_without_a_guard_are_shown_with_their_clause(cast: Cast, clock, now):
    zone = queries.zone_of(cast.site.pk)

    second = people.create_person(
        staff_number="1900", name="第二人", joined=DAY, actor=cast.director.actor(), at=now
    )
    people.appoint(
        person_id=second.pk, post="gate_guard", start=DAY, actor=cast.director.actor(), at=now
    )

    def on_duty(start: int, end: int, person=cast.guard.person):
        midnight = datetime(DAY.year, DAY.month, DAY.day, tzinfo=zone)
        rosters.plan(
            post="gate_guard", person_id=person.pk,
            start=midnight + timedelta(hours=start), end=midnight + timedelta(hours=end),
            actor=cast.captain.actor(), at=now,
        )  # fmt: skip

    def scenario(binding):
        on_duty(-2, 8)
        on_duty(14, 22, second)
        shown = page(cast.captain, f"/duty/?day={DAY}")
        assert binding.clause in shown
        assert "8:00 至 14:00" in shown
        assert "22:00 至 24:00" in shown
        on_duty(8, 14)
        on_duty(22, 26)
        assert "全天有人" in page(cast.captain, f"/duty/?day={DAY}")

    prove("test_hours_without_a_guard_are_shown_with_their_clause", scenario, cast=cast, at=now)


def test_work_in_hand_does_not_count_as_finished(cast: Cast, clock, now):
    request = handled(cast, now)
    work.accept(task=step_of(request, "check"), actor=cast.checker.actor(), at=now)
    clock.shift(timedelta(minutes=5))
    assert "0%：0 / 1" in page(cast.director, "/plan/services/")


def hours(*spans: tuple[int, int]) -> list[Period[datetime]]:
    begin = datetime(2026, 11, 23, tzinfo=UTC)
    return [
        Period(begin + timedelta(hours=start), begin + timedelta(hours=end)) for start, end in spans
    ]


def test_what_is_left_of_a_day_is_found_whatever_the_order_of_its_duties():
    (day,) = hours((0, 24))
    assert rules.uncovered(day, hours((16, 30), (-3, 4), (2, 3))) == tuple(hours((4, 16)))
    assert rules.uncovered(day, []) == (day,)
    assert rules.uncovered(day, hours((0, 12), (12, 24))) == ()
    assert rules.uncovered(day, hours((30, 40))) == (day,)
