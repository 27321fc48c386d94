"""The feasibility sheet as lists: posts, open questions, a month, a year."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import Least
from dayuan.kernel.problems import Source
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import joint, words
from dayuan.platform.ui.shapes import Badge, Column, Listing, Row
from dayuan.platform.ui.tones import Tone
from dayuan.resources.rosters.feasibility import Feasibility
from dayuan.resources.rosters.rules.balance import Balance
from dayuan.resources.rosters.rules.sheet import Help, Line, Verdict
from dayuan.resources.rosters.rules.whatif import DAY, WEEK
from dayuan.resources.rosters.rules.year import Month, Sums
from dayuan.resources.rosters.web.numbers import hours, money, needed, plain


def verdict(found: Verdict) -> Badge:
    """Return how a post stands, as a badge."""
    said = {
        Verdict.UNDECIDED: Badge(Tone.SOON, _("Not decided"), "help"),
        Verdict.FREE: Badge(Tone.WAITING, _("Not needed in any shift")),
        Verdict.SHORT: Badge(Tone.LATE, _("Cannot be covered")),
        Verdict.RELIEVED: Badge(Tone.SOON, _("Only with relief"), "arrows-exchange"),
        Verdict.TIGHT: Badge(Tone.SOON, _("Full, nobody to stand in")),
        Verdict.VACANT: Badge(Tone.LATE, _("Places are vacant")),
        Verdict.COVERED: Badge(Tone.DONE, _("Can be covered")),
    }
    return said[found]


def posts(found: Feasibility) -> Listing:
    """Return each post with what it needs, has and lacks in a plain week."""
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Needs in a week"), "where"),
        Column(_("Has"), "until"),
        Column(_("Lacks, and relief"), "until"),
        Column(_("Source"), "where"),
    ]
    rows = [
        Row(
            cells=[
                found.compiled.post_title(line.ask.post),
                verdict(found.verdict(line)),
                needs(found, line),
                has(found, line),
                [*lacks(found, line), *relief(found.compiled, line)] or None,
                sources(found, line),
            ],
            tone=Tone.LATE if found.verdict(line) is Verdict.SHORT else None,
        )
        for line in found.lines
    ]
    return Listing(caption=_("Posts and their people"), columns=columns, rows=rows)


def needs(found: Feasibility, line: Line) -> list[str]:
    """Return the hours and people a post needs; where they are open, what one person takes."""
    if line.ask.hours is None:
        said = [_("Nobody has decided it."), _one_seat(line)]
    else:
        said = [hours(line.ask.hours), _people(line.people_needed or Fraction(0))]
    return [*said, *_if_answered(found, line)]


def open_of(found: Feasibility, line: Line) -> list[str]:
    """Return what must be decided of a post, and what it would take if it were."""
    said = [] if line.ask.hours is not None else [_("Nobody has decided it."), _one_seat(line)]
    return [*said, *_if_answered(found, line)]


def _if_answered(found: Feasibility, line: Line) -> list[str]:
    if found.tried.tried(line.ask.post).hours is not None:
        return []
    return [_if_so(found.compiled, line, one) for one in found.waiting(line.ask.post)]


def _one_seat(line: Line) -> str:
    whole = line.terms.people_for(Fraction(DAY * WEEK))
    return _("One person on duty round the clock takes %(n)s people.") % {"n": needed(whole)}


def _if_so(plan: Compiled, line: Line, least: Least) -> str:
    setting = plan.handbook.settings[least.when or ""]
    whole = line.terms.people_for(Fraction(DAY * WEEK * least.people))
    said = _("If “%(question)s” is answered yes: %(seats)s on duty at once, %(people)s people.")
    question = words(setting.title.text)
    return said % {"question": question, "seats": least.people, "people": needed(whole)}


def _people(number: Fraction) -> str:
    return _("%(n)s people") % {"n": needed(number)}


def has(found: Feasibility, line: Line) -> list[str]:
    """Return how many people a post has, by the plan or tried, and how many are appointed."""
    tried = found.tried.tried(line.ask.post).people is not None
    said = _("%(n)d people tried: %(hours)s") if tried else _("%(n)d by the plan: %(hours)s")
    there = found.actual[line.ask.post].ask.people
    return [
        said % {"n": line.ask.people, "hours": hours(line.has)},
        _("%(n)d appointed today") % {"n": there},
        *certificates(found, line),
    ]


def certificates(found: Feasibility, line: Line) -> list[str]:
    """Return how many of those appointed have what the post asks for."""
    return [
        _("%(what)s: %(n)d of %(all)d have it")
        % {"what": words(one.asked.title), "n": one.having, "all": one.people}
        for one in found.certified[line.ask.post]
        if one.people
    ]


def lacks(found: Feasibility, line: Line) -> list[str]:
    """Return what is missing, in hours and in people."""
    if line.ask.hours is None:
        return []
    said = []
    if line.gap:
        gap = line.terms.people_for(line.gap)
        short = _("short of %(hours)s, %(n)s people")
        said.append(short % {"hours": hours(line.gap), "n": needed(gap)})
        if line.relieved and line.missing:
            said.append(_("After relief: %(hours)s") % {"hours": hours(line.missing)})
        if line.ask.people:
            each = line.ask.hours / line.ask.people
            said.append(_("They would work %(hours)s a week each.") % {"hours": hours(each)})
    actual = found.actual[line.ask.post]
    if actual.gap > line.gap:
        said.append(_("With those appointed: %(hours)s") % {"hours": hours(actual.gap)})
    return said


def relief(plan: Compiled, line: Line) -> list[str]:
    """Return what relief posts give."""
    return [_help(plan, one) for one in line.helps]


def _help(plan: Compiled, one: Help) -> str:
    post = words(plan.post_title(one.post))
    if not one.proven:
        return _("%(post)s: at most %(hours)s; does not count while its own need is open") % {
            "post": post, "hours": hours(one.hours),
        }  # fmt: skip
    if not one.hours:
        return _("%(post)s can stand in") % {"post": post}
    return _("%(post)s gives %(hours)s") % {"post": post, "hours": hours(one.hours)}


def of_group(found: Feasibility) -> list[Source]:
    """Return where the group's own rules come from: its clauses, and the law's limits."""
    more = (one.value for one in found.group.plan.more_sources)
    shifts = (one.source.value for one in found.group.plan.shifts if one.source is not None)
    said = (found.group.source, *more, *shifts, found.week.source, found.overtime.source)
    return list(dict.fromkeys(said))


def sources(found: Feasibility, line: Line) -> list[Source]:
    """Return where the numbers of a post come from."""
    plan, post = found.group.plan, found.compiled.handbook.posts[line.ask.post]
    said = [post.source.value, *(one.source.value for one in found.least(line.ask.post))]
    said += [one.source.value for one in found.waiting(line.ask.post)]
    given = {one.post for one in line.helps}
    said += [one.source.value for one in plan.relief if one.post in given]
    said += [one.asked.source for one in found.certified[line.ask.post] if one.people]
    return list(dict.fromkeys(said))


def decisions(found: Feasibility) -> Listing | None:
    """Return what somebody has to decide, and where it is written."""
    if not found.questions:
        return None
    columns = [
        Column(_("What has to be decided"), "what"),
        Column(_("By whom"), "where"),
        Column(_("Where in the plan's files"), "until"),
        Column(_("Source"), "where"),
    ]
    by = deciders(found)
    rows = [Row(cells=[one.what, by, one.where, one.source]) for one in found.questions]
    return Listing(caption=_("What has to be decided"), columns=columns, rows=rows)


def deciders(found: Feasibility) -> str:
    """Return who decides what is open: who proposes first, who approves last."""
    titles = [words(found.compiled.post_title(post)) for post in found.group.plan.deciders]
    return " → ".join(titles)


def month(found: Feasibility) -> Listing:
    """Return the two ledgers of a month: needed, and given by those who are appointed."""
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Needed"), "where"),
        Column(_("Within the norm"), "until"),
        Column(_("On leave"), "where"),
        Column(_("Overtime allowed"), "until"),
        Column(_("Open hours"), "where"),
        Column(_("Idle"), "where"),
    ]
    rows = [Row(cells=_of_month(found, one)) for one in found.balances]
    return Listing(caption=_("Hours of the month"), columns=columns, rows=rows)


def _of_month(found: Feasibility, one: Balance) -> list[Any]:
    title = found.compiled.post_title(one.post)
    norm, more = _norm(one.hours), _("overtime %(hours)s") % {"hours": hours(one.overtime)}
    away = _("leave %(hours)s") % {"hours": hours(one.leave)} if one.leave else None
    if one.needed is None:
        return [title, balance_state(one), None, norm, away, more, None, None]
    lacks = _("open %(hours)s") % {"hours": hours(one.short)} if one.short else None
    idle = _("idle %(hours)s") % {"hours": hours(one.idle)} if one.idle else None
    return [title, balance_state(one), _need(one.needed), norm, away, more, lacks, idle]


def _need(value: Fraction) -> str:
    # On a phone the cells stand without their headings: each says what it is.
    return _("needs %(hours)s") % {"hours": hours(value)}


def _norm(value: Fraction) -> str:
    return _("norm %(hours)s") % {"hours": hours(value)}


def balance_state(one: Balance) -> Badge:
    """Return how a post stands in the month of those appointed, as a badge."""
    if one.needed is None:
        return verdict(Verdict.UNDECIDED)
    if one.beyond_overtime:
        return Badge(Tone.LATE, _("Open even with overtime"))
    if one.short:
        return Badge(Tone.SOON, _("Only with overtime"))
    if not one.needed:
        return Badge(Tone.WAITING, _("Not needed in any shift"))
    return Badge(Tone.DONE, _("Hours suffice"))


def gaps(found: Feasibility) -> Listing | None:
    """Return what each post lacks in the year, in hours, and in money where there is a rate."""
    years = [(post, months) for post in found.posts if (months := found.months(post))]
    if not years:
        return None
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Lacks in the year"), "where"),
        Column(_("Beyond what the law allows"), "until"),
    ]
    if any(found.worth(months) for _post, months in years):
        columns += [
            Column(_("With more people, about"), "until"),
            Column(_("As overtime, about"), "until"),
        ]
    rows = [Row(cells=_of_gap(found, post, months)) for post, months in years]
    return Listing(caption=_("What lacks in the year"), columns=columns, rows=rows)


def _of_gap(found: Feasibility, post: str, months: Sequence[Month]) -> list[Any]:
    total, worth = Sums.of(months), found.worth(months)
    lacks = _("lacks %(hours)s") % {"hours": hours(total.overtime)} if total.overtime else None
    beyond = _("too much %(hours)s") % {"hours": hours(total.uncovered)}
    cells = [found.compiled.post_title(post), year_state(months), lacks]
    cells.append(beyond if total.uncovered else None)
    if worth is None:
        return cells
    said = ((_("more people %(money)s"), worth.people), (_("overtime %(money)s"), worth.overtime))
    return cells + [text % {"money": money(value)} if value else None for text, value in said]


def year_state(months: Iterable[Month]) -> Badge:
    """Return how the worst month of a post stands, as a badge."""
    return month_state(max(months, key=lambda one: (one.uncovered, one.overtime)))


def year(found: Feasibility, months: Sequence[Month]) -> Listing:
    """Return a post's year, month by month."""
    columns = [
        Column(_("Month"), "what"),
        Column(_("State"), "state"),
        Column(_("Needed"), "where"),
        Column(_("Within the norm"), "until"),
        Column(_("Overtime"), "until"),
        Column(_("Beyond what the law allows"), "where"),
        Column(_("Left for leave"), "where"),
    ]
    priced = found.worth(months) is not None
    if priced:
        columns.append(Column(_("Overtime costs about"), "until"))
    rows = [Row(cells=_of_year(one, found.rate(one.first), priced=priced)) for one in months]
    return Listing(caption=_("The year, month by month"), columns=columns, rows=rows)


