"""Working time as the law has it, each number with its article; a plan may be stricter.

Where a plan names no number these hold, and where it names a looser one they hold too:
a service plan cannot waive the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.workcal import DayKind


@dataclass(frozen=True, slots=True)
class Limit:
    """A number, where it comes from, and what breaking it costs; no price means never."""

    value: float
    source: Source
    price: int | None = None


def _law(ref: str) -> Source:
    return Source(SourceKind.LAW, ref)


#: 国务院关于职工工作时间的规定: eight hours a day, forty a week.
WEEK = _law("国务院关于职工工作时间的规定 第三条")
#: 劳动法: the average week, the day off, overtime, and what it is paid.
AVERAGE = _law("劳动法 第三十六条")
DAY_OFF = _law("劳动法 第三十八条")
OVERTIME = _law("劳动法 第四十一条")
PAID = _law("劳动法 第四十四条")

#: The average week the Labour Law itself allows; the State Council's is stricter.
AVERAGE_HOURS_A_WEEK = Limit(44, AVERAGE)

LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "hours_a_day_most": Limit(8, WEEK),
        "hours_a_week_most": Limit(40, WEEK),
        "days_off_a_week_least": Limit(1, DAY_OFF),
        "overtime_a_day_most": Limit(3, OVERTIME),
        "overtime_a_month_most": Limit(36, OVERTIME),
    }
)

#: What an hour beyond the norm is paid, in per cent, by the kind of its day.
PAY: Mapping[DayKind, int] = MappingProxyType(
    {DayKind.WORKDAY: 150, DayKind.MAKE_UP: 150, DayKind.REST: 200, DayKind.HOLIDAY: 300}
)


def limit(plan: ShiftPlan, rule: str) -> Limit | None:
    """Return the limit that holds for a group: the plan's own, or the law's if that is stricter.

    ``None`` where neither names one: the law has no word on rest between two shifts.
    """
    law = LIMITS.get(rule)
    own = next((one for one in plan.rules if one.rule == rule), None)
    if own is None:
        return law
    found = Limit(own.value, own.source.value, own.price)
    if law is None:
        return found
    most = rule.endswith("_most")
    stricter = found.value <= law.value if most else found.value >= law.value
    return found if stricter else law
