"""How a group of posts covers the day: shifts, strengths, relief, limits; leave and swaps.

Everything that a plan leaves open stays empty: an empty time or strength is one that
nobody has decided, never nought.
"""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from dayuan.handbook.schema.base import Code, Line, Part, SourceRef, Whole, Words
from dayuan.handbook.schema.handover import Handover

#: How many people; nought is a number here: nobody on rest days.
Seats = Annotated[int, Field(strict=True, ge=0, le=999)]
#: Hours, days or a count, as the rule says.
Limit = Annotated[float, Field(strict=True, gt=0, le=10_000)]


class Strength(Part):
    """How many people of a post one shift needs, at least."""

    people: Seats
    #: On Saturdays, Sundays and other rest days; none means as on working days.
    rest_days: Seats | None = None
    #: On statutory holidays; none means as on rest days.
    holidays: Seats | None = None


class Shift(Part):
    """One shift of a group; times and strengths the plan does not give stay empty."""

    #: Names the shift for ever; needed as soon as it has a strength.
    code: Code | None = None
    title: Words
    start: time | None = None
    #: Not later than the start means the next day: a night shift belongs to the day it starts.
    end: time | None = None
    #: What this shift looks after above all.
    focus: Words | None = None
    #: By post; a post that is not named is not needed in this shift.
    strength: dict[Code, Strength] = Field(default_factory=dict)
    #: Who decided times and strengths, where that is not the source of the whole plan.
    source: SourceRef | None = None


class Relief(Part):
    """A post whose people may relieve others, in the order in which they are to do so."""

    post: Code
    relieves: tuple[Code, ...] = Field(min_length=1)
    source: SourceRef


class Least(Part):
    """Fewest people of a post in every shift, round the clock, whatever else is open.

    With ``when`` it holds only once the site has answered this yes-or-no setting with yes.
    """

    post: Code
    people: Whole
    when: Code | None = None
    source: SourceRef


class WorkingTime(Part):
    """By which regime the group works: balanced by the week, or over a longer period."""

    regime: Literal["standard", "comprehensive"]
    #: Over what a comprehensive regime is balanced.
    period: Literal["week", "month", "quarter", "year"] | None = None
    #: The labour authority's approval, by number and date; the law asks for it.
    approval: Line | None = None
    source: SourceRef


#: What may be limited; the law's own numbers hold where a plan names none.
RuleName = Literal[
    "hours_a_day_most",
    "hours_a_week_most",
    "overtime_a_day_most",
    "overtime_a_month_most",
    "days_off_a_week_least",
    "rest_between_shifts_least",
    "days_in_a_row_most",
    "nights_in_a_row_most",
]


class ShiftRule(Part):
    """One limit of a roster: hard, or with a price that a roster pays for breaking it."""

    rule: RuleName
    #: Hours for hours and rest, a number of days or nights for the others.
    value: Limit
    #: What breaking it costs against the other rules; none means that it is never broken.
    price: Whole | None = None
    source: SourceRef


#: What a roster rather avoids; the program has a price for each, and a plan may set its own.
WeightName = Literal[
    "least",
    "cover",
    "leader",
    "two_leaders",
    "over",
    "relief",
    "overtime",
    "wish",
    "nights_fair",
    "weekends_fair",
    "holidays_fair",
    "work_fair",
]


class Weight(Part):
    """What breaking one of the soft rules costs, once, against the others."""

    rule: WeightName
    price: Whole
    source: SourceRef


class SwapRule(Part):
    """One line of the table of swaps: who with whom, until when, and who has to agree."""

    #: ``relief`` adds the posts that relieve the duty's post, and those it relieves.
    between: Literal["same_post", "relief"]
    #: Whose duties the line is about; none means every post of the group.
    posts: tuple[Code, ...] = ()
    #: It is asked for and settled this many hours before the earlier duty, at least.
    hours_before: Seats | None = None
    #: It holds as soon as both of them want it, unless it costs something such as overtime.
    at_once: bool = False
    #: Who agrees; none means whoever decides by the permissions.
    approved_by: tuple[Code, ...] = ()
    source: SourceRef


class Unread(Part):
    """How many days before a month begins those are reminded who have not read it."""

    days_before: Whole
    source: SourceRef


class LeaveKind(Part):
    """One kind of being away: whether somebody has to agree, who, and how early one asks."""

    title: Words
    #: Nobody has to agree: it is in force as soon as it is entered, such as sickness.
    at_once: bool = False
    #: Who agrees; none means whoever decides by the permissions.
    approved_by: tuple[Code, ...] = ()
    #: So many days lie between asking and the first day, at least.
    days_ahead: Seats | None = None
    #: The law does not let it be called off because people are needed, such as sickness.
    never_called_off: bool = False
    source: SourceRef


class ShiftPlan(Part):
    """How a group of posts covers the day, as far as the plan goes."""

    title: Words
    posts: tuple[Code, ...] = Field(min_length=1)
    round_the_clock: bool = False
    shifts: tuple[Shift, ...] = ()
    leader: Code | None = None
    #: Each shift needs a leader of its own, not one for the whole group.
    leader_in_every_shift: bool = False
    relief: tuple[Relief, ...] = ()
    least: tuple[Least, ...] = ()
    working_time: WorkingTime | None = None
    rules: tuple[ShiftRule, ...] = ()
    weights: tuple[Weight, ...] = ()
    #: The first line that fits a swap counts; an empty table leaves it to whoever arranges duties.
    swaps: tuple[SwapRule, ...] = ()
    handover: Handover | None = None
    #: When whoever has not read a published month is reminded; none means never.
    unread: Unread | None = None
    #: The posts that decide what the plan leaves open: who proposes first, who approves last.
    deciders: tuple[Code, ...] = ()
    note: Words | None = None
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()
