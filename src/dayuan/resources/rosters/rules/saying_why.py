"""Why a month cannot be planned or covered, in sentences a director understands; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules import law, naming
from dayuan.resources.rosters.rules.explaining import ASKED, Reason, Why
from dayuan.resources.rosters.rules.rates import worth

_HOUR = 60
#: So many names or stretches of days are said; the rest is counted.
_MOST = 6


@dataclass(frozen=True, slots=True)
class Named:
    """What codewords and numbers of people are called: posts, and names as far as known."""

    plan: ShiftPlan
    post: Callable[[str], Text]
    names: Mapping[int, str]
    #: What certificates are called, where a reason asks for one.
    handbook: Handbook | None = None

    def says(self, code: str) -> Text:
        """Return what it says that a rule is not kept."""
        return naming.says(code, self.handbook)


@dataclass(frozen=True, slots=True)
class Said:
    """One of the reasons, with where it comes from."""

    says: Text
    source: Source
    may_pass: bool


def head(why: Why) -> Text:
    """Return what the reasons below it mean together."""
    if why.smallest:
        return Text(
            "这几条不能同时做到；去掉其中任何一条，其余的就能做到。",
            "These cannot hold together; without any one of them the others can.",
        )
    return Text(
        "这几条不能同时做到。时间不够，没有查完，真正的原因可能更少。",
        "These cannot hold together. Time was over: fewer of them may be enough.",
    )


def lines(why: Why, named: Named) -> tuple[Said, ...]:
    """Return each reason in a sentence."""
    return tuple(
        Said(
            _asked(one, named) if one.rule in ASKED else _limited(one, named),
            naming.source(named.plan, one.rule, named.handbook), one.may_pass,
        )
        for one in why.reasons
    )  # fmt: skip


def mends(why: Why, named: Named, each: int) -> tuple[Text, ...]:
    """Return what would mend it; ``each`` is what one person works at most, in minutes."""
    return tuple(_mends(why, named, why.each or each))


def money(why: Why, rate: Fraction | None) -> Text | None:
    """Return what the missing hours come to at a rate; nothing where none or no rate is known."""
    if rate is None or not why.missing:
        return None
    found = worth(Fraction(why.missing, _HOUR), rate)
    each, people, overtime = (
        f"¥{float(rate):,.2f}", f"¥{ceil(found.people):,}", f"¥{ceil(found.overtime):,}",
    )  # fmt: skip
    return Text(
        f"按每小时 {each}：添人约 {people}；法律允许加班的，加班约 {overtime}（150%）。",
        f"At {each} an hour: about {people} with more people; about {overtime} as overtime "
        "(150 %), as far as the law allows any.",
    )


# --- inside -------------------------------------------------------------------------------


def _asked(one: Reason, named: Named) -> Text:
    where, when = _where(one, named), stretches(one.days)
    hours = _hours(one.minutes)
    if one.rule == "leader":
        return Text(
            f"{where.zh}：{when.zh}，每天要有一名班长",
            f"{where.en}: a leader on {when.en}",
        )
    zh, en = ("任何时候至少", "never fewer than ") if one.rule == "least" else ("每班", "")
    return Text(
        f"{where.zh}：{when.zh}，{zh} {one.people} 人，共 {hours} 小时",
        f"{where.en}: {en}{one.people} at a time on {when.en}, {hours} h in all",
    )


def _where(one: Reason, named: Named) -> Text:
    shift = next((row.title.text for row in named.plan.shifts if row.code == one.shift), None)
    shift = _whole(shift or Text(one.shift, one.shift))
    if not one.post:
        return shift
    post = _whole(named.post(one.post))
    return Text(f"{shift.zh} {post.zh}", f"{shift.en}, {post.en}")


def _whole(text: Text) -> Text:
    """Return a title with words in both languages."""
    return Text(text.in_language("zh"), text.in_language("en"))


def _limited(one: Reason, named: Named) -> Text:
    who, what = _who(one, named), _what(one, named)
    return Text(f"{who.zh}：{what.zh}", f"{who.en}: {what.en}")


def _who(one: Reason, named: Named) -> Text:
    known = [named.names[pk] for pk in one.persons if pk in named.names]
    if len(one.persons) == 1:
        name = known[0] if known else f"{one.persons[0]}"
        return Text(name, name)
    post = _whole(named.post(one.post)) if one.post else Text("大家", "Everybody")
    said = known[:_MOST]
    more = len(known) - len(said)
    zh = f"（{'、'.join(said)}{'等' if more else ''}）" if said else ""
    en = f" ({', '.join(said)}{f' and {more} more' if more else ''})" if said else ""
    number = len(one.persons)
    return Text(f"{post.zh} {number} 人{zh}", f"{post.en}, {number} people{en}")


def _what(one: Reason, named: Named) -> Text:
    when = stretches(one.days) if one.days else Text("本月", "the month")
    hours, limit = _hours(one.minutes), law.limit(named.plan, one.rule)
    most = f"{limit.value:g}" if limit is not None else ""
    says = {
        "fixed": Text(f"{when.zh}的格子是人定下的", f"cells set by hand on {when.en}"),
        "away": Text(f"{when.zh}请假或培训", f"on leave or at a training on {when.en}"),
        "elsewhere": Text(f"{when.zh}另有值班", f"on another duty on {when.en}"),
        "appointment": Text(f"{when.zh}没有任职", f"not appointed on {when.en}"),
        "overtime_a_month_most": Text(
            f"本月连同延长工时最多上 {hours} 小时", f"{hours} h in the month at most, with overtime"
        ),
        "hours_a_period_most": Text(
            f"周期内连同延长工时还能上 {hours} 小时", f"{hours} h left of the period, with overtime"
        ),
        "rest_between_shifts_least": Text(
            f"两班之间至少休息 {most} 小时", f"at least {most} h of rest between two shifts"
        ),
        "days_in_a_row_most": Text(f"最多连续上班 {most} 天", f"at most {most} days on end"),
        "days_off_a_week_least": Text(
            f"每七天至少休息 {most} 天", f"at least {most} day(s) off in seven"
        ),
        "nights_in_a_row_most": Text(f"最多连续 {most} 个夜班", f"at most {most} nights on end"),
    }
    if naming.certificate_of(one.rule):
        lacks = named.says(one.rule)
        return Text(f"{when.zh}{lacks.zh}", f"{lacks.en}, on {when.en}")
    return says.get(one.rule) or named.says(one.rule)


def _mends(why: Why, named: Named, each: int) -> Iterator[Text]:
    if why.missing:
        lead = all(one.rule == "leader" for one in why.reasons if one.rule in ASKED)
        yield _more_people(why.missing, each, lead=lead)
    for one in why.reasons:
        found = _mend(one, named)
        if found is not None:
            yield found
    if any(one.rule in ASKED for one in why.reasons):
        yield Text(
            "有权接受例外的人接受这里缺人，再发布。",
            "Whoever accepts exceptions accepts that somebody is missing here.",
        )


def _more_people(missing: int, each: int, *, lead: bool) -> Text:
    """Return what is missing in hours, and in people; where only leaders are, in leaders."""
    hours = _hours(missing)
    who, no_one, more = ("名班长", "no leader", "leaders") if lead else ("人", "nobody", "people")
    zh, en = (
        f"整月至少有 {hours} 小时{'没有班长' if lead else '缺人'}，怎么排都补不上",
        f"At least {hours} h of the month have {no_one}",
    )
    if not each:
        return Text(f"{zh}。", f"{en}, whoever does what.")
    people = ceil(missing / each)
    return Text(
        f"{zh}：约要再添 {people} {who}（每人本月最多 {_hours(each)} 小时），或者少要这些班。",
        f"{en}, whoever does what: about {people} more {more} ({_hours(each)} h each "
        "at most), or so many hours fewer asked for.",
    )


def _mend(one: Reason, named: Named) -> Text | None:
    who = _who(one, named)
    own = {
        "fixed": Text(f"放开{who.zh}定下的格子。", f"Free the set cells of {who.en}."),
        "away": Text(
            f"请批假的人改{who.zh}的假期。", f"Have the leave of {who.en} moved by who decides."
        ),
        "elsewhere": Text(
            f"取消{who.zh}的另一班，或换给别人。", f"Take the other duty off {who.en}."
        ),
        "appointment": Text(f"办理{who.zh}的任职。", f"Appoint {who.en} for these days."),
    }
    if one.rule in own:
        return own[one.rule]
    if naming.certificate_of(one.rule):
        return Text(
            f"登记{who.zh}的证书，或任用有证的人。",
            f"Enter the certificates of {who.en}, or appoint people who have them.",
        )
    if one.may_pass and one.rule not in ASKED:
        says = named.says(one.rule)
        return Text(
            f"有权接受例外的人可以放宽：{says.zh}。",
            f"Whoever accepts exceptions may let it pass: {says.en}.",
        )
    return None


def stretches(days: Sequence[date]) -> Text:
    """Return days as stretches: 12 月 1 日至 4 日、12 月 6 日."""
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1][1] = day
        else:
            found.append([day, day])
    said = found[:_MOST]
    zh, en = [_stretch_zh(*one) for one in said], [_stretch_en(*one) for one in said]
    more = len(found) - len(said)
    return Text(
        "、".join(zh) + (f"等 {len(days)} 天" if more else ""),
        ", ".join(en) + (f" and more ({len(days)} days)" if more else ""),
    )


def _stretch_zh(first: date, last: date) -> str:
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    return f"{start}至{'' if first.month == last.month else f'{last.month}月'}{last.day}日"


def _stretch_en(first: date, last: date) -> str:
    until = f"{last.day} {last:%b}"
    return until if first == last else f"{first.day} to {until}"


def _hours(minutes: int) -> str:
    return f"{ceil(minutes / 6) / 10:g}"
