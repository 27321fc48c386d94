"""What stands against beginning, changing and planning a month; pure."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules.days import month_of

#: How far ahead a month can be begun.
AHEAD = timedelta(days=366)
#: How long the planner may take.
SECONDS_LEAST, SECONDS_MOST = 5, 900

NO_DRAFT = Blocker(
    "rosters.month.no_draft",
    Text(
        "这个月已发布或已作废，草稿不能再改。已发布的请在值班表上换人、调班。",
        "This month is published or discarded: its draft cannot change any more. "
        "Change a published one on the duty list.",
    ),
)
BEING_PLANNED = Blocker(
    "rosters.month.being_planned",
    Text(
        "正在自动排班。请等它排完，或先取消。",
        "The planner is at work. Wait until it has ended, or cancel it first.",
    ),
)
EXISTS = Blocker(
    "rosters.month.exists",
    Text("这一组这个月已有排班。", "This group has a roster for this month already."),
)
OUTSIDE = Blocker(
    "rosters.month.outside",
    Text("这一天不在这个月里。", "This day is not of this month."),
)
UNKNOWN_CELL = Blocker(
    "rosters.month.unknown_cell",
    Text(
        "这个班次不需要这个岗位。请从列表中选岗位和班次。",
        "This shift has no such post. Choose post and shift from the list.",
    ),
)
NOTHING_TO_ACCEPT = Blocker(
    "rosters.month.nothing_to_accept",
    Text("没有选中需要接受的例外。", "No exception that needs acceptance was chosen."),
)
ONLY_THE_PROGRAM = Blocker(
    "rosters.planning.program",
    Text("这一步只由程序做。", "Only the program does this."),
)


def open_problems(
    month: date, *, known: bool, decided: bool, exists: bool, today: date
) -> Problems:
    """Return what stands against beginning a month of a group."""
    return tuple(_against_opening(month, known, decided, exists, today))


def planning_problems(seconds: int) -> Problems:
    """Return what stands against planning for so long."""
    if SECONDS_LEAST <= seconds <= SECONDS_MOST:
        return ()
    return (
        Blocker(
            "rosters.planning.seconds",
            Text(
                f"排班用时请填 {SECONDS_LEAST} 到 {SECONDS_MOST} 秒。",
                f"Planning takes {SECONDS_LEAST} to {SECONDS_MOST} seconds.",
            ),
        ),
    )


def clock(minute: int) -> time:
    """Return the time of day of a minute."""
    return time(minute // 60 % 24, minute % 60)


def _against_opening(
    month: date, known: bool, decided: bool, exists: bool, today: date
) -> Iterator[Blocker]:
    if not known:
        yield Blocker(
            "rosters.month.unknown_group",
            Text("方案里没有这一组。请从列表中选。", "The plan has no such group. Choose one."),
        )
    elif not decided:
        yield Blocker(
            "rosters.month.undecided",
            Text(
                "这一组的班次时间和人数还没有定，不能排班。请先看“排得开吗”，把要定的定下来。",
                "The shifts of this group have no times and strengths yet. See “Does it work "
                "out” for what has to be decided first.",
            ),
        )
    if exists:
        yield EXISTS
    if month < today.replace(day=1) or month > month_of(today + AHEAD).start:
        yield Blocker(
            "rosters.month.when",
            Text(
                "只能新建本月到一年内的排班。请改月份。",
                "A month can be begun from this one to a year ahead. Choose another.",
            ),
        )
