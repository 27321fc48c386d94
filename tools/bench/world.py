"""The house that is measured: made by the commands people use, as examples for the loader.

A few dozen cases live through everything once; :mod:`tools.bench.loader` repeats their rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command

from dayuan.config import demonstration, demonstration_history, installation
from dayuan.config.demonstration import someone
from dayuan.config.demonstration_history import Sort
from dayuan.platform.access.actors import Actor, actor_of
from dayuan.platform.audit import sealer
from dayuan.platform.jobs import outbox
from dayuan.platform.notices import commands as notices
from dayuan.reference.people.models import Person
from dayuan.reference.sites.models import Site
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.commands import Given
from dayuan.work.models import Case, Task

#: How many cases are examples of the past; one in twenty of them is need-to-know, one in
#: twenty was reported by the client's liaison.
PAST = 40
#: How many are examples of what is under way.
PRESENT = 20
_ODD = {3: "rework", 9: "handed_back", 15: "paused", 21: "withdrawn", 30: "ended_early"}
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who opens the pages: the three shapes of the door, by what they may know."""

    code: str
    post: str
    name: str


ROLES = (
    Role("dispatcher", "affairs_assistant", "named in every case, sees what is open to staff"),
    Role("technician", "hvac_technician", "named in the cases of the own post"),
    Role("liaison", "", "sees the cases of the own unit"),
)


def found(at: datetime) -> Site:
    """Make the tables, the site of the Pukou plan and its people."""
    call_command("migrate", verbosity=0)
    handbook = installation.read(demonstration.handbook_folder())
    site, _ = installation.install(handbook, at=at - timedelta(days=30))
    demonstration.appoint_everybody(site, at=at - timedelta(days=20))
    sealer.seal(now=at, full=True)
    return site


def actor(site: Site, role: str, *, at: datetime) -> Actor:
    """Return who plays a role."""
    post = next(one.post for one in ROLES if one.code == role)
    if post:
        return someone(site, post, at=at)
    person = Person.objects.get(site=site, side="liaison")
    known = actor_of(person.account_id or 0, at=at, via="demo")
    assert known is not None, "the liaison has no login"  # noqa: S101 - a tool's own check
    return known


def past(site: Site, *, start: datetime, step: timedelta) -> None:
    """Let the examples of the past happen, one after the other, each to its end."""
    sorts = demonstration_history.read(demonstration.stories(demonstration.handbook_folder()))
    for n in range(PAST):
        at = start + step * n
        one = _reported(site, sorts[n % len(sorts)], n, at)
        _live(site, one, _ODD.get(n, ""), at)
        _hide_some(one, n)
    _afterwards(site, at=start + step * PAST)


def present(site: Site, *, now: datetime) -> None:
    """Let the examples of what is under way happen up to where they stand now."""
    sorts = demonstration_history.read(demonstration.stories(demonstration.handbook_folder()))
    for n in range(PRESENT):
        at = now - timedelta(hours=3 * (PRESENT - n))
        # What was sent out and what is in hand is the technician's: somebody has a full list.
        one = _reported(site, sorts[0 if n % 4 == 1 else n % len(sorts)], n, at)
        for when, task in _turns(one, at, most=n % 4):
            _do(site, task, at=when)
        if n % 8 == 1:
            _accept(site, _ready(one), at=at + timedelta(hours=2))
        _hide_some(one, n)
    _tell(now)
    sealer.seal(now=now, full=True)


def in_hand(site: Site, *, now: datetime) -> None:
    """Let one case come as far as the technician's hands, as an example for what is finished."""
    of_post = actor(site, "technician", at=now)
    sorts = demonstration_history.read(demonstration.stories(demonstration.handbook_folder()))
    cooling = next(one for one in sorts if one.category == "air_conditioning")
    one = _reported(site, cooling, 0, now)
    _do(site, _ready(one), at=now)
    work.accept(task=_ready(one), actor=of_post, at=now)
    _tell(now)
    sealer.seal(now=now, full=True)


def _reported(site: Site, sort: Sort, n: int, at: datetime) -> Request:
    by_liaison = n % 20 == 13
    who = actor(site, "liaison" if by_liaison else "dispatcher", at=at)
    return desk.report(
        report=desk.Report(
            category=sort.category,
            place=sort.places[n % len(sort.places)],
            description=sort.words[n % len(sort.words)] * 3,
            caller_name="" if by_liaison else "演示来电",
            caller_phone="" if by_liaison else "025-5000 0000",
        ),
        actor=who,
        at=at,
    )


