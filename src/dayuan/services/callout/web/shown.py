"""Turning a call-out into what the components draw."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Action, Badge, Column, Fact, Listing, Person, Row, Stat
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.reference.sites import queries as sites
from dayuan.services.callout import queries, rules
from dayuan.services.callout.queries import Call, Callout
from dayuan.services.callout.rules import Member
from dayuan.services.callout.states import CALL, CALLOUT

STOOD = {
    "on_duty": Text("当班", "On duty"),
    "off_duty": Text("不当班", "Off duty"),
    "short_rest": Text("刚下班，没有歇够", "Off duty, too little rest"),
    "away": Text("请假", "On leave"),
}


def badge(found: Callout) -> Badge:
    """Return the state of a call-out."""
    state = CALLOUT.state(found.state)
    running = found.surge_id is not None and found.state == CALLOUT.initial
    return Badge(tone_of(state.tone), _STANDING_BY if running else state.label)


#: Nobody is called out who stands by.
_STANDING_BY = Text("待命", "Stand-by")


def call_badge(call: Call) -> Badge:
    """Return how somebody answered."""
    state = CALL.state(call.state)
    return Badge(tone_of(state.tone), state.label)


def kind(found: Callout) -> str:
    """Return whether it is real, in words."""
    return _("Exercise") if found.exercise else _("Real")


def choices(members: Sequence[Member], site_id: int, zone: tzinfo) -> list[tuple[str, str]]:
    """Return people as boxes to tick: name, post, and honestly how they stand now."""
    plan = sites.plan_of(site_id)
    return [
        (str(one.person_id), f"{one.name} · {title} · {_stands(one, zone)}")
        for one in members
        for title in (words(plan.post_title(one.post)),)
    ]


def _stands(one: Member, zone: tzinfo) -> str:
    parts = [words(STOOD[one.standing])]
    if one.since is not None:
        said = _("until %(time)s") if one.standing == "on_duty" else _("since %(time)s")
        parts.append(said % {"time": times.moment(one.since, zone, year=False)})
    if one.next is not None:
        when = times.moment(one.next, zone, year=False)
        parts.append(_("next duty %(time)s") % {"time": when})
    return _(", ").join(parts)


def stats(found: Callout, calls: Sequence[Call]) -> list[Stat]:
    """Return how many were called, come, are there, said no, and gave no answer."""
    count = {code: sum(call.state == code for call in calls) for code in _STATES}
    wanted = "" if found.wanted is None else _("of %(number)s wanted") % {"number": found.wanted}
    return [
        Stat(label=_label("here"), value=count["here"], note=wanted, tone=Tone.DONE),
        Stat(label=_label("coming"), value=count["coming"], tone=Tone.IN_HAND),
        Stat(label=_label("called"), value=count["called"], tone=Tone.WAITING),
        Stat(label=_label("cannot"), value=count["cannot"], tone=Tone.LATE),
        Stat(label=_("Called"), value=len(calls)),
    ]


def _label(state: str) -> str:
    return words(CALL.state(state).label)


_STATES = ("called", "coming", "cannot", "here")


def people(found: Callout, calls: Sequence[Call], request: ActorRequest) -> Listing:
    """Return everybody who was called: the answer, when, and when he came after the order."""
    plan, zone = sites.plan_of(found.site_id), request.site_zone
    columns = [
        Column(_("Person"), "what"), Column(_("State"), "state"), Column(_("Post"), "where"),
        Column(_("Called at")), Column(_("Answered at")),
        Column(_("Here at"), "until"), Column(_("Remarks"), "where"),
    ]  # fmt: skip
    may_note = found.state == CALLOUT.initial and request.actor.holds(queries.ORDER)
    return Listing(
        caption=_("Who was called"), columns=columns,
        rows=[
            Row(
                cells=[
                    Person(call.person.name), call_badge(call), plan.post_title(call.post),
                    _clock(call.called_at, zone), _clock(call.answered_at, zone),
                    _after(call.arrived_at, found, zone), remarks(call),
                ],
                url=reverse("callout:note", args=[call.pk]) if may_note else "",
            )
            for call in calls
        ],
    )  # fmt: skip


def _clock(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at else ""


def _after(at: datetime | None, found: Callout, zone: tzinfo) -> str:
    """Return when somebody came, and how long after the order."""
    if at is None:
        return ""
    after = times.length(max(at, found.ordered_at) - found.ordered_at)
    return _("%(time)s, %(length)s after the order") % {"time": _clock(at, zone), "length": after}


def remarks(call: Call, *, reasons: bool = True) -> str:
    """Return how somebody stood when called, why he cannot, and who wrote it for him."""
    parts = [words(STOOD.get(call.stood, Text(call.stood, call.stood)))]
    if call.why and reasons:
        parts.append(call.why)
    writer = call.arrived_by or call.answered_by
    if writer is not None and writer.pk != call.person_id:
        parts.append(_("noted by %(name)s") % {"name": writer.name})
    return " · ".join(parts)


def head(found: Callout, request: ActorRequest) -> shapes.Head:
    """Return the head of a call-out's page."""
    actions = _actions(found, request)
    return shapes.Head(
        title=queries.name_of(found),
        number=times.moment(found.ordered_at, request.site_zone),
        badge=badge(found),
        next=actions[0] if actions else None,
        others=[*actions[1:], *documents.actions(request.actor, "callout.callout", found.pk)],
    )


