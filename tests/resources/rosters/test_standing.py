"""What the database is asked about stand-ins is what the duty list answers."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from dayuan.reference.people.models import Appointment, Kind
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.models import Site
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.models import Attendance, Duty
from tests.cast import JOINED, NOW, Cast
from tests.permissions.world import undone

STAFF = (
    "director", "deputy", "dispatcher", "checker", "supervisor", "technician", "colleague",
    "electrician", "captain", "guard", "cleaner",
)  # fmt: skip
#: What was noted of a duty: nothing, or a state, whether he came, after how many hours he left.
NOTED = (
    None,
    None,
    ("here", True, None),
    ("absent", False, None),
    ("left", True, 1),
    ("left", True, 5),
)


def by_the_door(cast: Cast, part: str) -> set[str]:
    """Return the posts a part answers for by the conditions of the door."""
    asked = queries.standing_in(cast.members[part].actor())
    here = Site.objects.filter(pk=cast.site.pk)
    return {post for post, answers in asked.items() if here.filter(answers).exists()}


def by_the_list(cast: Cast, part: str) -> set[str]:
    """Return the posts a part answers for by the duty list, beside the own ones."""
    actor = cast.members[part].actor()
    posts = [
        post
        for post, one in sites.plan_of(cast.site.pk).handbook.posts.items()
        if set(one.alternates) & set(actor.posts) and post not in actor.posts
    ]
    held = queries.holdings(cast.site.pk, posts, NOW)
    me = cast.members[part].person.pk
    return {post for post, holding in held.items() if me in {p.pk for p in holding.persons}}


def stir(cast: Cast, chance: Random) -> None:
    """Give posts to other people, take some away, and write a duty list with holes."""
    plan = sites.plan_of(cast.site.pk).handbook.posts
    for row in Appointment.objects.filter(site=cast.site).order_by("pk"):
        if chance.random() < 0.3:
            row.post = chance.choice(sorted(plan))
            row.save()
    for part in chance.sample(STAFF, 7):
        start = NOW + timedelta(hours=chance.choice((-20, -12, -3, 3)))
        duty = Duty.objects.create(
            site=cast.site, post=chance.choice(sorted(plan)), person=cast.members[part].person,
            start=start, end=start + timedelta(hours=chance.choice((6, 14))),
            day=queries.day_of(cast.site.pk, start), planned_at=NOW, planned_by="system:tests",
        )  # fmt: skip
        if (noted := chance.choice(NOTED)) is not None:
            state, came, left = noted
            Attendance.objects.create(
                site=cast.site, duty=duty, state=state, noted_at=NOW, noted_by="system:tests",
                came_at=start if came else None,
                left_at=start + timedelta(hours=left) if left is not None else None,
            )  # fmt: skip
    for part in chance.sample(STAFF, 3):
        post = chance.choice(sorted(plan))
        Appointment.objects.create(
            site=cast.site, person=cast.members[part].person, post=post, kind=Kind.ACTING,
            start=JOINED, made_at=NOW, made_by="system:tests",
        )  # fmt: skip


def test_the_door_and_the_duty_list_answer_alike_in_any_disorder(cast):
    answered = 0
    for seed in range(10):
        with undone():
            stir(cast, Random(seed))  # noqa: S311 - it stirs, it keeps no secret
            for part in STAFF:
                wanted = by_the_list(cast, part)
                assert by_the_door(cast, part) == wanted, (seed, part)
                answered += len(wanted)
    assert answered > 20


def test_whoever_is_no_alternate_asks_nothing(cast):
    assert queries.standing_in(cast.guard.actor()) == {}
    assert queries.standing_in(cast.liaison.actor()) == {}


@pytest.mark.django_db
def test_asking_costs_nothing_before_the_door_is_opened(cast, django_assert_num_queries):
    actor = cast.deputy.actor()
    with transaction.atomic(), sites.reading.one_reading():
        sites.plan_of(cast.site.pk)
        with django_assert_num_queries(0):
            assert queries.standing_in(actor)