def _hide_some(one: Request, n: int) -> None:
    """Make one in twenty need-to-know: its members stay those whose work it is.

    No service opens such cases yet, so that no command could be asked to.
    """
    if n % 20 == 7:
        Case.objects.filter(pk=one.pk).update(open_to_staff=False)


def _live(site: Site, one: Request, fate: str, at: datetime) -> None:
    if fate == "withdrawn":
        who = actor(site, "dispatcher", at=at + _A_MINUTE)
        desk.cancel(request=one, reason="看错了", actor=who, at=at + _A_MINUTE)
        return
    said_no = False
    for when, task in _turns(one, at, most=12):
        act = queries.step_of(task).does
        no = fate == "rework" and act == "desk.check" and not said_no
        said_no = said_no or no
        if act == "desk.handle" and fate in ("handed_back", "paused", "ended_early"):
            fate = _interrupted(site, task, fate, when)
            if not fate:
                return
        else:
            _do(site, task, at=when, yes=not no)


def _interrupted(site: Site, task: Task, fate: str, at: datetime) -> str:
    """Let what is odd about a case happen; return what is odd about the rest of it."""
    who = _accept(site, task, at=at)
    later = at + 2 * _A_MINUTE
    if fate == "handed_back":
        work.hand_back(task=_read(task), reason="缺工具", actor=who, at=later)
        return "plain"
    if fate == "paused":
        work.pause(task=_read(task), reason="等配件", actor=who, at=later)
        work.resume(task=_read(task), actor=who, at=later + _A_MINUTE)
        _finish(_read(task), who, at=later + 2 * _A_MINUTE)
        return "plain"
    asked = work.ask(task=_read(task), wish=work.Wish("close", "不用了"), actor=who, at=later)
    wish = queries.application(asked.pk)
    decider = someone(site, queries.deciders(task)[0], at=later)
    work.decide(application=wish, grant=True, actor=decider, at=later)
    return ""


def _turns(one: Request, at: datetime, *, most: int) -> Iterator[tuple[datetime, Task]]:
    """Yield the tasks of a case as they become ready, a few minutes after each other."""
    for turn in range(most):
        when = at + 7 * (turn + 1) * _A_MINUTE
        _tell(when)
        task = _ready_or_none(one)
        if task is None:
            return
        yield when, task


def _do(site: Site, task: Task, *, at: datetime, yes: bool = True) -> None:
    if queries.step_of(task).does == "desk.dispatch":
        request = Request.objects.select_related("case").get(pk=task.case_id)
        desk.dispatch(request=request, actor=someone(site, task.post, at=at), at=at)
        return
    who = _accept(site, task, at=at)
    _finish(_read(task), who, at=at + 5 * _A_MINUTE, yes=yes)


def _accept(site: Site, task: Task, *, at: datetime) -> Actor:
    who = someone(site, task.post, at=at)
    work.accept(task=_read(task), actor=who, at=at)
    return who


def _finish(task: Task, who: Actor, *, at: datetime, yes: bool = True) -> None:
    asked = queries.step_of(task).evidence
    given = {
        item.id: Given(yes=yes, text="" if yes else "还没有好")
        if item.kind == "yes_no"
        else Given(text="清洗了滤网，试机正常。")
        for item in asked
        if item.required
    }
    work.finish(task=task, evidence=given, actor=who, at=at)


def _ready(one: Request) -> Task:
    task = _ready_or_none(one)
    assert task is not None, "no task is ready"  # noqa: S101 - a tool's own check
    return task


def _ready_or_none(one: Request) -> Task | None:
    rows = Task.objects.filter(case_id=one.pk, state="ready").select_related("case")
    return rows.first()


def _read(task: Task) -> Task:
    return Task.objects.select_related("case").get(pk=task.pk)


def _tell(at: datetime) -> None:
    while outbox.deliver_due(now=at).done:
        pass


def _afterwards(site: Site, *, at: datetime) -> None:
    """Deliver, let everybody read, and seal: what is past is over in every table."""
    _tell(at)
    for person in Person.objects.filter(site=site, account__isnull=False):
        who = actor_of(person.account_id or 0, at=at, via="demo")
        if who is not None:
            notices.mark_read(ids=None, actor=who, at=at)
    sealer.seal(now=at, full=True)
