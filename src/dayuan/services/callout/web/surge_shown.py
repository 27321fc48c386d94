"""Turning extra strength into what the components draw."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.periods import Period
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Action, Badge, Column, Fact, Listing, Person, Row
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.callout import queries, rules
from dayuan.services.callout.queries import Draft, LevelHere, Surge, SurgeDuty, SurgeLeave
from dayuan.services.callout.rules import Member
from dayuan.services.callout.states import SURGE
from dayuan.services.callout.web.shown import STOOD, ended

#: Why leave stays in force although the level calls it off.
STAYS = {
    "law": Text("依法不能取消", "the law does not let it be called off"),
    "others": Text("由别人批假，请他决定", "somebody else decides on it; ask there"),
    "own": Text("是您自己的假，请自己撤回", "it is your own; take it back yourself"),
}
#: Why days of leave were not given back.
NOT_BACK = {
    "over": Text("这几天已经过去", "these days are over"),
    "hidden": Text("由别人批假，请他补登", "somebody else decides on it and enters it"),
    "rosters.away_closed": Text("这几天还有别的加强值守", "other extra strength needs these days"),
}


def order_action(found: LevelHere, request: ActorRequest) -> Action | None:
    """Return the button that orders a level."""
    if not request.actor.holds(queries.SURGE):
        return None
    url = reverse("callout:surge_order", args=[found.code])
    return Action(label=_("Order extra strength"), icon="shield", url=url)


def levels(request: ActorRequest) -> list[tuple[LevelHere, Action | None]]:
    """Return the plan's levels, each with the button that orders it."""
    return [(one, order_action(one, request)) for one in queries.levels(request.actor.site_id)]


def badge(found: Surge) -> Badge:
    """Return the state of a surge."""
    state = SURGE.state(found.state)
    return Badge(tone_of(state.tone), state.label)


def rows(found: Sequence[Surge], request: ActorRequest) -> Listing:
    """Return surges as a list."""
    columns = [
        Column(_("Time"), "what"), Column(_("State"), "state"), Column(_("Level"), "where"),
        Column(_("Why"), "where"),
    ]  # fmt: skip
    return Listing(
        caption=_("Extra strength before a visit"), columns=columns,
        rows=[
            Row(
                cells=[
                    times.span(one.start, one.end, request.site_zone), badge(one),
                    queries.level_title(one.site_id, one.level), one.reason,
                ],
                url=reverse("callout:surge", args=[one.pk]),
            )
            for one in found
        ],
    )  # fmt: skip


def days(found: Period) -> str:  # type: ignore[type-arg] # of days
    """Return days, the last one included."""
    last = (found.end or found.start) - timedelta(days=1)
    if last <= found.start:
        return times.day(found.start, year=False)
    return _("%(first)s till %(last)s") % {
        "first": times.day(found.start, year=False), "last": times.day(last, year=False),
    }  # fmt: skip


