"""What can be chosen when reporting and sending out, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.plan import Category
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.forms import Suggestion
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.desk import queries
from dayuan.services.desk.models import Request
from dayuan.services.desk.web import forms
from dayuan.services.desk.web.forms import Choices, Grouped
from dayuan.work import queries as work
from dayuan.work.cards import say


def offered(actor: Actor) -> forms.Offered:
    """Return what the form of a report offers to this actor."""
    return forms.Offered(
        categories(actor.site_id),
        places=tuple(Suggestion(place) for place in queries.known_places(actor)),
        callers=tuple(
            Suggestion(name, hint=phone[-4:], fills=phone)
            for name, phone in queries.known_callers(actor)
        ),
    )


def categories(site_id: int) -> Grouped:
    """Return the categories under their parents, each with who will get it.

    A parent may be chosen too: it stands last in its group, for whoever cannot
    tell what is broken.
    """
    plan = sites.plan_of(site_id)
    found = plan.handbook.categories
    below: dict[str, Choices] = {code: [] for code, one in found.items() if not one.parent}
    for code, category in found.items():
        if category.parent:
            below[_root(found, category)].append((code, _category(plan, code, category)))
    return [
        (say(found[code].title.text), [*children, (code, _unsure(plan, found[code]))])
        if children
        else (code, _category(plan, code, found[code]))
        for code, children in below.items()
    ]


def _root(found: Mapping[str, Category], category: Category) -> str:
    code = category.parent or ""
    while above := found[code].parent:
        code = above
    return code


def _category(plan: Compiled, code: str, category: Category) -> str:
    goes_to = f"{say(category.title.text)} → {say(plan.post_title(category.responsible))}"
    if queries.need_to_know(plan, code) is None:
        return goes_to
    return _("%(goes_to)s (only those who handle it see it)") % {"goes_to": goes_to}


def _unsure(plan: Compiled, category: Category) -> str:
    return _("Not sure which of these → %(post)s") % {
        "post": say(plan.post_title(category.responsible))
    }


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts a request can go to, and whether nobody answers for the plan's own choice."""

    choices: Grouped
    nobody_answers: bool


def posts(found: Request, *, at: datetime) -> Posts:
    """Return every post with who is on duty now; the plan's own answer stands first."""
    plan = work.plan_of(found.case)
    holdings = rosters.holdings(found.case.site_id, plan.handbook.posts, at)
    first = plan.responsible(found.category) or ""
    named = {code: _on_duty(plan, holding) for code, holding in holdings.items()}
    others = [(code, text) for code, text in named.items() if code != first]
    if first not in named:
        return Posts([*others], nobody_answers=False)
    return Posts(
        [
            (_("Answers for it by the plan"), [(first, named[first])]),
            (_("Other posts"), others),
        ],
        nobody_answers=holdings[first].vacant,
    )


def _on_duty(plan: Compiled, holding: rosters.Holding[rosters.Person]) -> str:
    title = say(plan.post_title(holding.post))
    if holding.vacant:
        return _("%(post)s: nobody on duty now") % {"post": title}
    names = [person.name for person in holding.persons]
    shown = _("%(first)s and %(n)d more") % {"first": ", ".join(names[:2]), "n": len(names) - 2}
    who = shown if len(names) > 3 else ", ".join(names)
    if holding.via == "alternate":
        stands_in = say(plan.post_title(holding.through))
        return _("%(post)s: %(stand_in)s stands in, %(names)s") % {
            "post": title, "stand_in": stands_in, "names": who,
        }  # fmt: skip
    return _("%(post)s: %(names)s") % {"post": title, "names": who}
