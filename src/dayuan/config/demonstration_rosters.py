"""Rosters of the demonstration: a month that is worked, the next as a draft, some leave.

Made by the people's own commands and the planner that needs no package. A demonstration
that is opened again in another month has that month as well.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from dayuan.config.demonstration import someone
from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor, actor_of, system_actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import Leave, Noted
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.queries import Roster
from dayuan.services.handover import commands as handover
from dayuan.services.handover.commands import Counting, Line, Signed

#: Who arranges a month and answers for what it does not keep.
_ARRANGES = "rosters.month.accept"
#: The planner may take so many seconds for a month: enough for a roster that people share.
_SECONDS = 4
#: What an hour costs here: invented, and its reason says so.
_RATE, _ENTERS = Decimal("26.50"), "rosters.rate.enter"
_INVENTED = "演示用的虚构单价，请换成本单位的数"
#: The next month is published after this day.
_KNOWN_FROM = 24
#: Which of those who came was late.
_LATE = 3
#: From which day of the month to which leave is asked for, by which post of the group, and
#: the answer where there is one already.
_LEAVE = ((11, 13, 0, None), (18, 20, 1, True), (9, 9, 2, None))

#: What stands in the log of the running shift, and what is passed on to the next.
_LOG = ("接班巡查一遍，门窗、消防通道正常。", "东门道闸抬杆慢，已报修。")
_PASSED_ON = "东门道闸在等维修，进出车辆请人工引导。"


def make(site: Site, *, at: datetime) -> None:
    """Publish the month of an instant and draft the next one, for every group that has shifts.

    What is there already stays. In the last days of a month the next one is published as
    well: people know their shifts.
    """
    holding = sites.plan_of(site.pk).holding(_ARRANGES)
    if holding is None:
        return
    for group in queries.shift_plans(site.pk):
        _Group(site, group, someone(site, holding.posts[0], at=at), at).make()
        _price(site, group, at=at)


def _price(site: Site, group: str, *, at: datetime) -> None:
    """Enter what an hour costs, from the year's first day, where no rate is known."""
    holding = sites.plan_of(site.pk).holding(_ENTERS)
    if holding is None or not holding.posts:
        return
    actor = someone(site, holding.posts[0], at=at)
    if not queries.known_rates(actor, group).known:
        commands.enter_rate(
            group=group, valid_from=sites.today(site.pk, at).replace(month=1, day=1), yuan=_RATE,
            reason=_INVENTED, actor=actor, at=at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    site: Site
    group: str
    actor: Actor
    at: datetime

    def make(self) -> None:
        today = sites.today(self.site.pk, self.at)
        standing = [today.replace(day=1)]
        if today.day > _KNOWN_FROM:
            standing.append(_next(standing[0]))
        drafted = _next(standing[-1])
        known = self._known(standing[0], drafted)
        for month in standing:
            if month not in known:
                self._plan(month)
            if month not in known or known[month].state != "published":
                self._publish(month)
        if drafted not in known:
            self._ask_for_leave(drafted)
            self._plan(drafted)
        self._note_who_came(today)
        self._begin_the_shift()

    def _known(self, since: date, until: date) -> dict[date, Roster]:
        found = queries.months_of(self.actor, since=since, until=until)
        return {one.month: one for one in found if one.group == self.group}

    def _plan(self, month: date) -> None:
        roster = commands.open_month(group=self.group, month=month, actor=self.actor, at=self.at)
        run = running.ask(roster_id=roster.pk, seconds=60, actor=self.actor, at=self.at)
        program = system_actor("rosters.planning", site_id=roster.site_id)
        running.begin(planning_id=run.pk, actor=program, at=self.at)
        found = queries.planned_at_once(
            self.actor, roster.pk, seconds=_SECONDS, clock=time.monotonic
        )
        running.finish(
            planning_id=run.pk, cells=found.cells, engine=found.engine, bound=0, at=self.at,
            objective=found.objective, actor=program,
        )  # fmt: skip

    def _publish(self, month: date) -> None:
        """Accept by name what the month does not keep, and let it stand."""
        roster = self._known(month, month)[month]
        broken = queries.sheet_for(self.actor, roster.pk).judged.broken
        if must := [one.code for one in broken if one.must_be_accepted]:
            commands.accept(roster_id=roster.pk, rules=must, actor=self.actor, at=self.at)
        commands.publish(roster_id=roster.pk, actor=self.actor, at=self.at)

    def _ask_for_leave(self, month: date) -> None:
        book = sites.plan_of(self.site.pk).handbook
        kinds = [code for code, one in book.leave_kinds.items() if not one.at_once]
        posts = book.shift_plans[self.group].posts
        for first, last, post, answer in _LEAVE if kinds else ():
            who = posts[post % len(posts)]
            leave = Leave(month.replace(day=first), month.replace(day=last), kinds[0])
            asking = someone(self.site, who, at=self.at)
            asked = commands.ask_leave(leave=leave, actor=asking, at=self.at)
            if answer is not None and (over := book.posts[who].reports_to):
                leading = someone(self.site, over, at=self.at)
                commands.decide_leave(away_id=asked.pk, grant=answer, actor=leading, at=self.at)

    def _note_who_came(self, today: date) -> None:
        """Note who came since yesterday; one was late, one is still awaited."""
        begun = [
            duty
            for day in (today - timedelta(days=1), today)
            for duty in queries.of_day(self.actor, day)
            if duty.roster_id and duty.start <= self.at and not queries.is_noted(duty)
        ]
        awaited = next((duty for duty in reversed(begun) if duty.end > self.at), None)
        for number, duty in enumerate(begun):
            late = timedelta(minutes=12) if number == _LATE else timedelta(0)
            over = duty.end if duty.end <= self.at else None
            noted = Noted(came_at=min(duty.start + late, self.at), left_at=over)
            if duty != awaited:
                commands.note(duty_id=duty.pk, noted=noted, actor=self.actor, at=self.at)

    def _begin_the_shift(self) -> None:
        """Let somebody of the running shift who has a login count, and keep its log."""
        counted = sites.plan_of(self.site.pk).handbook.shift_plans[self.group].handover
        today = sites.today(self.site.pk, self.at)
        running = (d for d in queries.of_day(self.actor, today) if d.start <= self.at < d.end)
        with_login = (d.person.account_id for d in running if d.person.account_id)
        keeper = actor_of(next(with_login, 0), at=self.at, via="demo")
        if keeper is None or counted is None:
            return
        counts = {one.code: Counting(one.pieces or 1) for one in counted.counted}
        try:
            begun = handover.begin_shift(
                group=self.group, signed=Signed(counts=counts), actor=keeper, at=self.at
            )
        except Refused:
            # Somebody has begun it already: it is a house that lives.
            return
        for words in _LOG:
            handover.write_entry(log_id=begun.pk, line=Line(words), actor=keeper, at=self.at)
        handover.leave_item(log_id=begun.pk, words=_PASSED_ON, actor=keeper, at=self.at)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
