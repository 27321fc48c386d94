"""The squads of the plan in force, and who of them stands how at a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.callout import Squad
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused, Source
from dayuan.kernel.text import Text
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.callout import rules
from dayuan.services.callout.models import Callout
from dayuan.services.callout.rules import Member, Someone, Stretch

#: So far around a call duties are looked at: the last one before, the next one after.
_AROUND = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SquadHere:
    """A squad that a clause asks for, with what the site answered."""

    code: str
    squad: Squad
    wanted: int | None
    within: int | None
    #: After how many minutes without an answer whoever called is told.
    unanswered: int | None
    #: Every clause that asks for it.
    sources: tuple[Source, ...]

    @property
    def source(self) -> Source:
        """Return the first clause that asks for it."""
        return self.sources[0]


def squads(site_id: int) -> list[SquadHere]:
    """Return the squads that the plan in force asks for."""
    plan = sites.plan_of(site_id)
    sources: dict[str, list[Source]] = {}
    for use in plan.uses_of("callout.squad"):
        sources.setdefault(use.parameters["squad"], []).append(use.source)
    return [
        SquadHere(
            code, one, number_of(plan, one.size), number_of(plan, one.within),
            number_of(plan, one.unanswered), tuple(found),
        )
        for code, found in sources.items()
        if (one := plan.handbook.squads.get(code)) is not None
    ]  # fmt: skip


def squad_of(site_id: int, code: str) -> SquadHere:
    """Return one squad; one that no clause asks for does not exist."""
    found = next((one for one in squads(site_id) if one.code == code), None)
    if found is None:
        raise Refused(hidden=True)
    return found


def name_of(callout: Callout) -> Text:
    """Return what a call-out is called: its squad, or the level people stand by for."""
    if callout.surge is None:
        return title_of(callout.site_id, callout.squad)
    level = sites.plan_of(callout.site_id).handbook.surges.get(callout.surge.level)
    title = level.title.text if level else Text(callout.surge.level, callout.surge.level)
    return Text(f"待命：{title.in_language('zh')}", f"Stand by: {title.in_language('en')}")


def sources_of(site_id: int, code: str) -> tuple[Source, ...]:
    """Return the clauses that ask for a squad; none where the plan dropped it."""
    return next((one.sources for one in squads(site_id) if one.code == code), ())


def title_of(site_id: int, code: str) -> Text:
    """Return what a squad is called; its codeword where the plan dropped it."""
    found = sites.plan_of(site_id).handbook.squads.get(code)
    return found.title.text if found else Text(code, code)


def number_of(plan: Compiled, said: int | str | None) -> int | None:
    """Return a number of the table, or what the setting answers that it names."""
    if not isinstance(said, str):
        return said
    setting = plan.handbook.settings.get(said)
    value = setting.value if setting else None
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def members_of(site_id: int, found: SquadHere, *, at: datetime) -> tuple[Member, ...]:
    """Return everybody who can be called, in the order of calling, in three questions."""
    posts = list(dict.fromkeys(post for rung in found.squad.members for post in rung.posts))
    if not posts:
        return ()
    today = sites.today(site_id, at)
    held = people.holders_of_many(site_id, posts, today)
    everybody = people.in_order(one for post in posts for one in held[post])
    names = {one.pk: one.name for one in everybody}
    duties = _duties(site_id, list(names), at)
    gone = rosters.away(site_id, list(names), Period(today, today + timedelta(days=1)))
    rests = _rests(sites.plan_of(site_id), posts)
    someones = [
        Someone(
            pk, name, [post for post in posts if pk in {one.pk for one in held[post]}],
            duties.get(pk, ()), bool(gone[pk]),
            max((rests[p] for p in posts if p in rests and pk in {o.pk for o in held[p]}),
                default=None),
        )
        for pk, name in names.items()
    ]  # fmt: skip
    return rules.members(found.squad, someones, at)


def still_to_call(callout: Callout, *, at: datetime) -> tuple[Member, ...]:
    """Return who of the squad was not called yet, in the order of calling."""
    found = squad_of(callout.site_id, callout.squad)
    called = set(callout.calls.values_list("person_id", flat=True))
    everybody = members_of(callout.site_id, found, at=at)
    return tuple(one for one in everybody if one.person_id not in called)


def _duties(site_id: int, person_ids: list[int], at: datetime) -> dict[int, list[Stretch]]:
    rows = rosters.of_people(site_id, person_ids, since=at - _AROUND, until=at + _AROUND)
    found: dict[int, list[Stretch]] = {}
    for duty in rows:
        stretch = Stretch(duty.post, duty.start, duty.end)
        found.setdefault(duty.person_id, []).append(stretch)
    return found


def _rests(plan: Compiled, posts: list[str]) -> dict[str, timedelta]:
    """Return the rest between duties that the plan asks for, by post; none where it says none."""
    return {
        post: timedelta(hours=float(one.value))
        for group in plan.handbook.shift_plans.values()
        for one in group.rules
        if one.rule == "rest_between_shifts_least"
        for post in group.posts
        if post in posts
    }


UNANSWERED = Text(
    "几分钟没有应答要告诉下令的人",
    "After how many minutes without an answer whoever ordered it is told",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody has to decide, where it is written, and what asks for it."""

    squad: Text
    what: Text
    where: str
    source: Source


def questions(site_id: int) -> list[Question]:
    """Return what the plan leaves open of its squads."""
    return [one for found in squads(site_id) for one in _open(found)]


def _open(found: SquadHere) -> Iterator[Question]:
    here, title = f"squads.{found.code}", found.squad.title.text
    if not found.squad.members:
        what = Text("从哪些岗位叫人、按什么次序", "From which posts people come, in what order")
        yield Question(title, what, f"{here}.members", found.source)
    for key, value, what in (
        ("size", found.wanted, Text("多少人", "How many")),
        ("within", found.within, Text("多久到位", "Within what time")),
        ("unanswered", found.unanswered, UNANSWERED),
    ):
        if value is None:
            named = getattr(found.squad, key)
            where = f"settings.{named}: value" if isinstance(named, str) else f"{here}.{key}"
            yield Question(title, what, where, found.source)
