"""A handbook with indexes: what pages and commands ask, answered without a search.

Built once for a digest and then shared by every request of a process, so it is
never changed after it was built.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from dayuan.handbook.digest import digest_of
from dayuan.handbook.schema import Binding, Clause, Decision, Handbook, Step, Who
from dayuan.handbook.schema.organisation import Grant
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.text import Text

Key = TypeVar("Key", str, tuple[str, str | None])
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who may use a verb, and by which source."""

    grants: tuple[Grant, ...]
    posts: tuple[str, ...]
    parties: tuple[str, ...]
    everyone: bool

    @property
    def source(self) -> Source:
        """Return the source of the first grant."""
        return self.grants[0].source.value


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a capability: with which numbers, and who asks for it."""

    parameters: Mapping[str, Any]
    source: Source


@dataclass(frozen=True)
class Compiled:
    """An immutable handbook with its indexes; make it with :meth:`of`."""

    handbook: Handbook
    digest: str
    _steps: Mapping[str, Mapping[str, Step]]
    _playbooks: Mapping[tuple[str, str | None], str]
    _verbs: Mapping[str, frozenset[str]]
    _everyone: frozenset[str]
    _holdings: Mapping[str, Holding]
    _chapters: Mapping[str, tuple[str, ...]]
    _decisions: Mapping[str, tuple[str, ...]]
    _bindings: Mapping[str, tuple[Binding, ...]]
    _by_clause: Mapping[str, tuple[Binding, ...]]

    @classmethod
    def of(cls, handbook: Handbook, *, digest: str | None = None) -> "Compiled":
        """Index a handbook; pass its digest where it is known already.

        Its entries then stand in the plan's order, by row, rank or id, whatever
        the order of the files or of the stored snapshot was; categories stand as
        they were written.
        """
        handbook = _in_plan_order(handbook)
        holdings = _holdings(handbook)
        books = handbook.playbooks
        return cls(
            handbook=handbook,
            digest=digest or digest_of(handbook),
            _steps=_frozen({c: _frozen({s.id: s for s in b.steps}) for c, b in books.items()}),
            _playbooks=_frozen({(b.kind, b.variant): c for c, b in sorted(books.items())}),
            _verbs=_verbs_by_post(handbook, holdings),
            _everyone=frozenset(v for v, held in holdings.items() if held.everyone),
            _holdings=_frozen(holdings),
            _chapters=_frozen({c: _breadcrumb(handbook, c) for c in handbook.sections}),
            _decisions=_decisions_by_clause(handbook),
            _bindings=_grouped((b.capability, b) for b in handbook.bindings),
            _by_clause=_grouped((b.clause, b) for b in handbook.bindings),
        )

    # Playbooks ---------------------------------------------------------------

    def playbook_for(self, kind: str, variant: str | None = None) -> str | None:
        """Return the code of the playbook for a kind and variant.

        A variant without a playbook of its own gets the one that serves all.
        """
        exact = self._playbooks.get((kind, variant))
        return exact if exact is not None else self._playbooks.get((kind, None))

    def steps(self, playbook: str) -> tuple[Step, ...]:
        """Return a playbook's steps in the plan's order; ``KeyError`` if there is none."""
        return self.handbook.playbooks[playbook].steps

    def step(self, playbook: str, step: str) -> Step:
        """Return one step; ``KeyError`` if the playbook or the step does not exist."""
        return self._steps[playbook][step]

    def find_step(self, playbook: str, step: str) -> Step | None:
        """Return one step, or nothing where this plan has none such any more."""
        return self._steps.get(playbook, {}).get(step)

    # People ------------------------------------------------------------------

    def resolve(self, who: Who, *, category: str | None = None) -> tuple[str, ...]:
        """Return the posts that may do it, the first choice first, stand-ins last.

        A role means the posts that hold it, a party the post that speaks with it,
        ``case: responsible`` the post that answers for the category.
        """
        first = self.primary(who, category=category)
        role = self.handbook.roles.get(who.role or "")
        stand_ins = [*(role.alternates if role else ()), *self._alternates_of(first)]
        return tuple(dict.fromkeys((*first, *stand_ins)))

    def primary(self, who: Who, *, category: str | None = None) -> tuple[str, ...]:
        """Return the posts whose own work it is, without stand-ins."""
        if who.post:
            return (who.post,)
        if who.role:
            return self.handbook.roles[who.role].held_by
        if who.party:
            liaison = self.handbook.parties[who.party].liaison
            return (liaison,) if liaison else ()
        responsible = self.responsible(category) if category else None
        return (responsible,) if responsible else ()

    def _alternates_of(self, posts: Iterable[str]) -> list[str]:
        return [code for post in posts for code in self.alternates(post)]

    def responsible(self, category: str) -> str | None:
        """Return the post that answers for a category, or ``None`` if there is no such category."""
        found = self.handbook.categories.get(category)
        return found.responsible if found else None

    def alternates(self, post: str) -> tuple[str, ...]:
        """Return the posts that stand in for a post, in order."""
        found = self.handbook.posts.get(post)
        return found.alternates if found else ()

    def post_title(self, post: str) -> Text:
        """Return a post's title; a post that is gone shows its code."""
        found = self.handbook.posts.get(post)
        return found.title.text if found else Text(post, post)

    # Permissions -------------------------------------------------------------

    def verbs_of(self, posts: Iterable[str]) -> frozenset[str]:
        """Return the verbs that holders of these posts have, everybody's included."""
        return self._everyone.union(*(self._verbs.get(post, frozenset()) for post in posts))

    def verbs_of_party(self, party: str) -> frozenset[str]:
        """Return the verbs that people of an outside party have, by grants that name it."""
        return frozenset(v for v, held in self._holdings.items() if party in held.parties)

    def holding(self, verb: str) -> Holding | None:
        """Return who may use a verb, or ``None`` if nobody may."""
        return self._holdings.get(verb)

    # The plan's text ---------------------------------------------------------

    def clause(self, clause: str) -> Clause:
        """Return a clause; ``KeyError`` if there is none."""
        return self.handbook.clauses[clause]

    def chapter_of(self, clause: str) -> tuple[str, ...]:
        """Return the sections around a clause, the chapter first."""
        return self._chapters.get(self.handbook.clauses[clause].section, ())

    def decisions_of(self, clause: str) -> tuple[tuple[str, Decision], ...]:
        """Return the decisions about a clause, by number, whichever side names the other."""
        known = self.handbook.decisions
        return tuple((number, known[number]) for number in self._decisions.get(clause, ()))

    def bindings_of(self, capability: str) -> tuple[Binding, ...]:
        """Return the bindings to a capability."""
        return self._bindings.get(capability, ())

    def uses_of(self, capability: str) -> tuple[Use, ...]:
        """Return every use of a capability: by clauses first, then by the site's own choice."""
        bound = (
            Use(b.parameters, Source(SourceKind.CLAUSE, b.clause))
            for b in self.bindings_of(capability)
        )
        own = (
            Use(o.parameters, o.source.value)
            for o in self.handbook.own_sources
            if o.capability == capability
        )
        return (*bound, *own)

    def bindings_for(self, clause: str) -> tuple[Binding, ...]:
        """Return the bindings of a clause."""
        return self._by_clause.get(clause, ())

    def without_binding(self, clause: str, capability: str) -> "Compiled":
        """Return a copy that lacks one binding, to prove that something depended on it.

        ``KeyError`` if there is no such binding: the proof would prove nothing.
        """
        kept = tuple(
            b for b in self.handbook.bindings if (b.clause, b.capability) != (clause, capability)
        )
        if len(kept) == len(self.handbook.bindings):
            raise KeyError((clause, capability))
        return Compiled.of(self.handbook.model_copy(update={"bindings": kept}))


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts ``C2`` before ``C10``, as the plan counts."""
    parts = re.findall(r"\d+|\D+", code)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


#: Sections that carry no row, rank or counted id: they stand as their author put them.
_AS_WRITTEN = frozenset({"categories"})


def _in_plan_order(handbook: Handbook) -> Handbook:
    ordered = {}
    for section in Handbook.model_fields:
        entries = getattr(handbook, section)
        if isinstance(entries, dict) and section not in _AS_WRITTEN:
            ordered[section] = dict(sorted(entries.items(), key=_place_in_plan))
    return handbook.model_copy(update=ordered)


def _place_in_plan(entry: tuple[str, Any]) -> tuple[float, tuple[tuple[int, int, str], ...]]:
    code, value = entry
    row = getattr(value, "row", None) or getattr(value, "rank", None)
    return (row or math.inf, natural(code))


def _frozen(mapping: Mapping[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(dict(mapping))


def _grouped(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return _frozen(found)


def _posts_of(handbook: Handbook, grant: Grant) -> tuple[str, ...]:
    through_roles = (p for role in grant.roles for p in handbook.roles[role].held_by)
    return (*grant.posts, *through_roles)


def _holdings(handbook: Handbook) -> dict[str, Holding]:
    grants = _grouped((verb, grant) for grant in handbook.permissions for verb in grant.verbs)
    return {
        verb: Holding(
            grants=given,
            posts=tuple(dict.fromkeys(p for g in given for p in _posts_of(handbook, g))),
            parties=tuple(dict.fromkeys(p for g in given for p in g.parties)),
            everyone=any(grant.everyone for grant in given),
        )
        for verb, given in grants.items()
    }


def _verbs_by_post(
    handbook: Handbook, holdings: Mapping[str, Holding]
) -> Mapping[str, frozenset[str]]:
    pairs = _grouped((post, verb) for verb, held in holdings.items() for post in held.posts)
    return _frozen({post: frozenset(pairs.get(post, ())) for post in handbook.posts})


def _breadcrumb(handbook: Handbook, section: str) -> tuple[str, ...]:
    trail: list[str] = []
    here: str | None = section
    while here is not None and here in handbook.sections and here not in trail:
        trail.append(here)
        here = handbook.sections[here].parent
    return tuple(reversed(trail))


def _decisions_by_clause(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    pairs = [(c, n) for c, clause in handbook.clauses.items() for n in clause.decisions]
    pairs += [(c, n) for n, decision in handbook.decisions.items() for c in decision.clauses]
    known = [(c, n) for c, n in pairs if n in handbook.decisions]
    grouped = _grouped(known)
    return _frozen({c: tuple(sorted(set(n), key=natural)) for c, n in grouped.items()})
