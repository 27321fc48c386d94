"""Noting what somebody has, withdrawing it, and telling once that it runs out."""

from datetime import date, datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.jobs import outbox
from dayuan.reference.people import certifying, entries, events, queries
from dayuan.reference.people.models import Certificate
from dayuan.reference.sites import queries as sites


@command
def note_certificate(
    *,
    person_id: int,
    kind: str,
    since: date,
    actor: Actor,
    at: datetime,
    until: date | None = None,
) -> Certificate:
    """Note that somebody has a certificate over ``[since, until)``: its original was seen.

    What is there stays as it is: to extend it is to note the next one.
    """
    permissions.require(actor, "people.person.manage")
    person = queries.get_for(actor, person_id)
    # Two who note the same at once come one after the other.
    queries.hold_still([person.pk])
    held = queries.certificates(person.site_id, [person.pk]).get(person.pk, ())
    plan = sites.plan_of(person.site_id).handbook
    problems = certifying.note_problems(
        kind, since, until, held=held, side=person.side, plan=plan,
        own=person.pk == actor.person_id,
    )  # fmt: skip
    refuse_if(problems)
    made = Certificate.objects.create(
        site_id=person.site_id, person=person, kind=kind, since=since, until=until, noted_at=at,
        noted_by=actor.key,
    )  # fmt: skip
    days = {"since": since.isoformat(), "until": until.isoformat() if until else ""}
    log.record(
        entries.CERTIFICATE_NOTED, actor=actor, at=at, subject=queries.CERTIFICATE_KIND,
        ids=[made.pk], details={"person": person.pk}, personal={"kind": kind, **days},
    )  # fmt: skip
    return made


@command
def withdraw_certificate(
    *, certificate_id: int, why: str, actor: Actor, at: datetime
) -> Certificate:
    """Withdraw a certificate that was entered wrongly or taken away; it counts no more."""
    permissions.require(actor, "people.person.manage")
    found = queries.certificate_for(actor, certificate_id)
    refuse_if((*certifying.why_problems(why), *secret_problems(why)))
    rows = Certificate.objects.filter(pk=found.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at, withdrawn_by=actor.key):
        raise Refused(_WITHDRAWN)
    log.record(
        entries.CERTIFICATE_WITHDRAWN, actor=actor, at=at, subject=queries.CERTIFICATE_KIND,
        ids=[found.pk], details={"person": found.person_id},
        personal={"kind": found.kind, "why": why.strip()},
    )  # fmt: skip
    return found


@command
def remind_of_certificate(*, certificate_id: int, actor: Actor, at: datetime) -> bool:
    """Tell once, and for ever, that a certificate runs out; return whether it was now."""
    permissions.require(actor, "people.certificate.remind")
    rows = Certificate.objects.filter(
        pk=certificate_id, site_id=actor.site_id, until__isnull=False, withdrawn_at__isnull=True
    )
    if not rows.exists():
        raise Refused(hidden=True)
    if not rows.filter(reminded_at__isnull=True).update(reminded_at=at):
        return False
    outbox.publish(
        events.CERTIFICATE_ENDS, at=at, site_id=actor.site_id, certificate=certificate_id
    )
    log.record(
        entries.CERTIFICATE_REMINDED, actor=actor, at=at, subject=queries.CERTIFICATE_KIND,
        ids=[certificate_id],
    )  # fmt: skip
    return True


_WITHDRAWN = Blocker(
    "people.certificate_withdrawn",
    Text("这一条已经作废。", "This one has been withdrawn already."),
)
