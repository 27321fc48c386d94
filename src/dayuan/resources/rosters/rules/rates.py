"""What an hour costs: which rate a month is reckoned by, and what hours come to; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind
from dayuan.resources.rosters.rules import days, law
from dayuan.resources.rosters.rules.year import Month

#: More for one hour is a slip of the hand.
MOST = Decimal(10_000)
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one group by the day from which each holds, the oldest first.

    Without any nobody entered one, or the reader may not know it: both look alike.
    """

    known: tuple[tuple[date, Fraction], ...] = ()

    def of_month(self, first: date) -> Fraction | None:
        """Return what a month is reckoned by: the last rate that begins before it ends.

        A rate entered in the middle of a month counts for all of it: months are compared,
        and nobody is paid by this.
        """
        end = days.month_of(first).end
        held = [yuan for start, yuan in self.known if end is None or start < end]
        return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class Worth:
    """What hours that lack come to: by people more at the plain rate, or by overtime."""

    people: Fraction
    overtime: Fraction


def worth(hours: Fraction, rate: Fraction) -> Worth:
    """Return what hours come to on working days."""
    return Worth(hours * rate, hours * rate * law.PAY[DayKind.WORKDAY] / 100)


def worth_of_year(months: Iterable[tuple[Month, Fraction | None]]) -> Worth | None:
    """Return what a year's lacking hours come to, each month by its own rate.

    ``None`` where no month has one. Overtime stands for what the law allows and no more: a
    sum for the rest would read as if it could be bought.
    """
    rated = [(month, rate) for month, rate in months if rate is not None]
    if not rated:
        return None
    people = sum((one.overtime * rate for one, rate in rated), Fraction(0))
    allowed = (worth(one.overtime - one.uncovered, rate).overtime for one, rate in rated)
    return Worth(people, sum(allowed, Fraction(0)))


def rate_problems(
    yuan: Decimal, valid_from: date, reason: str, *, years: Sequence[int]
) -> Problems:
    """Return everything against a rate."""
    found = []
    if not yuan.is_finite() or not 0 < yuan <= MOST or yuan != yuan.quantize(_FEN):
        found.append(NO_AMOUNT)
    if valid_from.year not in years:
        found.append(NO_DAY)
    if not reason.strip():
        found.append(NO_REASON)
    return tuple(found)


NO_AMOUNT = Blocker(
    "rosters.rate_amount",
    Text(
        "单价填大于 0、不超过 10000 元的数，最多两位小数。",
        "A rate is more than 0 and at most 10,000 yuan, with two decimals at most.",
    ),
)
NO_DAY = Blocker(
    "rosters.rate_day",
    Text("这一天不在日历范围内。", "No working calendar reaches that day."),
)
NO_REASON = Blocker(
    "rosters.rate_reason",
    Text(
        "写明依据，例如哪份合同、哪次调整。",
        "Say where it comes from, such as a contract or an adjustment.",
    ),
)
NO_GROUP = Blocker(
    "rosters.rate_group",
    Text("服务方案里没有这个班组。", "The service plan has no such group."),
)
