"""Who answers for a post, said to the database; the same as ``rules.held`` says of values.

A door asks these within its own question, so that knowing what a vacant post must
know costs no further one. None of the conditions looks at the row it is asked about:
each is answered once for a question, on an index.

Putting one into words takes milliseconds, and a page asks many times. The words
depend on the plan and on the posts somebody holds, so they are kept; who asks, and
when, is filled in each time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Exists, Expression, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from dayuan.handbook.compiled import Compiled
from dayuan.reference.people import queries as people
from dayuan.resources.rosters.models import Duty

_NEVER = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at a site, and the site's day it falls on."""

    site_id: int
    at: datetime
    today: date

    def listed(self, posts: Iterable[str]) -> QuerySet[Duty]:
        """Return the duties of these posts that say whether the list covers today."""
        yesterday = self.today - timedelta(days=1)
        return Duty.objects.filter(
            Q(day=self.today) | Q(day=yesterday, end__gt=self.at),
            site_id=self.site_id,
            post__in=list(posts),
            cancelled_at__isnull=True,
        )

    def present(self, post: str) -> QuerySet[Duty]:
        """Return the duties on a post at this instant; who is noted as absent or gone is not."""
        came = ~Q(attendance__state__in=("absent", "left")) | Q(attendance__left_at__gt=self.at)
        there = Q(attendance=None) | came
        return self.listed([post]).filter(there, start__lte=self.at, end__gt=self.at)

    def is_present(self, duty: Duty) -> bool:
        """Tell the same of one of the duties that are listed."""
        noted = getattr(duty, "attendance", None)
        if noted is not None and noted.state in ("absent", "left"):
            return noted.left_at is not None and duty.start <= self.at < noted.left_at
        return duty.start <= self.at < duty.end


class Answers(Expression):
    """Somebody answers for a post at a moment: a condition for any question."""

    conditional = True

    def __init__(self, words: str, values: tuple[object, ...]) -> None:
        super().__init__(output_field=BooleanField())
        self.words = words
        self.values = values

    def as_sql(
        self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the words and what stands in their gaps."""
        return self.words, self.values


def conditions(
    mine: Collection[str], *, person_id: int, plan: Compiled, moment: Moment
) -> dict[str, Answers]:
    """Return the posts whose alternate somebody is, each with "he answers for it"."""
    kept = _worded(frozenset(mine), plan)
    real = dict(zip(_gaps(_MARKED, _NOBODY), _gaps(moment, person_id), strict=True))
    return {
        post: Answers(words, tuple(real.get(value, value) for value in values))
        for post, (words, values) in kept.items()
    }


#: Who asks and when, in the kept words: values that stand for nothing real.
_MARKED = Moment(-101, datetime(1900, 1, 5, tzinfo=UTC), today=date(1900, 1, 3))
_NOBODY = -102
Worded = Mapping[str, tuple[str, tuple[Any, ...]]]
_AT_MOST = 64
_kept: dict[tuple[str, frozenset[str], str], Worded] = {}


def _gaps(moment: Moment, person_id: int) -> tuple[Any, ...]:
    """Return what changes from asking to asking, as the database wants it."""
    adapt = connection.ops
    return (
        moment.site_id,
        person_id,
        adapt.adapt_datetimefield_value(moment.at),
        adapt.adapt_datefield_value(moment.today),
        adapt.adapt_datefield_value(moment.today - timedelta(days=1)),
    )


def _worded(mine: frozenset[str], plan: Compiled) -> Worded:
    """Return the conditions of whoever holds these posts, in words with marked gaps."""
    key = (plan.digest, mine, connection.vendor)
    if key not in _kept:
        if len(_kept) >= _AT_MOST:
            _kept.clear()
        asks = _Asks(mine, _NOBODY, plan, _MARKED)
        _kept[key] = {
            post: _in_words(asks.answering(post))
            for post in plan.handbook.posts
            if post not in mine and not mine.isdisjoint(plan.alternates(post))
        }
    return _kept[key]


def _in_words(answers: Q) -> tuple[str, tuple[Any, ...]]:
    query = Duty.objects.filter(answers).query
    words, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    return f"({words})", tuple(values)


@dataclass(frozen=True, slots=True)
class _Asks:
    """The questions about one person at one moment."""

    mine: frozenset[str]
    person_id: int
    plan: Compiled
    moment: Moment

    def answering(self, post: str) -> Q:
        """Say that he answers for a post: by the list, or as the first who is there."""
        order = [post, *self.plan.alternates(post)]
        while order[-1] not in self.mine:
            order.pop()
        found = _NEVER
        for code in reversed(order):
            found = self._he(code) | (~self._anybody(code) & found)
        return found

    def _he(self, post: str) -> Q:
        """Say that he answers as one of this post's own people."""
        found = _NEVER
        if not self.mine.isdisjoint(self._may_stand(post)):
            found |= Q(Exists(self.moment.present(post).filter(person_id=self.person_id)))
        if post in self.mine:
            found |= ~self._has_list(post)
        return found

    def _anybody(self, post: str) -> Q:
        """Say that somebody answers as one of this post's own people."""
        today, site = self.moment.today, self.moment.site_id
        able = people.who_hold(site, self._may_stand(post), today).values("person_id")
        present = Q(Exists(self.moment.present(post).filter(person__in=able)))
        appointed = Q(Exists(people.who_hold(site, [post], today)))
        return present | (~self._has_list(post) & appointed)

    def _has_list(self, post: str) -> Q:
        return Q(Exists(self.moment.listed([post])))

    def _may_stand(self, post: str) -> set[str]:
        return {post, *self.plan.alternates(post)}