def _of_year(one: Month, rate: Fraction | None, *, priced: bool) -> list[Any]:
    said = (
        (_("overtime %(hours)s"), one.overtime),
        (_("too much %(hours)s"), one.uncovered),
        (_("left %(hours)s"), one.leave),
    )
    cells: list[Any] = [times.month(one.first), month_state(one), _need(one.need)]
    cells += [_norm(one.norm)]
    cells += [text % {"hours": hours(value)} if value else None for text, value in said]
    return [*cells, None if rate is None else money(one.costs(rate))] if priced else cells


def month_state(one: Month) -> Badge:
    """Return how a month of a post stands, as a badge."""
    if one.uncovered:
        return Badge(Tone.LATE, _("Cannot be covered"))
    if one.overtime:
        return Badge(Tone.SOON, _("Only with overtime"))
    return Badge(Tone.DONE, _("Hours suffice"))


def sums(sheet: Feasibility, months: Sequence[Month]) -> list[str]:
    """Return the year in sentences: overtime, what the law does not allow, leave, money."""
    found, cost = Sums.of(months), sheet.costs(months)
    bad = sum(1 for one in months if one.uncovered)
    said = [
        _("Needed in the year: %(need)s; within the norm: %(norm)s.")
        % {"need": hours(found.need), "norm": hours(found.norm)}
    ]
    if found.overtime:
        said.append(_("Overtime: %(hours)s.") % {"hours": hours(found.overtime)})
    if bad:
        said.append(
            ngettext(
                "In %(n)d month even the overtime that the law allows does not suffice: "
                "%(hours)s stay open.",
                "In %(n)d months even the overtime that the law allows does not suffice: "
                "%(hours)s stay open.",
                bad,
            )
            % {"n": bad, "hours": hours(found.uncovered)}
        )
    said.append(_leave(found))
    if cost is not None:
        said.append(
            _(
                "Overtime and holidays cost about %(money)s: 150 %% an hour, 300 %% on the "
                "law's own holidays."
            )
            % {"money": money(cost)}
        )
    return said


