"""What comes by labels from people without an account, and what the desk does with it.

Over a limit nothing is refused: the report is kept as it came and waits until
somebody at the desk accepts it or sets it aside with a reason.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import commands as attachments
from dayuan.platform.attachments import queries as files
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.reference.sites import queries as sites
from dayuan.resources.equipment.queries import Standing, by_token, one_at_a_time
from dayuan.services.desk import rules
from dayuan.services.desk.commands import reactions, requests
from dayuan.services.desk.models import OutsideReport, Request, Trace
from dayuan.services.desk.queries import outside as queries
from dayuan.services.desk.states import OUTSIDE

RECEIVED = declare("desk.outside.receive", "扫码报事", "A report by a label")
RELEASED = declare("desk.outside.release", "受理扫码报事", "Accept a report by a label")
SET_ASIDE = declare(
    "desk.outside.set_aside", "不受理扫码报事", "Set reports by labels aside", personal=("reason",)
)
CLEARED = declare("desk.outside.clear", "清除扫码报事的内容", "Clear a report set aside")

#: What the log says these entries are about: no door stands before it, no word stands in it.
_SUBJECT = "desk.outside_report"
#: Reports that are set aside in one go.
TOGETHER_MOST = 100
#: Photos that wait for the desk at one site; beyond them words are kept without photos.
PHOTOS_HELD_MOST = 300


@dataclass(frozen=True)
class Arrival:
    """What somebody without an account sends; ``device`` and ``address`` are counted, not kept."""

    token: str
    #: The number of the form: whatever is sent again under it is the same report.
    once: str
    category: str
    description: str = field(default="", repr=False)
    caller_name: str = field(default="", repr=False)
    caller_phone: str = field(default="", repr=False)
    device: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@command
def receive(
    *, arrival: Arrival, files: Iterable[Accepted] = (), actor: Actor, at: datetime
) -> OutsideReport:
    """Take a report that came by a label: a request at once, or held where there are many.

    The same form sent twice makes one report. Its photos are for the desk until the
    request is sent out.
    """
    permissions.require(actor, queries.RECEIVE)
    standing = _standing(arrival, actor)
    refuse_if(_problems(arrival, standing))
    try:
        with transaction.atomic():
            made = _begun(arrival, actor, at)
    except IntegrityError:
        # Sent twice: whoever was faster has made the report.
        if (already := queries.by_once(arrival.once)) is None:
            raise
        return already
    over = _first_over(arrival, actor, at)
    _keep_photos(made, files, over=over, actor=actor, at=at)
    log.record(
        RECEIVED, actor=actor, at=at, subject=_SUBJECT, ids=[made.pk],
        details={"label": standing.label_id, "category": made.category, "over": over},
    )  # fmt: skip
    if over:
        _hold(made, arrival, over, actor, at)
    else:
        _accept(made, "accept", standing, arrival, actor=actor, at=at)
    return made


@command
def release(*, outside_id: int, actor: Actor, at: datetime) -> Request:
    """Accept a held report: it becomes a request like any other, counted from now."""
    permissions.require(actor, queries.DECIDE)
    found = queries.outside_for(actor, outside_id)
    standing = queries.standing_of(found)
    kept = Arrival(
        token="", once="", category=found.category, description=found.description,
        caller_name=found.caller_name, caller_phone=found.caller_phone,
    )  # fmt: skip
    made = _accept(found, "release", standing, kept, actor=actor, at=at)
    log.record(
        RELEASED, actor=actor, at=at, subject=_SUBJECT, ids=[found.pk],
        details={"label": standing.label_id, "case": made.pk},
    )  # fmt: skip
    return made


@command
def set_aside(*, outside_ids: Collection[int], reason: str, actor: Actor, at: datetime) -> int:
    """Set held reports aside, with one reason for all; return how many.

    What somebody else has decided on meanwhile stays as it is.
    """
    permissions.require(actor, queries.DECIDE)
    wanted = sorted(set(outside_ids))[:TOGETHER_MOST]
    rows = queries.outside_visible_to(actor).filter(pk__in=wanted, state="held")
    found = list(rows.order_by("pk"))
    if not found:
        raise Refused(rules.NONE_TICKED)
    for one in found:
        transitions.move(
            one, machine=OUTSIDE, act="set_aside", actor=actor, at=at, reason=reason,
            decided_at=at, decided_by=actor.key,
        )  # fmt: skip
    log.record(
        SET_ASIDE, actor=actor, at=at, subject=_SUBJECT, ids=[one.pk for one in found],
        personal={"reason": reason.strip()},
    )  # fmt: skip
    return len(found)


@command
def clear(*, outside_id: int, actor: Actor, at: datetime) -> None:
    """Take away what is left of a report that was set aside, or ended unsent, long ago.

    What was typed of it goes, and the photos that nobody but the desk has seen.
    """
    permissions.require(actor, queries.CLEAR)
    over = Q(state="set_aside") | queries.never_sent_out()
    rows = OutsideReport.objects.filter(over, site_id=actor.site_id, pk=outside_id)
    if rows.filter(cleared_at__isnull=True).update(
        description="", caller_name="", caller_phone="", cleared_at=at
    ) != 1:  # fmt: skip
        raise Refused(hidden=True)
    for one in files.of_owner(actor, queries.KIND, outside_id):
        attachments.remove(attachment_id=one.pk, actor=actor, at=at)
    log.record(CLEARED, actor=actor, at=at, subject=_SUBJECT, ids=[outside_id])


def forget_traces(*, before: datetime, most: int = 5000) -> int:
    """Delete what is too old to count, so many at a time; return how many."""
    old = Trace.objects.filter(at__lte=before).order_by("at").values_list("pk", flat=True)
    return Trace.objects.filter(pk__in=list(old[:most])).delete()[0]


# --- inside -------------------------------------------------------------------------------


def _standing(arrival: Arrival, actor: Actor) -> Standing:
    standing = by_token(arrival.token)
    if standing is None or (standing.site_id, standing.label_id) != (actor.site_id, actor.label_id):
        raise Refused(rules.OTHER_LABEL)
    if not standing.valid:
        raise Refused(rules.LABEL_IS_OVER)
    return standing


def _problems(arrival: Arrival, standing: Standing) -> Problems:
    plan = sites.plan_of(standing.site_id)
    if arrival.category in queries.staff_only(plan):
        return (rules.STAFF_ONLY,)
    return rules.report_problems(
        category=arrival.category,
        categories=plan.handbook.categories,
        place=_place(standing),
        description=rules.words_of(arrival.description),
    )


def _begun(arrival: Arrival, actor: Actor, at: datetime) -> OutsideReport:
    code = rules.status_code(arrival.once)
    made = OutsideReport.objects.create(
        site_id=actor.site_id,
        label_id=actor.label_id or 0,
        category=arrival.category,
        once_digest=rules.digest("once", arrival.once),
        code_digest=rules.digest("link", code),
        received_at=at,
    )
    transitions.begin(made, machine=OUTSIDE, actor=actor, at=at)
    return made


def _first_over(arrival: Arrival, actor: Actor, at: datetime) -> str:
    """Count this report, and return the first limit that it is over."""
    most = queries.limits(actor.site_id)
    allowed = {
        rules.LABEL: most.label_an_hour,
        rules.DEVICE: most.device_an_hour,
        rules.ADDRESS: most.address_an_hour,
    }
    values = {
        rules.LABEL: str(actor.label_id),
        rules.DEVICE: arrival.device,
        rules.ADDRESS: arrival.address,
    }
    who = {scope: rules.digest(scope, value) for scope, value in values.items() if value}
    # Of two by one label at the same instant the second counts the first.
    one_at_a_time(arrival.token)
    Trace.objects.bulk_create([Trace(who=key, at=at) for key in who.values()])
    counts = {
        scope: queries.counted(key, since=at - rules.WINDOW, most=allowed[scope])
        for scope, key in who.items()
    }
    return rules.first_over(counts, allowed)


def _keep_photos(
    made: OutsideReport, given: Iterable[Accepted], *, over: str, actor: Actor, at: datetime
) -> None:
    wanted = list(given)
    if over and wanted and queries.photos_held(made.site_id) >= PHOTOS_HELD_MOST:
        return
    for one in wanted:
        attachments.attach(
            accepted=one, owner_kind=queries.KIND, owner_id=made.pk, actor=actor, at=at
        )
    made.photos = len(wanted)
    OutsideReport.objects.filter(pk=made.pk).update(photos=made.photos)


def _hold(made: OutsideReport, arrival: Arrival, over: str, actor: Actor, at: datetime) -> None:
    first = not OutsideReport.objects.filter(site_id=made.site_id, state="held").exists()
    transitions.move(
        made, machine=OUTSIDE, act="hold", actor=actor, at=at, over=over,
        description=arrival.description.strip(), caller_name=arrival.caller_name.strip(),
        caller_phone=arrival.caller_phone.strip(),
    )  # fmt: skip
    if first:
        # A burst is told once: the desk's list has the rest.
        outbox.publish("desk.outside_held", at=at, site_id=made.site_id, outside=made.pk)


def _accept(
    found: OutsideReport,
    act: str,
    standing: Standing,
    kept: Arrival,
    *,
    actor: Actor,
    at: datetime,
) -> Request:
    made = requests.report(
        report=requests.Report(
            category=kept.category,
            place=_place(standing),
            description=rules.words_of(kept.description),
            caller_name=kept.caller_name,
            caller_phone=kept.caller_phone,
        ),
        actor=queries.actor_of(standing, at=at),
        at=at,
    )
    by = None if actor.is_outside else actor.key
    transitions.move(
        found, machine=OUTSIDE, act=act, actor=actor, at=at, request_id=made.pk,
        description="", caller_name="", caller_phone="", decided_at=at if by else None,
        decided_by=by or "",
    )  # fmt: skip
    if made.dispatched_at is not None:
        # A plan without a step for sending out has sent it already.
        reactions.pass_photos_on(made)
    return made


def _place(standing: Standing) -> str:
    where = standing.where.zh if standing.where is not None else ""
    return rules.place_of(title=standing.title.zh, where=where)
