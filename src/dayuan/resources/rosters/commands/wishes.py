"""Saying a wish, and taking it away again."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, queries
from dayuan.resources.rosters.commands.away import assert_person
from dayuan.resources.rosters.models import Wish
from dayuan.resources.rosters.rules import away, wishes
from dayuan.resources.rosters.rules.deciding import ASK

_SUBJECT = "rosters.wish"


@command
def say_wish(
    *, first: date, last: date, wanted: bool, shift: str = "", actor: Actor, at: datetime
) -> Wish:
    """Say that one would like to work, or not to work, on some days: one shift or any."""
    permissions.require(actor, ASK)
    person_id = assert_person(actor)
    if last < first:
        raise Refused(away.NO_DAYS)
    days = Period(first, last + timedelta(days=1))
    refuse_if(wish_problems(actor, person_id, days, shift, at=at))
    try:
        with transaction.atomic():
            made = Wish.objects.create(
                site_id=actor.site_id, person_id=person_id, start=first,
                end=last + timedelta(days=1), shift=shift, wanted=wanted, made_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused(wishes.TWICE) from twice
    log.record(entries.WISH, actor=actor, at=at, subject=_SUBJECT, ids=[made.pk])
    return made


@command
def drop_wish(*, wish_id: int, actor: Actor, at: datetime) -> None:
    """Take one's own wish away; nothing is kept of it but that it was there."""
    permissions.require(actor, ASK)
    found = queries.wish_for(actor, wish_id)
    log.record(entries.WISH_DROPPED, actor=actor, at=at, subject=_SUBJECT, ids=[found.pk])
    found.delete()


def wish_problems(
    actor: Actor, person_id: int, days: Period[date], shift: str, *, at: datetime
) -> Problems:
    """Return everything against a wish."""
    today = sites.today(actor.site_id, at)
    known = () if not shift or shift in queries.shifts_of(actor) else (wishes.NO_SHIFT,)
    return (
        *known,
        *wishes.wish_problems(
            days,
            today=today,
            planned=queries.is_planned(person_id, days),
            count=queries.wish_count(person_id, since=today),
        ),
    )