def _leave(found: Sums) -> str:
    if not found.leave:
        return _("Nothing is left for leave, sickness or training.")
    return _("Left for leave, sickness and training: %(hours)s, %(days)s days of eight hours.") % {
        "hours": hours(found.leave), "days": plain(found.leave / 8),
    }  # fmt: skip


def tries(found: Feasibility) -> list[str]:
    """Return the numbers that somebody tries, in words; none where the plan's own stand."""
    tried = found.tried
    said = []
    if tried.hours_a_week is not None:
        each = {"hours": hours(tried.hours_a_week)}
        said.append(_("%(hours)s a week of one person") % each)
    if tried.away:
        said.append(_("away on any day %(n)s %%") % {"n": plain(tried.away * 100)})
    if tried.rate is not None:
        said.append(_("¥%(n)s for one hour") % {"n": f"{float(tried.rate):.2f}"})
    return said + [_tried(found, post) for post in found.posts if post in tried.posts]


def _tried(found: Feasibility, post: str) -> str:
    one = found.tried.tried(post)
    parts = (
        (_("%(n)s people"), one.people),
        (_("%(n)s on duty at once"), one.seats),
        (_("%(n)s hours a day"), None if one.hours_a_day is None else plain(one.hours_a_day)),
    )
    said = [text % {"n": n} for text, n in parts if n is not None]
    return f"{words(found.compiled.post_title(post))} {joint().join(said)}"
