"""The parts of the plan that have a page of their own, with how much stands in each."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy, ngettext

from dayuan.handbook.compiled import Compiled
from dayuan.platform.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Part:
    """A door to one part of the plan."""

    label: Any
    url: str
    icon: str
    note: str


#: (page, label, icon, the handbook's sections that are shown there)
_PARTS = (
    ("plan:playbooks", gettext_lazy("Playbooks"), "list-details", ("playbooks",)),
    ("plan:decisions", gettext_lazy("Decisions on unclear places"), "gavel", ("decisions",)),
    ("plan:settings", gettext_lazy("Values the site may change"), "settings", ("settings",)),
    (
        "plan:posts",
        gettext_lazy("Posts and shifts"),
        "sitemap",
        ("posts", "shift_plans", "leave_kinds"),
    ),
    (
        "plan:services",
        gettext_lazy("Services and indicators"),
        "star",
        ("services", "kpis", "categories"),
    ),
    (
        "plan:property",
        gettext_lazy("Property and equipment"),
        "building",
        ("property", "equipment"),
    ),
    (
        "plan:levels",
        gettext_lazy("Levels of guests and security"),
        "shield",
        ("levels", "security_table"),
    ),
    ("plan:routing", gettext_lazy("Petition routing"), "arrows-exchange", ("petition_routing",)),
    ("plan:confidentiality", gettext_lazy("Code of confidentiality"), "lock", ("confidentiality",)),
)
#: Pages of other modules that belong beside these, with the verb that opens them.
_ELSEWHERE = (("people:organisation", gettext_lazy("Organisation"), "users", "people.person.view"),)


def of(plan: Compiled, actor: Actor) -> list[Part]:
    """Return the parts that this plan has; a plan without petitions shows no routing."""
    shown = [_part(plan, *one) for one in _PARTS if _count(plan, one[3])]
    return [*shown, *_elsewhere(actor)]


def _part(plan: Compiled, page: str, label: Any, icon: str, sections: tuple[str, ...]) -> Part:
    number = _count(plan, sections)
    note = ngettext("%(number)d entry", "%(number)d entries", number) % {"number": number}
    return Part(label, reverse(page), icon, note)


def _count(plan: Compiled, sections: tuple[str, ...]) -> int:
    return sum(len(getattr(plan.handbook, section)) for section in sections)


def _elsewhere(actor: Actor) -> list[Part]:
    found = []
    for page, label, icon, verb in _ELSEWHERE:
        try:
            url = reverse(page)
        except NoReverseMatch:
            continue
        if actor.holds(verb):
            found.append(Part(label, url, icon, ""))
    return found
