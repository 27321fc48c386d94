"""Who decides on what people ask for: by the plan's tables, else by who leads whom; pure."""

from collections.abc import Collection, Iterable

from dayuan.handbook.compiled import Compiled

#: Asking for one's own leave, wishes and swaps; entering leave for others; deciding.
ASK, ENTER, DECIDE = "rosters.own.ask", "rosters.away.enter", "rosters.asked.decide"


def able(plan: Compiled, posts: Iterable[str]) -> tuple[str, ...]:
    """Return those of these posts that may decide by the permissions."""
    held = plan.holding(DECIDE)
    return tuple(post for post in posts if held is not None and post in held.posts)


def led(plan: Compiled, posts: Iterable[str]) -> frozenset[str]:
    """Return the posts of the units that these posts belong to, and of all units below."""
    known, units = plan.handbook.posts, plan.handbook.units
    inside = {known[post].unit for post in posts if post in known}
    below = {unit for unit in units if inside.intersection(_line(plan, unit))}
    return frozenset(code for code, post in known.items() if post.unit in inside | below)


def nearest(
    plan: Compiled, theirs: Collection[str], named: Iterable[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the posts that decide on what holders of ``theirs`` ask for, the nearest first.

    Those a table names come alone. Otherwise whoever leads the fewest is the nearest:
    a supervisor before the head of the house.
    """
    if chosen := able(plan, named):
        return (chosen,)
    held = plan.holding(DECIDE)
    by_reach: dict[int, list[str]] = {}
    for post in held.posts if held is not None else ():
        reach = led(plan, [post])
        if not reach.isdisjoint(theirs):
            by_reach.setdefault(len(reach), []).append(post)
    return tuple(tuple(by_reach[size]) for size in sorted(by_reach))


def _line(plan: Compiled, unit: str) -> set[str]:
    """Return a unit and all units around it; a plan that runs in a circle ends too."""
    found: set[str] = set()
    code: str | None = unit
    while code is not None and code not in found:
        found.add(code)
        part = plan.handbook.units.get(code)
        code = part.parent if part else None
    return found
