"""Beginning a shift that nobody hands over, and writing into a log."""

from dataclasses import dataclass
from datetime import datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import queries, rules
from dayuan.services.handover.commands.counting import Signed, begun, log_of, read, tally
from dayuan.services.handover.models import Handover, LogEntry, ShiftLog
from dayuan.services.handover.queries.mine import asker_of
from dayuan.services.handover.states import SHIFT
from dayuan.work import queries as work

SUBJECT = "handover.shift"
BEGIN = declare("handover.shift.begin", "开始一班", "A shift was begun", personal=("why",))
WRITE = declare("handover.entry.write", "记值班日志", "The log was written")


@command
def begin_shift(*, group: str, signed: Signed, actor: Actor, at: datetime) -> ShiftLog:
    """Begin a shift that nobody hands over: what is there is counted by whoever begins it."""
    permissions.require(actor, "handover.shift.keep")
    found = queries.group_of(actor.site_id, group)
    turn = _turn(actor, found, signed.why, at)
    _nobody_waits(actor, group, at)
    items = {item.pk for item in queries.open_items(actor.site_id, group)}
    refuse_if(
        (
            *rules.count_problems(found.things, signed.counts, {}),
            *rules.seen_problems(items, signed.items, rules.ITEMS_CHANGED),
            *secret_problems(signed.why),
        )
    )
    made = begun(found, turn, actor=actor, at=at)
    if made is None:
        raise Refused(rules.ALREADY_BEGUN)
    transitions.begin(made, machine=SHIFT, actor=actor, at=at)
    handover = Handover.objects.create(
        site_id=actor.site_id,
        taken=made,
        signed_at=at,
        signed_by_id=actor.person_id or 0,
        signed_why=signed.why.strip(),
    )
    tally(handover, found, signed.counts)
    read(made, items, actor=actor, at=at)
    log.record(
        BEGIN, actor=actor, at=at, subject=SUBJECT, ids=[made.pk],
        details={"group": group, "shift": turn.code}, personal={"why": signed.why.strip()},
    )  # fmt: skip
    return made


def _turn(actor: Actor, group: queries.Group, why: str, at: datetime) -> rules.Turn:
    """Return the shift somebody begins; refused where it is not his, or was begun already."""
    near = queries.stretches_of(actor.site_id, [group], since=at, until=at, at=at)[group.code]
    refuse_if(rules.begin_problems(asker_of(actor, why), rules.standing(near, at)))
    zone = sites.zone(actor.site_id)
    turn = rules.turn_for(group.plan, at, zone, stretches=near, person_id=actor.person_id or 0)
    if turn is None:
        raise Refused(rules.NO_TIMES)
    if log_of(group, turn, actor.site_id) is not None:
        raise Refused(rules.ALREADY_BEGUN)
    return turn


def _nobody_waits(actor: Actor, group: str, at: datetime) -> None:
    here = next((one for one in queries.mine(actor, at=at) if one.group.code == group), None)
    if here is not None and here.waits is not None:
        raise Refused(rules.TAKE_OVER_INSTEAD)


@dataclass(frozen=True)
class Line:
    """What is written into a log: words, when, where, a case by number, the line it corrects."""

    words: str
    happened: datetime | None = None
    place: str = ""
    number: str = ""
    corrects: int | None = None


@command
def write_entry(*, log_id: int, line: Line, actor: Actor, at: datetime) -> LogEntry:
    """Write a line into the log of a shift; a wrong line is corrected by another that names it."""
    permissions.require(actor, "handover.shift.keep")
    found = queries.get_for(actor, log_id)
    refuse_if(write_problems(found, actor, at))
    happened = line.happened or at
    refuse_if(
        (
            *rules.words_problems(line.words, line.place),
            *rules.time_problems(happened, start=min(found.start, found.taken_at), at=at),
        )
    )
    made = LogEntry.objects.create(
        log=found, at=happened, written_at=at, by_id=actor.person_id or 0, words=line.words.strip(),
        place=line.place.strip(), case_id=_case(actor, line.number),
        corrects_id=_corrected(found, line.corrects),
    )  # fmt: skip
    log.record(
        WRITE, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        details={"entry": made.pk, **({"corrects": line.corrects} if line.corrects else {})},
    )  # fmt: skip
    return made


def write_problems(found: ShiftLog, actor: Actor, at: datetime) -> Problems:
    """Return why the actor may not write into a log now; the page asks here."""
    group = queries.group_of(actor.site_id, found.group)
    until = max(at, found.end)
    near = queries.stretches_of(actor.site_id, [group], since=found.start, until=until, at=at)
    out = rules.outgoing(
        near[group.code], start=found.start, end=found.end, named=[found.holder_id]
    )
    now = rules.standing(near[group.code], at) if found.start <= at < found.end else ()
    return rules.write_problems(asker_of(actor), out, now, state=found.state)


def _case(actor: Actor, number: str) -> int | None:
    """Return the case of a number, of those one may know of."""
    if not number.strip():
        return None
    rows = work.visible_to(actor).filter(number=number.strip().upper())
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Refused(rules.NO_SUCH_CASE)
    return found


def _corrected(found: ShiftLog, entry_id: int | None) -> int | None:
    if entry_id is None:
        return None
    if not LogEntry.objects.filter(log=found, pk=entry_id).exists():
        raise Refused(rules.NO_SUCH_ENTRY)
    return entry_id
