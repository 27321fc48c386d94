"""The numbers of people that clauses ask for: counted on the page, guarded at each appointment."""

from datetime import date

import pytest

from dayuan.kernel.problems import Refused, Source, SourceKind
from dayuan.reference.people import commands, queries
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.people.queries import Count
from tests.bindings.proof import prove
from tests.cast import JOINED, NOW, Cast

TODAY = date(2026, 11, 20)


def newcomer(cast: Cast, number: str) -> Person:
    return commands.create_person(
        staff_number=number, name="新来的人", joined=JOINED, actor=cast.director.actor(), at=NOW
    )


def fill(cast: Cast, count: Count, turn: int) -> None:
    """Let every place of a count be held, as a full house has it."""
    missing = count.planned - count.held
    people = Person.objects.bulk_create(
        Person(
            site=cast.site, staff_number=f"F{turn}-{number}", name="在岗的人", name_key="z",
            side="staff", joined=JOINED,
        )
        for number in range(missing)
    )  # fmt: skip
    Appointment.objects.bulk_create(
        Appointment(
            site=cast.site, person=person, post=count.posts[-1], kind=Kind.MAIN, start=JOINED,
            made_at=NOW, made_by="system:proof",
        )
        for person in people
    )  # fmt: skip


def counts_of(cast: Cast, clause: str) -> list[Count]:
    source = Source(SourceKind.CLAUSE, clause)
    found = queries.counts(cast.site.pk, on=TODAY)
    return [one for one in found if one.source == source]


def warned_by(cast: Cast, person: Person, post: str, **more) -> set[str]:
    """Return the clauses that an appointment is warned by."""
    with pytest.raises(Refused) as caught:
        commands.appoint(
            person_id=person.pk, post=post, start=TODAY, actor=cast.director.actor(), at=NOW, **more
        )
    return {problem.source.ref for problem in caught.value.problems if problem.source}


def test_a_number_of_people_in_the_plan_is_counted_and_guarded(cast: Cast, now):
    def scenario(binding):
        counts = counts_of(cast, binding.clause)
        assert counts, "nobody counts for the clause"
        for number, count in enumerate(counts):
            # Several counts of one clause may share people with those before them.
            now_there = counts_of(cast, binding.clause)[number]
            assert now_there.title == count.title
            fill(cast, now_there, number)
            person = newcomer(cast, f"N{number}")
            assert binding.clause in warned_by(cast, person, count.posts[0])

    prove("test_a_number_of_people_in_the_plan_is_counted_and_guarded", scenario, cast=cast, at=now)


def test_a_role_is_filled_by_as_many_as_the_plan_says(cast: Cast, now):
    def scenario(binding):
        counts = counts_of(cast, binding.clause)
        assert [count.planned for count in counts] == [3]
        guards = [newcomer(cast, f"G{number}") for number in range(4)]
        for guard in guards:
            commands.appoint(
                person_id=guard.pk, post="patrol_guard", start=TODAY,
                actor=cast.director.actor(), at=now,
            )  # fmt: skip
        role = {"kind": Kind.ROLE, "role": "squad_leader"}
        for guard in guards[:3]:
            commands.appoint(
                person_id=guard.pk, post="patrol_guard", start=TODAY,
                actor=cast.director.actor(), at=now, **role,
            )  # fmt: skip
        assert [count.held for count in counts_of(cast, binding.clause)] == [3]
        assert warned_by(cast, guards[3], "patrol_guard", **role) == {binding.clause}

    prove("test_a_role_is_filled_by_as_many_as_the_plan_says", scenario, cast=cast, at=now)


def test_the_page_shows_each_number_with_its_clause(cast: Cast, clock):
    page = cast.director.client.get("/people/organisation/").content.decode()
    assert "方案要求的人数和实有人数" in page
    assert "C5.1.2-04" in page


def test_nobody_is_warned_while_a_place_is_free(cast: Cast, now):
    guard = newcomer(cast, "G9")
    commands.appoint(
        person_id=guard.pk, post="patrol_guard", start=TODAY, actor=cast.director.actor(), at=now
    )
    (count,) = counts_of(cast, "C5.1.2-04")
    assert (count.planned, count.held) == (22, 2)
