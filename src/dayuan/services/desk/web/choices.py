"""What can be chosen when reporting and sending out, in the reader's language."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.plan import Category
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.forms import Suggestion, Tile
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.desk import queries
from dayuan.services.desk.models import Request
from dayuan.services.desk.web import forms
from dayuan.services.desk.web.forms import Choices, Grouped
from dayuan.work import queries as work
from dayuan.work.cards import say

#: So many likely places and kinds stand first under the thumb, and so many registered
#: places are suggested.
_NEAR, _USUAL, _REGISTERED = 8, 3, 120


def offered(actor: Actor, *, by_thumb: bool) -> forms.Offered:
    """Return what the form of a report offers to this actor.

    Whoever reports ``by_thumb`` gets kinds as tiles; what he reported lately, and
    where, stands first.
    """
    plan = sites.plan_of(actor.site_id)
    known = queries.known_places(actor)
    registered = [say(title) for title in sites.titles_in_use(actor, _REGISTERED)]
    if by_thumb:
        own = queries.own_reports(actor)
        near = tuple(dict.fromkeys([*(place for _kind, place in own), *known, *registered]))
        kinds = [*_usual(plan, [kind for kind, _place in own]), *_grouped(plan, _title)]
        return forms.Offered(
            kinds, near=near[:_NEAR], places=_suggested(known, registered),
            tiles={code: _tile(plan, code) for code in plan.handbook.categories},
        )  # fmt: skip
    return forms.Offered(
        _grouped(plan, _category),
        places=_suggested(known, registered),
        callers=tuple(
            Suggestion(name, hint=phone[-4:], fills=phone)
            for name, phone in queries.known_callers(actor)
        ),
    )


def _suggested(*places: Sequence[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(one) for one in dict.fromkeys(chain(*places)))


def _grouped(plan: Compiled, say_of: Callable[[Compiled, str], str]) -> Grouped:
    """Return the categories under their parents.

    A parent may be chosen too: it stands last in its group, for whoever cannot
    tell what is broken.
    """
    found = plan.handbook.categories
    below: dict[str, Choices] = {code: [] for code, one in found.items() if not one.parent}
    for code, category in found.items():
        if category.parent:
            below[_root(found, category)].append((code, say_of(plan, code)))
    return [
        (say(found[code].title.text), [*children, (code, say_of(plan, code))])
        if children
        else (code, say_of(plan, code))
        for code, children in below.items()
    ]


def _root(found: Mapping[str, Category], category: Category) -> str:
    code = category.parent or ""
    while above := found[code].parent:
        code = above
    return code


def _usual(plan: Compiled, kinds: Sequence[str]) -> Grouped:
    """Return what somebody reports most of late as a group of its own."""
    counted = Counter(kind for kind in kinds if kind in plan.handbook.categories)
    usual = [code for code, _n in counted.most_common(_USUAL) if not _is_group(plan, code)]
    return [(_("What you report often"), [(c, _title(plan, c)) for c in usual])] if usual else []


def _is_group(plan: Compiled, code: str) -> bool:
    return any(one.parent == code for one in plan.handbook.categories.values())


def _title(plan: Compiled, code: str) -> str:
    if _is_group(plan, code):
        return _("Not sure which")
    return say(plan.handbook.categories[code].title.text)


def _tile(plan: Compiled, code: str) -> Tile:
    category = plan.handbook.categories[code]
    group = plan.handbook.categories.get(category.parent or "")
    sign = category.sign or (group.sign if group else None)
    icon = "help" if _is_group(plan, code) else f"sign-{sign}" if sign else "tag"
    if category.words == "optional":
        return Tile(icon)
    return Tile(icon, asks="pencil", asks_words=_("wants a few words or a photo"))


def _category(plan: Compiled, code: str) -> str:
    category = plan.handbook.categories[code]
    post = say(plan.post_title(category.responsible))
    if _is_group(plan, code):
        return _("Not sure which of these → %(post)s") % {"post": post}
    goes_to = f"{say(category.title.text)} → {post}"
    if queries.need_to_know(plan, code) is None:
        return goes_to
    return _("%(goes_to)s (only those who handle it see it)") % {"goes_to": goes_to}


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
