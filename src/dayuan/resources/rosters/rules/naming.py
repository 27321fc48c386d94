"""The rules a roster is judged by: their names, what they say to people, what they cost.

What the law, a permission or another duty forbids holds. What a director may waive has a
price; a plan may set another one. Prices are per unit: a person missing, a day, an hour.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import ShiftPlan, WeightName
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules import certificates, law

#: Nobody may go on with one of these broken: they have no price and none can be given.
HELD: Mapping[str, Text] = MappingProxyType(
    {
        "may": Text(
            "不担任这个岗位，也不是它的替班岗位",
            "holds neither this post nor one that relieves it",
        ),
        "appointment": Text("那天没有这个岗位的任职", "is not appointed to this post that day"),
        "away": Text("那天请假或培训", "is on leave or at a training that day"),
        "elsewhere": Text("那天已有别的值班", "is on another duty that day"),
        "fixed": Text("与定下的格子不同", "differs from a cell that was set"),
        "certificate": Text("没有岗位要求的证书", "lacks a certificate that the post asks for"),
    }
)

#: What a plan may price anew, with what it costs where the plan says nothing.
PRICED: Mapping[WeightName, int] = MappingProxyType(
    {
        "least": 1000,
        "cover": 300,
        "leader": 150,
        "two_leaders": 20,
        "over": 8,
        "relief": 4,
        "overtime": 2,
        "wish": 5,
        "nights_fair": 4,
        "weekends_fair": 3,
        "holidays_fair": 3,
        "work_fair": 2,
    }
)

SAYS: Mapping[str, Text] = MappingProxyType(
    {
        **HELD,
        "least": Text("低于任何时候都要有的人数", "fewer than must be there at any time"),
        "cover": Text("岗位缺人", "a post lacks people"),
        "leader": Text("这一班没有班长", "a shift without a leader"),
        "two_leaders": Text("一班有两名班长", "two leaders in one shift"),
        "over": Text("岗位多排了人", "more people than a post needs"),
        "relief": Text("由替班岗位的人顶班", "relieved by another post"),
        "overtime": Text("超过本月标准工时", "beyond the month's norm"),
        "wish": Text("没有照顾到的意愿", "a wish that is not met"),
        "nights_fair": Text("夜班不均", "nights not shared evenly"),
        "weekends_fair": Text("周末班不均", "weekends not shared evenly"),
        "holidays_fair": Text("节假日班不均", "holidays not shared evenly"),
        "work_fair": Text("班次多少不均", "shifts not shared evenly"),
        "hours_a_period_most": Text(
            "周期内工时加延长工时超过上限", "hours and overtime of the period above the limit"
        ),
        "rest_between_shifts_least": Text("两班之间休息不够", "too little rest between two shifts"),
        "days_in_a_row_most": Text("连续上班天数太多", "too many days on end"),
        "days_off_a_week_least": Text("一周没有休息日", "no day off in seven"),
        "nights_in_a_row_most": Text("连续夜班太多", "too many nights on end"),
        "overtime_a_month_most": Text(
            "本月延长工时超过上限", "the month's overtime above the limit"
        ),
    }
)

#: What it costs that somebody without a certificate stands where one is asked for and does not
#: bind yet: of two who serve as well the one who has it is taken.
UNCERTIFIED = 1
_BINDS, _LACKS = "certificate.", "uncertified."

#: Whoever publishes accepts these by name; the rest only makes one roster dearer than another.
ACCEPTED = frozenset({"least", "cover", "leader", "two_leaders", "overtime"})


def price(plan: ShiftPlan, name: WeightName) -> int:
    """Return what breaking a rule once costs in this plan."""
    own = next((one for one in plan.weights if one.rule == name), None)
    return own.price if own is not None else PRICED[name]


def must_be_accepted(code: str) -> bool:
    """Tell whether a priced rule that is not kept has to be accepted by name."""
    return code in ACCEPTED or not is_priced(code)


def is_priced(code: str) -> bool:
    """Tell whether a rule only makes one roster dearer than another, or may be accepted."""
    return code in PRICED or code.startswith(_LACKS)


def certificate(code: str, *, binds: bool) -> str:
    """Return the rule that asks for a certificate: each is a rule of its own."""
    return f"{_BINDS if binds else _LACKS}{code}"


def only_pointed_out(code: str) -> bool:
    """Tell whether a rule asks for a certificate that does not bind yet."""
    return code.startswith(_LACKS)


def certificate_of(code: str) -> str:
    """Return the certificate that a rule asks for; nothing where it asks for none."""
    return code.partition(".")[2] if code.startswith((_BINDS, _LACKS)) else ""


def says(code: str, handbook: Handbook | None = None) -> Text:
    """Return what it says that a rule is not kept."""
    if asked := certificate_of(code):
        known = handbook.qualifications.get(asked) if handbook else None
        return certificates.says(known.title.text) if known else HELD["certificate"]
    return SAYS.get(code, Text(code, code))


def source(plan: ShiftPlan, code: str, handbook: Handbook | None = None) -> Source:
    """Return where a rule comes from."""
    asked = handbook.qualifications.get(certificate_of(code)) if handbook else None
    if asked is not None:
        return asked.source.value
    own = next((one.source.value for one in plan.weights if one.rule == code), None)
    if own is not None:
        return own
    if code in {"leader", "two_leaders", "cover", "least"}:
        return plan.source.value
    limit = law.limit(plan, "overtime_a_month_most" if code == "hours_a_period_most" else code)
    return limit.source if limit is not None else Source.system("roster")


_UNNAMED = set(get_args(WeightName)) - set(PRICED)
if _UNNAMED:
    raise TypeError(f"no price for {sorted(_UNNAMED)}")