def leave_choices(draft: Draft, site_id: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Return leave as boxes to tick, and which are ticked: those whose kind the plan knows."""
    choices = []
    for line in draft.lines:
        parts = [line.away.person.name, words(rosters.kind_title(site_id, line.away.kind)),
                 days(line.days)]  # fmt: skip
        if not line.known:
            parts.append(_("kind not known: ask before you tick"))
        choices.append((str(line.away.pk), " · ".join(parts)))
    return choices, [str(line.away.pk) for line in draft.lines if line.known]


def stays(draft: Draft) -> list[str]:
    """Return whose leave stays and why, as sentences."""
    return [f"{one.name} · {days(one.days)} · {words(STAYS[one.why])}" for one in draft.stays]


def standby_choices(
    members: Sequence[Member], site_id: int, zone: tzinfo
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return people as boxes to tick, and which are ticked: neither on duty nor away."""
    plan = sites.plan_of(site_id)
    choices = []
    for one in members:
        parts = [one.name, words(plan.post_title(one.post)), words(STOOD[one.standing])]
        if one.next is not None:
            parts.append(_("from %(time)s") % {"time": times.moment(one.next, zone, year=False)})
        choices.append((str(one.person_id), " · ".join(parts)))
    return choices, [str(one.person_id) for one in members if one.standing == "off_duty"]


def head(found: Surge, request: ActorRequest) -> shapes.Head:
    """Return the head of a surge's page."""
    actions = []
    if found.state == SURGE.initial and request.actor.holds(queries.SURGE):
        actions = [
            Action(
                label=_("Add somebody"), icon="plus",
                url=reverse("callout:surge_duty", args=[found.pk]),
            ),
            Action(
                label=_("End or call off"), icon="player-stop",
                url=reverse("callout:surge_close", args=[found.pk]),
            ),
        ]  # fmt: skip
    return shapes.Head(
        title=_("Extra strength: %(level)s")
        % {"level": words(queries.level_title(found.site_id, found.level))},
        number=times.span(found.start, found.end, request.site_zone),
        badge=badge(found),
        next=actions[0] if actions else None,
        others=actions[1:],
    )


def facts(found: Surge) -> list[Fact]:
    """Return why, who ordered it, how many more each post gets, and how it ended."""
    plan = sites.plan_of(found.site_id)
    told: list[tuple[str, object]] = [
        (_("Why"), found.reason),
        (_("Ordered by"), [Person(found.ordered_by.name), found.ordered_at]),
    ]
    more = [f"{words(plan.post_title(one.post))} +{one.extra}" for one in found.posts.all()]
    if more:
        told.append((_("How many more"), more))
    if found.closed_at is not None:
        why = words(rules.TIME_OVER) if found.closed_by is None else found.closed_why
        told.append((_("Ended by"), ended(found.closed_by, found.closed_at)))
        told.append((_("Why it ended"), why))
    return [Fact(label=label, value=value) for label, value in told]


def leave(found: Sequence[SurgeLeave], *, closed: bool) -> Listing:
    """Return the days of leave that were called off, and what became of them."""
    columns = [Column(_("Person"), "what"), Column(_("State"), "state"), Column(_("Days"), "until")]
    return Listing(
        caption=_("Leave called off"), columns=columns,
        rows=[
            Row(
                cells=[
                    Person(one.away.person.name), _leave_badge(one, closed=closed),
                    days(Period(one.start, one.end)),
                ]
            )
            for one in found
        ],
    )  # fmt: skip


def _leave_badge(one: SurgeLeave, *, closed: bool) -> Badge:
    if one.back_id is not None:
        return Badge(Tone.DONE, _("Given back"))
    if not closed:
        return Badge(Tone.IN_HAND, _("Called off"))
    if one.not_back == "over":
        return Badge(Tone.WAITING, words(NOT_BACK["over"]))
    other = Text("不能补回，请看这个人的假", "could not be given back; look at this person's leave")
    return Badge(Tone.LATE, NOT_BACK.get(one.not_back, other))


def duties(found: Sequence[SurgeDuty], request: ActorRequest) -> Listing:
    """Return the duties that were added, what was let pass and by whom."""
    columns = [
        Column(_("Person"), "what"), Column(_("State"), "state"), Column(_("Post"), "where"),
        Column(_("Time"), "until"), Column(_("Let pass"), "where"),
    ]  # fmt: skip
    plan, zone = sites.plan_of(request.actor.site_id), request.site_zone
    return Listing(
        caption=_("Added duties"), columns=columns,
        rows=[
            Row(
                cells=[
                    Person(one.duty.person.name), _duty_badge(one),
                    plan.post_title(one.duty.post), times.span(one.duty.start, one.duty.end, zone),
                    _passed(one),
                ]
            )
            for one in found
        ],
    )  # fmt: skip


def _passed(one: SurgeDuty) -> list[str] | str:
    said = [words(Text(each["zh"], each["en"])) for each in one.accepted]
    return [_("accepted by %(name)s") % {"name": one.added_by.name}, *said] if said else ""


def _duty_badge(one: SurgeDuty) -> Badge:
    if one.undone:
        return Badge(Tone.DONE, _("Taken off"))
    if one.duty.cancelled_at is not None:
        return Badge(Tone.WAITING, _("Cancelled"))
    return Badge(Tone.IN_HAND, _("Stands on the duty list"))
