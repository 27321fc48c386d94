"""The establishment report: planned, held, vacant; printed sums beside real ones."""

from datetime import date

import pytest

from dayuan.kernel.problems import SourceKind
from dayuan.reference.people import commands, queries
from dayuan.reference.people.models import Kind

TODAY = date(2026, 11, 20)


@pytest.fixture
def report(cast):
    """Return the report of today."""
    return lambda: queries.establishment(cast.site.pk, on=TODAY)


def line(report, code):
    return next(one for one in report.lines if one.code == code)


def test_the_plan_has_23_posts_and_53_places(report):
    assert len(report().lines) == 23
    assert report().headcount == 53


def test_held_and_vacant_places_add_up(report):
    found = report()
    assert found.held == 11
    assert found.vacant == 53 - 11
    assert (line(found, "hvac_technician").held, line(found, "hvac_technician").vacant) == (2, 0)
    assert line(found, "lift_technician").vacant == 1


def test_a_person_counts_once_at_the_main_post(cast, report, now):
    commands.appoint(
        person_id=cast.deputy.person.pk,
        post="quality_officer",
        kind=Kind.ACTING,
        start=TODAY,
        actor=cast.director.actor(),
        at=now,
    )
    found = report()
    assert found.held == 11
    assert [h.kind for h in line(found, "quality_officer").holders] == [Kind.MAIN, Kind.ACTING]


def test_printed_sums_that_differ_are_shown_with_their_decision(report):
    differing = [one for one in report().sums if not one.agrees]
    assert [(one.posts_printed, one.posts_real) for one in differing] == [(4, 5), (22, 23)]
    assert {(one.discrepancy.kind, one.discrepancy.ref) for one in differing} == {
        (SourceKind.DECISION, "A-01")
    }


def test_people_agree_everywhere(report):
    assert all(one.people_printed == one.people_real for one in report().sums)


def test_every_post_knows_whom_it_reports_to_where_the_plan_says_so(report):
    assert line(report(), "gate_guard").reports_to.zh == "安保主管"
    assert line(report(), "centre_director").reports_to is None


def test_the_report_costs_the_same_however_many_people_there_are(
    cast, report, now, django_assert_num_queries
):
    report()
    with django_assert_num_queries(2):
        report()
    for n in range(5):
        person = commands.create_person(
            staff_number=f"C{n}", name=f"保洁{n}", joined=TODAY, actor=cast.director.actor(), at=now
        )
        commands.appoint(
            person_id=person.pk,
            post="mobile_cleaner",
            start=TODAY,
            accepted=True,
            actor=cast.director.actor(),
            at=now,
        )
    with django_assert_num_queries(2):
        found = report()
    assert line(found, "mobile_cleaner").over == 1
