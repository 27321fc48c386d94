"""What a visitor's pages show: kinds as tiles, and how a report stands in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.text import Text
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import queries as sites
from dayuan.resources.equipment.queries import Standing
from dayuan.services.desk import rules
from dayuan.services.desk.queries import outside
from dayuan.services.desk.queries.outside import Course


@dataclass(frozen=True, slots=True)
class Tile:
    """One kind to be chosen."""

    code: str
    title: Text | str
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds under one heading; one group stands open."""

    title: Text
    icon: str
    tiles: Sequence[Tile]
    open: bool


def groups(standing: Standing, chosen: str) -> list[Group]:
    """Return the plan's kinds as a label offers them.

    A piece of equipment has the kind of its system chosen already, where the plan has one.
    """
    plan = sites.plan_of(standing.site_id)
    found, shut = plan.handbook.categories, outside.staff_only(plan)
    chosen = chosen or _kind_of(plan, standing)
    parents = {code: one.parent for code, one in found.items()}
    roots = [code for code, one in found.items() if not one.parent and code not in shut]
    inside = {
        root: [c for c in parents if c not in shut and rules.below(c, parents)[-1] == root]
        for root in roots
    }
    first = next((root for root in roots if chosen in inside[root]), next(iter(roots), ""))
    return [
        Group(
            found[root].title.text,
            _sign(plan, root),
            [
                _tile(plan, code, root=root, chosen=chosen)
                for code in _unsure_last(root, inside[root])
            ],
            open=root == first,
        )
        for root in roots
    ]


def _kind_of(plan: Compiled, standing: Standing) -> str:
    if not standing.system:
        return ""
    rows = plan.handbook.categories.items()
    return next((code for code, one in rows if one.equipment_system == standing.system), "")


def _unsure_last(root: str, codes: Sequence[str]) -> list[str]:
    return [*(code for code in codes if code != root), root]


def _tile(plan: Compiled, code: str, *, root: str, chosen: str) -> Tile:
    if code == root:
        return Tile(code, _("Not sure which"), "help", chosen == code)
    return Tile(code, plan.handbook.categories[code].title.text, _sign(plan, code), chosen == code)


def _sign(plan: Compiled, code: str) -> str:
    found = plan.handbook.categories
    named = (found[one].sign for one in rules.below(code, {c: o.parent for c, o in found.items()}))
    sign = next((one for one in named if one), None)
    return f"sign-{sign}" if sign else "dots"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a report: what, and when."""

    says: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """How a report stands now, in words that need no explaining, and how it came to that."""

    says: str
    more: str
    tone: Tone
    icon: str
    steps: Sequence[Step]


def course(found: Course) -> Shown:
    """Return how a report stands."""
    words = _words()
    says, more, tone, icon = words.get(found.state, words["reported"])
    steps = [Step(words.get(state, words["reported"])[0], at) for state, at in found.steps]
    return Shown(says, more, tone, icon, list(reversed(steps)))


def _words() -> dict[str, tuple[str, str, Tone, str]]:
    waiting, in_hand, done = Tone.WAITING, Tone.IN_HAND, Tone.DONE
    nothing = ""
    return {
        "received": (_("Received"), nothing, waiting, "inbox"),
        "held": (
            _("Received, the front desk looks at it first"),
            _("Many reports came at once. Nothing is lost."),
            Tone.SOON, "inbox",
        ),
        "reported": (
            _("Received"), _("The front desk is going to send somebody."), waiting, "inbox",
        ),
        "dispatched": (
            _("Sent to somebody"), _("The post that mends it has been told."), in_hand, "send",
        ),
        "in_hand": (_("Somebody is at it"), nothing, in_hand, "tool"),
        "paused": (
            _("Stands still for now"), _("It goes on, for example when a part is here."),
            waiting, "player-pause",
        ),
        "to_check": (
            _("Done, being checked"), _("Somebody else looks whether it is good."),
            in_hand, "clipboard-check",
        ),
        "to_visit": (
            _("Done and checked"), _("Whoever left a number is asked whether it is good."),
            done, "circle-check",
        ),
        "closed": (_("Done"), _("Thank you for telling us."), done, "circle-check"),
        "refused": (
            _("Not done: no permission was given"), _("Please ask at the front desk."),
            waiting, "info-circle",
        ),
        "cancelled": (
            _("Withdrawn"), _("If it is still needed, please tell the front desk."),
            waiting, "info-circle",
        ),
        "set_aside": (
            _("Not taken up"), _("If it is still needed, please tell the front desk."),
            waiting, "info-circle",
        ),
    }  # fmt: skip
