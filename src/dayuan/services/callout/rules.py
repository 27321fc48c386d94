"""What a call-out decides, pure: in what order people are called, and what stands in the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from dayuan.handbook.schema.callout import LeaveCalledOff, Squad, Surge
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text

#: How somebody stands when a squad is called; the order in which one rung is called.
STANDINGS = ("on_duty", "off_duty", "short_rest", "away")
#: Clocks of two people differ so far.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One duty of somebody: on which post, from when to when."""

    post: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody who may be called, as the lists know him."""

    person_id: int
    name: str
    posts: Sequence[str]
    duties: Sequence[Stretch] = ()
    away: bool = False
    #: The rest between two duties that the plan asks for; none where it says nothing.
    rest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the order of calling, with how he stands at that moment."""

    person_id: int
    name: str
    post: str
    standing: str
    #: Until when he is on duty, or since when off duty; none where the list does not say.
    since: datetime | None = None
    #: When his next duty begins.
    next: datetime | None = None


def members(squad: Squad, people: Iterable[Someone], at: datetime) -> tuple[Member, ...]:
    """Return everybody the plan's table calls, in its order; nobody twice.

    Within a row: by post as written, then who is there, then as they are given.
    """
    everybody, found = list(people), dict[int, Member]()
    for rung in squad.members:
        row = [
            _member(one, post, at)
            for post in rung.posts
            for one in everybody
            if post in one.posts and one.person_id not in found
        ]
        row = [m for m in row if not (rung.who == "off_duty" and m.standing == "on_duty")]
        order = {post: number for number, post in enumerate(rung.posts)}
        row.sort(key=lambda m: (order[m.post], STANDINGS.index(m.standing)))
        for one in row:
            found.setdefault(one.person_id, one)
    return tuple(found.values())


def _member(one: Someone, post: str, at: datetime) -> Member:
    now = next((d for d in one.duties if d.start <= at < d.end), None)
    before = max((d.end for d in one.duties if d.end <= at), default=None)
    after = min((d.start for d in one.duties if d.start > at), default=None)
    standing = _standing(one, now, before, at)
    return Member(one.person_id, one.name, post, standing, now.end if now else before, after)


def _standing(one: Someone, now: Stretch | None, before: datetime | None, at: datetime) -> str:
    if now is not None:
        return "on_duty"
    if one.away:
        return "away"
    rested = one.rest is None or before is None or at - before >= one.rest
    return "off_duty" if rested else "short_rest"


def first_called(found: Sequence[Member], wanted: int | None) -> tuple[int, ...]:
    """Return whom the form proposes: the first so many who are not away."""
    there = [one.person_id for one in found if one.standing != "away"]
    return tuple(there[: wanted or 0])


def undecided(squad: Squad, wanted: int | None) -> Problems:
    """Return what somebody has to decide before a squad can be called out."""
    found: list[Problem] = []
    if not squad.members:
        found.append(Blocker(NO_MEMBERS.code, NO_MEMBERS.says, squad.source.value))
    if wanted is None:
        found.append(Blocker(NO_SIZE.code, NO_SIZE.says, squad.source.value))
    return tuple(found)


def order_problems(reason: str, gather: str, *, chosen: int) -> Problems:
    """Return what is missing from an order."""
    found: list[Problem] = []
    if not reason.strip():
        found.append(NO_REASON)
    if not gather.strip():
        found.append(NO_PLACE)
    if not chosen:
        found.append(NOBODY_CHOSEN)
    return (*found, *secret_problems(reason, gather))


def time_problems(came: datetime, *, called: datetime, at: datetime) -> Problems:
    """Return why somebody cannot have come then: after the call, and not in the future."""
    return (WRONG_TIME,) if came < called - _AHEAD or came > at + _AHEAD else ()


# --- extra strength -------------------------------------------------------------------------

#: No visit lasts longer; a longer entry is a slip of the pen.
SURGE_LONGEST = timedelta(days=14)


def concerned(
    surge: Surge, whole: Period[date], *, staff: Iterable[int], held: Mapping[str, Iterable[int]]
) -> dict[int, Period[date]]:
    """Return whose leave a level calls off, and on which days; the earliest row counts."""
    found: dict[int, Period[date]] = {}
    for row in surge.leave:
        start = whole.start - timedelta(days=row.days_before)
        posts = [pk for post in row.posts for pk in held.get(post, ())]
        for pk in [*(staff if row.everybody else ()), *posts]:
            if pk not in found or start < found[pk].start:
                found[pk] = Period(start, whole.end)
    return found


def closes(surge: Surge, posts: Collection[str]) -> LeaveCalledOff | None:
    """Return the line by which a level gives no new leave to a holder of posts; the earliest."""
    rows = [row for row in surge.leave if row.everybody or not set(row.posts).isdisjoint(posts)]
    return max(rows, key=lambda row: row.days_before, default=None)


