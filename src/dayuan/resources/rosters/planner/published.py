"""Reads problems in the public format for shift scheduling, SECTION_HORIZON to SECTION_COVER.

The benchmark begins on a Monday and knows nothing of the days before. A minimum of days
on end does not count where the horizon's edge cuts it; a weekend counts when its Saturday
or its Sunday is worked. Wishes and cover are priced, all else holds.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from dayuan.kernel.text import Text
from dayuan.resources.rosters.planner.problem import (
    ONLY_POST,
    BadProblemError,
    Demand,
    Duty,
    LeastMinutes,
    LongestStretch,
    MostMinutes,
    MostShifts,
    MostWeekends,
    Ordered,
    Person,
    PersonRule,
    Problem,
    Rule,
    Shift,
    ShortestBreak,
    ShortestStretch,
    Succession,
)

WEEK = 7
#: How far the format goes; what is larger is no roster but a slip, or an attack.
MOST_DAYS, MOST_PEOPLE, MOST_SHIFTS, LARGEST = 1_000, 1_000, 100, 10_000_000


class BadFileError(ValueError):
    """A file that is no problem in this format; the sentence names the line."""

    def __init__(self, says: Text, line: int | None = None) -> None:
        where = Text(f"第 {line} 行", f"line {line}") if line else None
        self.says = where.joined(says) if where else says
        super().__init__(self.says.in_language("en"))


@dataclass
class _Reading:
    """What has been read so far."""

    days: int = 0
    shifts: dict[str, Shift] = field(default_factory=dict)
    people: dict[str, list[PersonRule]] = field(default_factory=dict)
    may: dict[str, frozenset[Duty]] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    #: Shifts that another one names before its own line was read, with that line.
    named: list[tuple[int, str]] = field(default_factory=list)


def read(text: str) -> Problem:
    """Return the problem that a file's text describes, or raise :class:`BadFileError`."""
    reading, seen = _Reading(), set()
    line, section = 0, ""
    for line, words in _lines(text):
        if words[0].startswith("SECTION_"):
            section = words[0]
            if section not in _SECTIONS:
                raise _bad(line, f"不认识的部分 {section}", f"there is no section {section}")
            seen.add(section)
            continue
        try:
            _take(reading, section, words, line)
        except BadProblemError as problem:
            raise _bad(line, str(problem), str(problem)) from None
    if missing := [name for name in _SECTIONS if name not in seen and name not in _OPTIONAL]:
        names = ", ".join(missing)
        raise BadFileError(Text(f"缺少部分：{names}", f"the file has no {names}"))
    return _problem(reading, line)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that say something, with their numbers, cut at commas."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        said = line.split("#", 1)[0].strip()
        if said:
            yield number, [word.strip() for word in said.split(",")]


def _take(reading: _Reading, section: str, words: list[str], line: int) -> None:
    if not section:
        raise _bad(line, "这一行之前没有部分的标题", "this line stands before any section")
    take, least, most = _SECTIONS[section]
    if not least <= len(words) <= most:
        zh = f"{section} 的一行应有 {least} 项，这里有 {len(words)} 项"
        raise _bad(line, zh, f"a line of {section} has {least} parts, this one {len(words)}")
    take(reading, words, line)


def _bad(line: int, zh: str, en: str) -> BadFileError:
    return BadFileError(Text(zh, en), line)


def _number(word: str, line: int, *, most: int = LARGEST) -> int:
    if not (word.isascii() and word.isdigit()) or len(word) > len(str(LARGEST)) or int(word) > most:
        raise _bad(
            line,
            f"“{word}”应为 0 到 {most} 之间的整数",
            f"“{word}” should be a whole number from 0 to {most}",
        )
    return int(word)


def _day(reading: _Reading, word: str, line: int) -> int:
    day = _number(word, line)
    if day >= reading.days:
        raise _bad(line, f"没有第 {day} 天", f"there is no day {day}: days count from 0")
    return day


def _one(known: Container[str], what: Text, word: str, line: int) -> str:
    if word not in known:
        raise _bad(line, f"没有这个{what.zh}：{word}", f"there is no {what.en} {word}")
    return word


def _duty(reading: _Reading, word: str, line: int) -> Duty:
    return Duty(ONLY_POST, _one(reading.shifts, Text("班次", "shift"), word, line))


def _rules(reading: _Reading, word: str, line: int) -> list[PersonRule]:
    if word not in reading.people:
        raise _bad(line, f"没有这个人员：{word}", f"there is no person {word}")
    return reading.people[word]


def _horizon(reading: _Reading, words: list[str], line: int) -> None:
    if reading.days:
        raise _bad(line, "天数写了两次", "the number of days stands here twice")
    reading.days = _number(words[0], line, most=MOST_DAYS)
    if not reading.days:
        raise _bad(line, "至少要有一天", "there is at least one day")


