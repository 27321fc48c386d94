"""A past for the demonstration: day by day, by the people's own commands, the same each time.

What can happen stands in a file beside the handbooks. Each day has its own seed, so
a past made in one go and one played forward day by day are the same.
"""

import heapq
import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from dayuan.config.demonstration import someone
from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site
from dayuan.services.desk import commands as desk
from dayuan.services.desk import queries as desk_queries
from dayuan.work import commands as work
from dayuan.work import queries as work_queries
from dayuan.work.commands import Given
from dayuan.work.queries import Task

#: What becomes of a request, and how often in a hundred.
FATES = {
    "plain": 80, "rework": 4, "not_content": 3, "handed_back": 4, "paused": 4,
    "ended_early": 2, "withdrawn": 3,
}  # fmt: skip
_QUIET_HOURS = (19, 22, 1, 3, 5)
#: Told after each day: the day, and how many requests there are by then.
Tell = Callable[[date, int], None]
Plot = Generator[datetime, None, None]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of thing that is reported: its category, where, in which words, how it ends."""

    category: str
    places: tuple[str, ...]
    words: tuple[str, ...]
    results: tuple[str, ...]


def read(file: Path) -> list[Sort]:
    """Return what can happen."""
    told = yaml.safe_load(file.read_text(encoding="utf-8"))["history"]
    return [Sort(one["category"], *(tuple(one[k]) for k in ("places", "words", "results")))
            for one in told]  # fmt: skip


def play(
    site: Site, *, file: Path, start: date, until: datetime, tell: Tell = lambda _day, _count: None
) -> int:
    """Play every day from ``start`` to an instant; return how many requests were reported.

    Acts of all requests happen in the order of time. What would happen later than
    the instant has not happened yet: such requests stand open.
    """
    sorts, count = read(file), 0
    waiting: list[tuple[datetime, int, Plot]] = []
    day = start
    last = until.astimezone(sites.zone(site.pk)).date()
    while day <= last:
        for at, plot in _of_day(site, sorts, day):
            count += 1
            heapq.heappush(waiting, (at, count, plot))
        end = _instant(site, day + timedelta(days=1), time(0))
        with transaction.atomic():
            _happen(waiting, before=min(end, until))
        tell(day, count)
        day += timedelta(days=1)
    return count


#: The last days belong to the few cases that the walkthrough tells of.
TODAY = timedelta(hours=52)
#: A demonstration that slept longer than this wakes with the last days only.
LONGEST_SLEEP = 30


def begin(site: Site, *, file: Path, days: int, until: datetime, tell: Tell) -> int:
    """Give a new demonstration its past; return how many requests it has."""
    end = until - TODAY
    start = (end - timedelta(days=days)).astimezone(sites.zone(site.pk)).date()
    return play(site, file=file, start=start, until=end, tell=tell)


def live_on(site: Site, *, file: Path, until: datetime) -> int:
    """Play the days since the newest case, so that a house opened again has lived on."""
    newest = desk_queries.newest(site.pk)
    if newest is None:
        return 0
    zone = sites.zone(site.pk)
    last, today = newest.astimezone(zone).date(), until.astimezone(zone).date()
    start = max(last + timedelta(days=1), today - timedelta(days=LONGEST_SLEEP))
    return play(site, file=file, start=start, until=until) if start <= today else 0


def _happen(waiting: list[tuple[datetime, int, Plot]], *, before: datetime) -> None:
    while waiting and waiting[0][0] < before:
        _at, number, plot = heapq.heappop(waiting)
        following = next(plot, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, plot))


def _of_day(site: Site, sorts: list[Sort], day: date) -> Iterator[tuple[datetime, Plot]]:
    dice = random.Random(f"{site.code}:{day}")  # noqa: S311 - a play, not a secret
    worked = sites.calendar(site.pk).worked(day)
    for _one in range(dice.randint(9, 13) if worked else dice.randint(2, 4)):
        hour = dice.choice(_QUIET_HOURS) if dice.random() < 0.12 else dice.randint(8, 17)
        at = _instant(site, day, time(hour, dice.randint(0, 59)))
        plot = _plot(site, dice.choice(sorts), at, random.Random(dice.random()))  # noqa: S311 - see above
        yield at, plot


def _instant(site: Site, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=sites.zone(site.pk))


def _plot(site: Site, sort: Sort, at: datetime, dice: random.Random) -> Plot:
    """Let one request happen; each step yields when the next one comes."""
    report = desk.Report(
        category=sort.category, place=dice.choice(sort.places), description=dice.choice(sort.words)
    )
    made = desk.report(report=report, actor=_reporter(site, at, dice), at=at)
    fate = dice.choices(list(FATES), weights=list(FATES.values()))[0]
    if fate == "withdrawn":
        at = _later(at, dice, 2, 15)
        yield at
        _do(made.pk, desk.cancel, reason="看错了", actor=_clerk(site, at), at=at)
        return
    at = _later(at, dice, 2, 25)
    yield at
    _do(made.pk, desk.dispatch, actor=_clerk(site, at), at=at)
    for task_of_case, answer in _turns(made.pk, sort, fate, dice):
        at = _later(at, dice, 4, 70)
        yield at
        done = yield from _do_task(site, task_of_case, answer, fate, at, dice)
        if done is None:
            return
        at = done


def _turns(
    case_id: int, sort: Sort, fate: str, dice: random.Random
) -> Iterator[tuple[Task, Given]]:
    """Yield the tasks as they become ready, each with what its doer will say."""
    said_no = set[str]()
    no = {"rework": "desk.check", "not_content": "desk.return_visit"}.get(fate, "")
    while (task := _ready(case_id)) is not None:
        act = work_queries.step_of(task).does or ""
        if act == no and act not in said_no:
            said_no.add(act)
            yield task, Given(yes=False, text="还没有好")
        else:
            yield task, Given(yes=True, text=dice.choice(sort.results))


def _do_task(
    site: Site, task: Task, answer: Given, fate: str, at: datetime, dice: random.Random
) -> Generator[datetime, None, datetime | None]:
    """Take a task, let its fate happen, and finish it; return when, or ``None`` at the end."""
    actor = someone(site, task.post, at=at)
    try:
        work.accept(task=task, actor=actor, at=at)
    except Refused:
        # Whoever did the work does not check it: it waits for a colleague.
        return None
    handling = work_queries.step_of(task).does == "desk.handle"
    if handling and fate == "handed_back" and dice.random() < 0.5:
        at = _later(at, dice, 5, 20)
        yield at
        work.hand_back(task=_again(task), reason="缺工具", actor=actor, at=at)
        return at
    if handling and fate == "paused":
        at = _later(at, dice, 5, 20)
        yield at
        work.pause(task=_again(task), reason="等配件", actor=actor, at=at)
        at = _later(at, dice, 600, 3000)
        yield at
        work.resume(task=_again(task), actor=actor, at=at)
    if handling and fate == "ended_early":
        at = _later(at, dice, 5, 20)
        yield at
        _end_early(site, _again(task), actor, at)
        return None
    at = _later(at, dice, 10, 90)
    yield at
    _finish(_again(task), answer, actor, at)
    return at


def _end_early(site: Site, task: Task, actor: Actor, at: datetime) -> None:
    asked = work.ask(task=task, wish=work.Wish("close", "报事人说不用了"), actor=actor, at=at)
    found = work_queries.application(asked.pk)
    for post in work_queries.deciders(task):
        decider = someone(site, post, at=at)
        if decider.person_id != actor.person_id:
            work.decide(application=found, grant=True, actor=decider, at=at)
            return


def _finish(task: Task, answer: Given, actor: Actor, at: datetime) -> None:
    step = work_queries.step_of(task)
    evidence = {item.id: _fitting(item.kind, answer) for item in step.evidence if item.required}
    ticked = [line.id for line in step.checklist]
    work.finish(task=task, evidence=evidence, ticked=ticked, actor=actor, at=at)


def _fitting(kind: str, answer: Given) -> Given:
    if kind == "yes_no":
        return Given(yes=answer.yes, text="" if answer.yes else answer.text)
    return Given(number=20) if kind == "reading" else Given(text=answer.text)


def _ready(case_id: int) -> Task | None:
    case = desk_queries.request(case_id).case
    ready = [t for t in work_queries.tasks_of(case) if t.state == "ready"]
    return work_queries.task(ready[0].pk) if ready else None


def _again(task: Task) -> Task:
    return work_queries.task(task.pk)


def _do(case_id: int, command: Any, **more: Any) -> None:
    try:
        command(request=desk_queries.request(case_id), **more)
    except Refused:
        # Somebody at a screen was faster: it is a house that lives.
        return


def _clerk(site: Site, at: datetime) -> Actor:
    holding = sites.plan_of(site.pk).holding("desk.request.dispatch")
    return someone(site, holding.posts[0] if holding else "", at=at)


def _reporter(site: Site, at: datetime, dice: random.Random) -> Actor:
    posts = sites.plan_of(site.pk).handbook.posts
    return someone(site, dice.choice(list(posts)), at=at)


def _later(at: datetime, dice: random.Random, least: int, most: int) -> datetime:
    return at + timedelta(minutes=dice.randint(least, most))
