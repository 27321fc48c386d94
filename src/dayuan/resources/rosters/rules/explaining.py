"""Why a month cannot be planned, or not be covered: what is asked, and what the answer says; pure.

What only makes one roster dearer than another is not asked. What remains is bundled as
people speak of it: a shift of a post, a limit of everybody on a post, the leave of one person.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from dayuan.resources.rosters.planner.problem import (
    Demand,
    MostMinutes,
    Ordered,
    Person,
    Problem,
    Rule,
)
from dayuan.resources.rosters.planner.reasons import Bundle, reasons
from dayuan.resources.rosters.planner.reasons import Reason as Held
from dayuan.resources.rosters.rules import drafting, law, naming
from dayuan.resources.rosters.rules.drafting import Draft
from dayuan.resources.rosters.rules.judging import Judged

#: What posts ask for: where it stays open somebody wants to know why.
ASKED = ("least", "cover", "leader")
#: What is of one person and not of everybody on a post.
OWN = ("fixed", "away", "elsewhere", "appointment")
#: Left out in this order where others suffice: what is nearest to one person first, what
#: says most of the whole squad last.
_ORDER = (*OWN, "certificate", "nights_in_a_row_most", "rest_between_shifts_least",
          "days_in_a_row_most", "days_off_a_week_least", "overtime_a_month_most",
          "hours_a_period_most")  # fmt: skip
Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation: a rule, and of what or of whom."""

    rule: str
    #: What asks for people, or the main post of those whom a rule is about.
    post: str = ""
    shift: str = ""
    #: How many a shift asks for at once, at most.
    people: int = 0
    #: All shifts together, or what all those people can work in the month.
    minutes: int = 0
    #: What one of them can work at most.
    each: int = 0
    persons: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    #: Whoever publishes may let it pass.
    may_pass: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons that cannot hold together; ``missing`` minutes no roster covers, at least."""

    reasons: tuple[Reason, ...]
    smallest: bool
    missing: int = 0

    @property
    def each(self) -> int:
        """Return what one person more could work in the month, in minutes; 0 if nobody says."""
        return max((one.each for one in self.reasons), default=0)


#: How asking why ended: it is known; everything could be covered, with more time to plan; time
#: was over first; the package that proves it is not there.
FOUND, COULD, UNKNOWN, NO_SOLVER = "found", "could", "unknown", "no_solver"


@dataclass(frozen=True, slots=True)
class Explanation:
    """How asking why ended (``told``, empty where nobody asked), and what was found."""

    told: str = ""
    clashes: tuple[Why, ...] = ()


def strict(draft: Draft) -> Problem:
    """Return the month with every post covered, every shift led, and every limit kept.

    Limits that somebody may let pass are kept too: they are named then.
    """
    whole = drafting.problem(draft)
    people = tuple(_limited(one) for one in whole.people)
    demands = tuple(_asked(one) for one in whole.demands if _asks(one))
    return replace(whole, people=people, demands=demands, fairness=())


def without_demands(draft: Draft) -> Problem:
    """Return what holds of each person alone, where even that cannot hold together."""
    whole = drafting.problem(draft)
    people = (
        replace(one, rules=tuple(rule for rule in one.rules if rule.rule.hard))
        for one in whole.people
    )
    return replace(whole, people=tuple(people), demands=(), fairness=())


def bundles(draft: Draft, problem: Problem, judged: Judged | None = None) -> list[Bundle]:
    """Return what must hold, bundled; demands that are open in a judged month come last."""
    posts = {str(one.person): _main_post(one) for one in draft.members}
    found: dict[Name, list[Held]] = {}
    for one in reasons(problem):
        found.setdefault(_name(one, posts), []).append(one)
    open_now = _open(judged) if judged else frozenset()
    rows = [Bundle(name, tuple(held)) for name, held in found.items()]
    return sorted(rows, key=lambda one: _place(one.name, open_now))


def is_open(judged: Judged) -> bool:
    """Tell whether anything that posts ask for stays open."""
    return any(one.code in ASKED for one in judged.broken)


def why(draft: Draft, told: Iterable[Bundle], *, smallest: bool, missing: int | None) -> Why:
    """Return what cannot hold together as sentences will say it, what is asked first."""
    lines = [_reason(draft, one) for one in told]
    lines.sort(key=lambda one: (one.rule not in ASKED, one.rule, one.shift, one.post))
    return Why(tuple(lines), smallest, missing or 0)


def kept(told: str, found: Iterable[Why] = ()) -> dict[str, Any]:
    """Return an explanation as it is kept with a run: numbers and codewords, no names."""
    rows = [{**asdict(one), "reasons": [_row(reason) for reason in one.reasons]} for one in found]
    return {"told": told, "clashes": rows}


def read(row: Mapping[str, Any]) -> Explanation:
    """Return an explanation that was kept."""
    clashes = (
        Why(tuple(_of_row(reason) for reason in one["reasons"]), one["smallest"], one["missing"])
        for one in row.get("clashes", ())
    )
    return Explanation(row.get("told", ""), tuple(clashes))


# --- inside -------------------------------------------------------------------------------


def _row(reason: Reason) -> dict[str, Any]:
    return {**asdict(reason), "days": [day.isoformat() for day in reason.days]}


def _of_row(row: Mapping[str, Any]) -> Reason:
    days = tuple(date.fromisoformat(day) for day in row["days"])
    return Reason(**{**row, "persons": tuple(row["persons"]), "days": days})


def _limited(person: Person) -> Person:
    """Return a person with every limit as one that holds, and nothing that is only dearer."""
    rules = (
        rule if rule.rule.hard else replace(rule, rule=Rule(rule.rule.code))
        for rule in person.rules
        if rule.rule.hard or not naming.is_priced(rule.rule.code)
    )
    return replace(person, rules=tuple(rules))


def _asks(demand: Demand) -> bool:
    return demand.under is not None and demand.under.code in ASKED and demand.required > 0


def _asked(demand: Demand) -> Demand:
    return replace(demand, under=Rule(demand.under.code) if demand.under else None, over=None)


def _name(one: Held, posts: Mapping[str, str]) -> Name:
    if isinstance(one.of, Demand):
        shift = min(duty.shift for duty in one.of.duties)
        post = min(duty.post for duty in one.of.duties) if len(one.of.duties) == 1 else ""
        return one.rule.code, post, shift
    person = one.person or ""
    if one.rule.code in OWN:
        return one.rule.code, posts.get(person, ""), person
    return one.rule.code, posts.get(person, "")


def _open(judged: Judged) -> frozenset[Name]:
    missing = {(one.post, one.shift) for one in judged.cover if one.missing}
    codes = {one.code for one in judged.broken}
    found: set[Name] = {(code, *where) for code in codes & {"least", "cover"} for where in missing}
    if "leader" in codes:
        found |= {("leader", "", shift.code or "") for shift in judged.draft.plan.shifts}
    return frozenset(found)


def _place(name: Name, open_now: Collection[Name]) -> int:
    if name[0] in ASKED:
        return len(_ORDER) + 1 if name in open_now else -1
    # Each certificate is a rule of its own; they have one place.
    code = name[0].partition(".")[0]
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def _reason(draft: Draft, bundle: Bundle) -> Reason:
    code, post, *_rest = bundle.name
    days = sorted({draft.days[day] for day in _days(bundle)})
    limit = law.limit(draft.plan, code)
    common = Reason(
        code, post, days=tuple(days),
        may_pass=code in ASKED or (limit is not None and limit.price is not None),
    )  # fmt: skip
    demands = [one.of for one in bundle.reasons if isinstance(one.of, Demand)]
    if demands:
        people, minutes = _work(draft, demands)
        return replace(common, shift=bundle.name[2], people=people, minutes=minutes)
    most = [_most(one) for one in bundle.reasons]
    return replace(
        common, minutes=sum(most), each=max(most),
        persons=tuple(sorted({int(one.person) for one in bundle.reasons if one.person})),
    )  # fmt: skip


def _work(draft: Draft, demands: list[Demand]) -> tuple[int, int]:
    """Return how many people shifts ask for at once, and for how many minutes in all."""
    length = {one.code: one.minutes for one in drafting.shifts(draft.plan)}
    each = (one.required * max(length[duty.shift] for duty in one.duties) for one in demands)
    return max(one.required for one in demands), sum(each)


def _most(one: Held) -> int:
    """Return what a limit of the month leaves one person to work, in minutes."""
    if isinstance(one.of, MostMinutes) and one.of.every is None:
        return max(0, one.of.most - one.of.already)
    return 0


def _days(bundle: Bundle) -> Iterator[int]:
    for one in bundle.reasons:
        if isinstance(one.of, Demand | Ordered):
            yield one.of.day


def _main_post(member: drafting.Member) -> str:
    held = sorted(member.tenures, key=lambda one: not one.main)
    return held[0].post if held else ""