def _shift(reading: _Reading, words: list[str], line: int) -> None:
    code, minutes = words[0], _number(words[1], line)
    if not code or code in reading.shifts or len(reading.shifts) == MOST_SHIFTS:
        raise _bad(line, f"班次重复、为空或过多：{code}", f"shift {code}: twice, empty or too many")
    after = frozenset(word.strip() for word in ",".join(words[2:]).split("|") if word.strip())
    reading.named += [(line, name) for name in sorted(after)]
    reading.shifts[code] = Shift(code, minutes, not_followed_by=after)


def _staff(reading: _Reading, words: list[str], line: int) -> None:
    code = words[0]
    if not code or code in reading.people or len(reading.people) == MOST_PEOPLE:
        raise _bad(
            line, f"人员重复、为空或过多：{code}", f"person {code}: twice, empty or too many"
        )
    limits = _shift_limits(reading, words[1], line)
    most, least, longest, shortest, pause, weekends = (_number(word, line) for word in words[2:])
    reading.may[code] = frozenset(
        Duty(ONLY_POST, shift) for shift in reading.shifts if limits.get(shift, 1)
    )
    reading.people[code] = [
        Succession(Rule("succession")),
        *(
            MostShifts(Rule("most_shifts"), number, frozenset({shift}))
            for shift, number in limits.items()
            if number < reading.days
        ),
        MostMinutes(Rule("most_minutes"), most),
        LeastMinutes(Rule("least_minutes"), least),
        LongestStretch(Rule("longest_stretch"), longest),
        ShortestStretch(Rule("shortest_stretch"), shortest),
        ShortestBreak(Rule("shortest_break"), pause),
        MostWeekends(Rule("most_weekends"), weekends),
    ]


def _shift_limits(reading: _Reading, word: str, line: int) -> dict[str, int]:
    """Read ``D=14|N=4``."""
    found: dict[str, int] = {}
    for part in filter(None, word.split("|")):
        shift, _, number = part.partition("=")
        code = _one(reading.shifts, Text("班次", "shift"), shift.strip(), line)
        found[code] = _number(number.strip(), line)
    return found


def _days_off(reading: _Reading, words: list[str], line: int) -> None:
    rules = _rules(reading, words[0], line)
    for word in words[1:]:
        rules.append(Ordered(Rule("day_off"), _day(reading, word, line)))


def _wish(*, wanted: bool) -> Callable[[_Reading, list[str], int], None]:
    def take(reading: _Reading, words: list[str], line: int) -> None:
        rules = _rules(reading, words[0], line)
        day, duty = _day(reading, words[1], line), _duty(reading, words[2], line)
        rule = Rule("wish_on" if wanted else "wish_off", _number(words[3], line))
        rules.append(Ordered(rule, day, frozenset({duty}), wanted=wanted))

    return take


def _cover(reading: _Reading, words: list[str], line: int) -> None:
    day, duty = _day(reading, words[0], line), _duty(reading, words[1], line)
    required, under, over = (_number(word, line) for word in words[2:])
    reading.demands.append(
        Demand(day, frozenset({duty}), required, Rule("under", under), Rule("over", over))
    )


#: How a line of each section is read, and how many parts it has.
_SECTIONS: dict[str, tuple[Callable[[_Reading, list[str], int], None], int, int]] = {
    "SECTION_HORIZON": (_horizon, 1, 1),
    "SECTION_SHIFTS": (_shift, 2, 3),
    "SECTION_STAFF": (_staff, 8, 8),
    "SECTION_DAYS_OFF": (_days_off, 1, MOST_DAYS),
    "SECTION_SHIFT_ON_REQUESTS": (_wish(wanted=True), 4, 4),
    "SECTION_SHIFT_OFF_REQUESTS": (_wish(wanted=False), 4, 4),
    "SECTION_COVER": (_cover, 5, 5),
}
_OPTIONAL = ("SECTION_DAYS_OFF", "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS")


def _problem(reading: _Reading, last: int) -> Problem:
    for line, name in reading.named:
        _one(reading.shifts, Text("班次", "shift"), name, line)
    if not reading.days or not reading.shifts or not reading.people:
        raise _bad(last, "没有天数、班次或人员", "the file names no days, no shifts or no people")
    saturdays = range(WEEK - 2, reading.days, WEEK)
    return Problem(
        days=reading.days,
        shifts=tuple(reading.shifts.values()),
        people=tuple(
            Person(code, reading.may[code], tuple(rules)) for code, rules in reading.people.items()
        ),
        demands=tuple(reading.demands),
        weekends=tuple(
            tuple(day for day in (saturday, saturday + 1) if day < reading.days)
            for saturday in saturdays
        ),
    )