def days_of(start: datetime, end: datetime, zone: tzinfo) -> Period[date]:
    """Return the days of the site that a time touches."""
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    return Period(start.astimezone(zone).date(), last + timedelta(days=1))


def surge_problems(reason: str, start: datetime, end: datetime, *, at: datetime) -> Problems:
    """Return what stands against ordering extra strength for a time."""
    found: list[Problem] = []
    if not reason.strip():
        found.append(NO_REASON)
    if end <= start:
        found.append(OUT_OF_ORDER)
    elif end - start > SURGE_LONGEST:
        found.append(TOO_LONG)
    if end <= at:
        found.append(PAST)
    return (*found, *secret_problems(reason))


def unanswered(
    waiting: Iterable[tuple[int, datetime]], *, minutes: int, at: datetime
) -> tuple[tuple[int, ...], datetime | None]:
    """Return which of those who have not answered (id, called when) have had so many minutes.

    Beside it, when the next of the others will have; ``None`` where nobody is left.
    """
    due = [(pk, since + timedelta(minutes=minutes)) for pk, since in waiting]
    ahead = min((when for _pk, when in due if when > at), default=None)
    return tuple(pk for pk, when in due if when <= at), ahead


def to_give_back(days: Period[date], today: date) -> Period[date] | None:
    """Return the days of leave that still lie ahead when extra strength ends.

    Today is over for whoever came today.
    """
    start = max(days.start, today + timedelta(days=1))
    return Period(start, days.end) if days.end is not None and start < days.end else None


#: How extra strength ends of which nobody said the end.
TIME_OVER = Text("到时自动结束", "Ended by itself when its time was over")

# --- sentences ----------------------------------------------------------------------------

NO_MEMBERS = Blocker(
    "callout.no_members",
    Text(
        "方案没有写分队的人从哪些岗位来，还没有人定下。请先在服务方案的“应急队伍”里写明，再叫人。",
        "The plan does not say from which posts the squad comes and nobody has decided it. "
        "Write its members into the plan first.",
    ),
)
NO_SIZE = Blocker(
    "callout.no_size",
    Text(
        "分队多少人还没有定。请先在设置里填写，再叫人。",
        "How many the squad has is not decided. Answer that setting first.",
    ),
)
NO_REASON = Blocker("callout.no_reason", Text("请写一句为什么集合。", "Write a sentence why."))
NO_PLACE = Blocker("callout.no_place", Text("请写在哪里集合。", "Write where people gather."))
NOBODY_CHOSEN = Blocker(
    "callout.nobody_chosen", Text("请至少勾选一个人。", "Tick at least one person.")
)
NOT_LISTED = Blocker(
    "callout.not_listed",
    Text(
        "有人已不在名单里，或已经叫过。请刷新页面再选。",
        "Somebody is not on the list any more, or was called already. Reload and choose again.",
    ),
)
OVER = Blocker(
    "callout.over",
    Text("这次集合已经结束。", "This call-out is over."),
)
NOT_YOURS = Blocker(
    "callout.not_yours",
    Text(
        "这是叫别人的。只有本人和下令集合的人可以登记。",
        "Somebody else was called. The person, or whoever may call the squad out, writes this.",
    ),
)
WRONG_TIME = Blocker(
    "callout.wrong_time",
    Text(
        "到达时间不能早于叫人的时间，也不能晚于现在。请核对。",
        "Nobody arrives before the call or after now. Check the time.",
    ),
)
HERE_ALREADY = Blocker(
    "callout.here_already",
    Text(
        "您已经登记到达。时间不对的，请下令集合的人更正。",
        "You are noted as here. If the time is wrong, whoever called you out corrects it.",
    ),
)
OUT_OF_ORDER = Blocker(
    "callout.surge_order",
    Text("结束时间必须晚于开始时间。", "The end must be later than the beginning."),
)
TOO_LONG = Blocker(
    "callout.surge_too_long",
    Text("一次加强值守不超过 14 天。请核对时间。", "14 days at most. Check the times."),
)
PAST = Blocker(
    "callout.surge_past",
    Text("这段时间已经过去。", "That time is over."),
)
CLOSED = Blocker(
    "callout.surge_closed",
    Text("这次加强值守已经结束。", "This extra strength is over."),
)
CHANGED = Blocker(
    "callout.surge_changed",
    Text(
        "名单刚刚有变：有人的假或班次已经不是这样。请刷新页面再选。",
        "The list has just changed: leave or duties are not so any more. Reload and choose again.",
    ),
)
OUTSIDE = Blocker(
    "callout.duty_outside",
    Text(
        "加派的班要在加强值守的时间里。请核对时间。",
        "An added duty lies within the time of the extra strength. Check the times.",
    ),
)
NOT_OVER = Blocker(
    "callout.surge_not_over",
    Text("这段时间还没有过完。", "That time is not over yet."),
)
STANDS_BY = Blocker(
    "callout.stands_by",
    Text(
        "这是待命，不是集合。请在加强值守的页面上结束。",
        "People stand by here. It is ended on the page of the extra strength.",
    ),
)