def _actions(found: Callout, request: ActorRequest) -> list[Action]:
    if found.state != CALLOUT.initial or not request.actor.holds(queries.ORDER) or found.surge:
        return []
    return [
        Action(
            label=_("Call further people"), icon="phone",
            url=reverse("callout:further", args=[found.pk]),
        ),
        Action(
            label=_("End the call-out"), icon="player-stop",
            url=reverse("callout:end", args=[found.pk]),
        ),
    ]  # fmt: skip


def facts(found: Callout) -> list[Fact]:
    """Return why, where to, who ordered it, and how it ended."""
    told: list[tuple[str, object]] = [
        (_("Why"), found.reason),
        (_("Where to gather"), found.gather),
        *([] if found.surge else [(_("Real or exercise"), kind(found))]),
        (_("Ordered by"), [Person(found.ordered_by.name), found.ordered_at]),
    ]
    if found.within is not None:
        told.append((_("To be there within"), within(found)))
    if found.told_at is not None:
        told.append((_("Told of missing answers"), found.told_at))
    if found.ended_at is not None:
        told.append((_("Ended by"), ended(found.ended_by, found.ended_at)))
        told.append((_("How it ended"), outcome(found)))
    return [Fact(label=label, value=value) for label, value in told]


def ended(who: object | None, at: datetime) -> list[object]:
    """Return who ended something and when; the program does where its time was over."""
    return [_("The program") if who is None else Person(str(who)), at]


def outcome(found: Callout) -> str:
    """Return how it ended, in the words of whoever ended it or in the program's own."""
    ended_itself = found.ended_at is not None and found.ended_by_id is None
    return words(rules.TIME_OVER) if ended_itself else found.outcome


def within(found: Callout) -> str:
    """Return within how many minutes of the order people are wanted; empty where nobody said."""
    return "" if found.within is None else _("%(n)s minutes") % {"n": found.within}


def rows(found: Sequence[Callout], zone: tzinfo) -> Listing:
    """Return call-outs as a list: when, which squad, why, how it stands."""
    columns = [
        Column(_("Ordered at"), "what"), Column(_("State"), "state"), Column(_("Squad"), "where"),
        Column(_("Real or exercise"), "where"), Column(_("Why"), "where"),
    ]  # fmt: skip
    return Listing(
        caption=_("Call-outs"), columns=columns,
        rows=[
            Row(
                cells=[
                    times.moment(one.ordered_at, zone), badge(one),
                    queries.name_of(one), "" if one.surge else kind(one), one.reason,
                ],
                url=reverse("callout:one", args=[one.pk]),
            )
            for one in found
        ],
    )  # fmt: skip
