"""What search finds in the plan: its clauses, the decisions, the playbooks and the posts.

They are parts of a revision and no rows. A revision never changes, so that a part is known
by its revision and its place in it; what stands first in the plan has the highest number, as
search puts the highest number first.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayuan.handbook.compiled import natural
from dayuan.handbook.schema import Clause, Decision, Playbook
from dayuan.handbook.schema.organisation import Post
from dayuan.insight.queries.outline import Outline, outline_of
from dayuan.insight.web import links
from dayuan.kernel.text import Text
from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites

#: More parts of a kind than any plan has.
_MOST = 2**20
#: Longer words of the plan are cut in results, and shown around what answered.
_LONG = 48


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the plan: what it is called, its number, and what else it says."""

    title: Text
    number: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """One kind of part: the codes in their order, a part by its code, and its page."""

    codes: Callable[[Outline], Sequence[str]]
    one: Callable[[Outline, str], Found]
    url: Callable[[str], str]

    def ids(self, last: int, most: int) -> list[int]:
        """Return the numbers of the parts of every plan that runs, after one, in order."""
        known = [pk for revision in sites.running() for pk in self.of_revision(revision)]
        return [pk for pk in known if pk > last][:most]

    def of_site(self, site_id: int) -> Collection[int]:
        """Return the numbers of the parts of the plan that a site runs now."""
        return self.of_revision(sites.revision_id(site_id))

    def of_revision(self, revision: int) -> Collection[int]:
        """Return the numbers of a revision's parts, in order."""
        after = (revision + 1) * _MOST
        return range(after - len(self.codes(_outline(revision))), after)

    def said(self, ids: Collection[int]) -> dict[int, Said]:
        """Return what those of the parts are found by that are of a plan that runs."""
        running = sites.running()
        return {
            pk: Said(running[revision], one.title.zh or one.title.en, one.number, one.more)
            for pk, revision, _code, one in self.read(ids)
            if revision in running
        }

    def shown(self, found: Mapping[int, Read]) -> list[Hit]:
        """Return the parts as results show them."""
        return [_hit(pk, one, self.url(code)) for pk, _revision, code, one in self.read(found)]

    def read(self, ids: Iterable[int]) -> Iterable[tuple[int, int, str, Found]]:
        """Yield parts by their numbers, each with its revision and code."""
        for revision, some in groupby(sorted(ids), key=lambda pk: pk // _MOST):
            outline = _outline(revision)
            codes = self.codes(outline)
            for pk in some:
                if (place := _MOST - 1 - pk % _MOST) < len(codes):
                    yield pk, revision, codes[place], self.one(outline, codes[place])


def _outline(revision: int) -> Outline:
    return outline_of(plans.compiled(revision))


def _hit(pk: int, one: Found, url: str) -> Hit:
    title = one.title.in_language(get_language() or "zh-hans")
    told = " ".join(one.more)
    if len(title) > _LONG:
        title, told = f"{title[:_LONG]}…", f"{title} {told}"
    return Hit(pk, title, url, one.number, told=told)


def _clause(outline: Outline, code: str) -> Found:
    one: Clause = outline.plan.handbook.clauses[code]
    section = outline.plan.handbook.sections[one.section].title.text
    quote = one.quote if one.reads else ""
    return Found(Text(one.reads or one.quote, one.en), code, _said(quote, one.en, section.zh))


def _decision(outline: Outline, code: str) -> Found:
    one: Decision = outline.plan.handbook.decisions[code]
    title, issue, says = one.title.text, one.issue.text, one.decision.text
    return Found(title, code, _said(title.en, says.zh, issue.zh, says.en, issue.en))


def _playbook(outline: Outline, code: str) -> Found:
    one: Playbook = outline.plan.handbook.playbooks[code]
    return Found(one.title.text, "", _said(one.title.text.en))


def _post(outline: Outline, code: str) -> Found:
    one: Post = outline.plan.handbook.posts[code]
    return Found(one.title.text, "", _said(one.title.text.en))


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _codes(section: str) -> Callable[[Outline], Sequence[str]]:
    def codes(outline: Outline) -> Sequence[str]:
        return sorted(getattr(outline.plan.handbook, section), key=natural)

    return codes


def _source(kind: str, label: "str | Promise", icon: str, order: int, parts: Parts) -> Source:
    return Source(
        kind=kind, label=label, icon=icon, verb="plans.revision.view", order=order, rows=None,
        reads=(), said=parts.said, ids=parts.ids, shown=parts.shown, subject="sites.site",
        parts=parts.of_site,
    )  # fmt: skip


def _page(name: str) -> Callable[[str], str]:
    return lambda code: reverse(name, args=[code])


SOURCES: tuple[Source, ...] = (
    _source("plans.clause", _("Clauses"), "book-2", 50,
            Parts(lambda outline: outline.clauses, _clause, links.clause)),
    _source("plans.decision", _("Decisions on unclear places"), "scale", 60,
            Parts(_codes("decisions"), _decision, _page("plan:decision"))),
    _source("plans.playbook", _("Playbooks"), "checklist", 70,
            Parts(_codes("playbooks"), _playbook, links.playbook)),
    _source("plans.post", _("Posts"), "id-badge", 80,
            Parts(_codes("posts"), _post, lambda code: links.row("posts", code))),
)  # fmt: skip
