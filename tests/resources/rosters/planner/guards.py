"""A guard roster as a compound has it, invented: 22 guards, five posts, three shifts, a month."""

from datetime import date, timedelta

from dayuan.resources.rosters.planner.problem import (
    Demand,
    Duty,
    Fairness,
    LeastMinutes,
    LongestStretch,
    MostMinutes,
    MostWeekends,
    Ordered,
    Person,
    Problem,
    Rest,
    Rule,
    Shift,
    ShortestBreak,
    Succession,
)

EARLY, LATE, NIGHT = "E", "L", "N"
SHIFTS = (
    Shift(EARLY, 480, start=480),
    Shift(LATE, 480, start=960, not_followed_by=frozenset({EARLY})),
    Shift(NIGHT, 480, start=0, not_followed_by=frozenset()),
)
CODES = (EARLY, LATE, NIGHT)
#: Who stands where, and who may stand there too; the mobile squad may stand anywhere.
STAFF = {"gate": 5, "monitor": 3, "patrol": 6, "lobby": 2, "mobile": 6}
LEADERS = frozenset({"patrol1", "patrol2", "patrol3"})
ALSO = {"gate": ("patrol",), "monitor": (), "patrol": ("gate",), "lobby": ("gate",)}
#: How many a post needs by shift on a workday.
NEEDED = {
    "gate": {EARLY: 2, LATE: 1, NIGHT: 1},
    "monitor": {EARLY: 1, LATE: 1, NIGHT: 1},
    "patrol": {EARLY: 2, LATE: 2, NIGHT: 1},
    "lobby": {EARLY: 1},
}
UNDER = {"gate": 300, "monitor": 400, "patrol": 200, "lobby": 60}
FIRST = date(2026, 12, 1)
DAYS = 31


def guards(days: int = DAYS) -> Problem:
    """Return the month."""
    dates = [FIRST + timedelta(days=day) for day in range(days)]
    free = frozenset(day for day, date_ in enumerate(dates) if date_.weekday() > 4)
    weekends = tuple(
        tuple(day for day in (day, day + 1) if day < days)
        for day, date_ in enumerate(dates)
        if date_.weekday() == 5
    )
    people = tuple(
        _person(f"{post}{number}", post, number, days)
        for post, count in STAFF.items()
        for number in range(1, count + 1)
    )
    codes = frozenset(person.code for person in people)
    fairness = (
        _fair("fair_nights", 4, codes, frozenset({NIGHT}), None),
        _fair("fair_weekends", 3, codes, None, free),
    )
    demands = [d for day in range(days) for d in _demands(day, quiet=day in free)]
    return Problem(
        days=days,
        shifts=SHIFTS,
        people=people,
        demands=tuple(demands),
        fairness=fairness,
        weekends=weekends,
        first=FIRST,
    )


def _fair(code, price, people, shifts, days):
    round_the_clock = frozenset(one for one in people if not one.startswith("lobby"))
    carry = {one: number % 3 for number, one in enumerate(sorted(round_the_clock))}
    return Fairness(Rule(code, price), round_the_clock, shifts, days, 1, carry)


def _person(code: str, post: str, number: int, days: int) -> Person:
    posts = ("gate", "patrol", "lobby", "monitor") if post == "mobile" else (post, *ALSO[post])
    shifts = (EARLY,) if post == "lobby" else CODES
    may = frozenset(Duty(one, shift) for one in posts for shift in shifts)
    week = 48 * 60
    rules = (
        Succession(Rule("succession")),
        Rest(Rule("rest"), 11 * 60),
        LongestStretch(Rule("longest_stretch"), 6),
        LongestStretch(Rule("nights"), 4, frozenset({NIGHT})),
        MostMinutes(Rule("week"), week, every=7),
        MostMinutes(Rule("month"), 184 * 60 + 36 * 60),
        MostMinutes(Rule("overtime", 2), 184 * 60),
        LeastMinutes(Rule("contract", 3), days * 320),
        ShortestBreak(Rule("single_days_off", 6), 2),
        MostWeekends(Rule("weekends", 10), 3),
        Ordered(Rule("leave"), (number * 5) % days),
        Ordered(Rule("leave"), (number * 5 + 1) % days),
        Ordered(Rule("wish", 5), (number * 11 + len(post)) % days),
    )
    return Person(code, may, rules, before=(None, None))


def _demands(day: int, *, quiet: bool) -> list[Demand]:
    found = []
    for post, needed in NEEDED.items():
        for shift, number in needed.items():
            if quiet and post == "lobby":
                continue
            fewer = 1 if quiet else number
            found.append(
                Demand(
                    day,
                    frozenset({Duty(post, shift)}),
                    fewer,
                    Rule(f"under_{post}", UNDER[post]),
                    Rule("over", 8),
                )
            )
    posts = ("gate", "patrol", "monitor", "lobby")
    for shift in CODES:
        squad = frozenset(Duty(post, shift) for post in posts)
        leader = Rule("leader", 150), Rule("two_leaders", 20)
        found.append(Demand(day, squad, 1, *leader, LEADERS))
    return found
