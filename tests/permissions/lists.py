"""What stands on a page, and for whom: rows, numbers, fields; written by hand.

The matrix says who opens a page. This says what of it they see: ``others`` open
the same page and must not find the words there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse, reverse_lazy

from tests.permissions import table
from tests.permissions.driving import answered
from tests.permissions.table import parts
from tests.permissions.world import World, undone


@dataclass(frozen=True)
class Shown:
    """Words on a page: a pattern, who finds it there, who must not."""

    what: str
    page: Callable[[World], str]
    words: Callable[[World], str]
    may: tuple[str, ...]
    others: tuple[str, ...]
    #: The right that makes the difference, where it is a right.
    verb: str = ""


def shown(
    what: str,
    page: Callable[[World], str] | Any,
    words: Callable[[World], str] | str,
    *,
    may: str,
    others: str,
    verb: str = "",
) -> Shown:
    """Write one line; ``others`` are all who open the page, those in ``may`` taken out."""
    address = page if callable(page) else _always(page)
    sought = words if callable(words) else _always(words)
    # Nothing of this site's cases is seen from another one.
    see = parts(may) - (
        {"elsewhere"}
        if what.startswith(("a case", "the last case", "a count", "a wish"))
        else set()
    )
    rest = parts(others) - see
    return Shown(what, address, sought, tuple(sorted(see)), tuple(sorted(rest)), verb)


def _always(text: Any) -> Callable[[World], str]:
    return lambda _world: str(text)


def _number(relation: str) -> Callable[[World], str]:
    return lambda world: re.escape(world.number(relation))


def _page(name: str, kind: str, query: str = "") -> Callable[[World], str]:
    return lambda world: reverse(name, args=[world.ids[kind, "open"]]) + query


_PEOPLE = reverse_lazy("people:list")

LISTS = (
    # ── rows of cases ───────────────────────────────────────────────────────────────────
    shown("a case open to staff", "/cases/?show=all", _number("open"),
          may="staff", others="all"),
    shown("a need-to-know case", "/cases/?show=all", _number("hidden"),
          may="", others="all"),
    shown("an open need-to-know case", "/cases/", _number("hidden"), may="", others="all"),
    shown("a case open to staff on the board", "/board/", _number("open"),
          may=table.LEADERS, others=""),
    shown("a need-to-know case on the board", "/board/", _number("hidden"),
          may="", others=table.LEADERS),
    shown("a need-to-know case on the wall", "/board/?wall=1", _number("hidden"),
          may="", others=table.LEADERS),
    shown("a need-to-know task in one's work", "/mine/", _number("hidden"),
          may="", others="staff"),
    shown("a need-to-know case as evidence of a clause", "/plan/clauses/C4.1.1-03/",
          _number("hidden"), may="", others="staff"),
    shown("the last case as evidence of a clause", "/plan/clauses/C4.1.1-03/",
          _number("open"), may="director technician", others="elsewhere"),
    shown("a count as evidence of a clause", "/plan/clauses/C1.2-02/", "Smoke detector: 612",
          may=table.ITEMS_SEEN, others="staff"),
    shown("another site's count as evidence of a clause", "/plan/clauses/C1.2-02/",
          "Smoke detector: 777", may="elsewhere", others="staff"),
    shown("a need-to-know case in the log", "/audit/",
          lambda world: rf"work\.case #{world.ids['case', 'hidden']}\b",
          may="", others=table.AUDIT),
    shown("a case open to staff in the log", "/audit/",
          lambda world: rf"work\.case #{world.ids['case', 'open']}\b",
          may="checker", others=table.AUDIT.replace("director", "elsewhere")),
    shown("a notice of a case one may no longer know of", "/notices/", _number("hidden"),
          may="", others="all"),
    shown("a need-to-know form issued", "/documents/issued/",
          lambda world: rf"编号{world.ids['case', 'hidden']}\b", may="", others=table.ISSUED),
    shown("a case open to staff whose form was issued", "/documents/issued/",
          lambda world: rf"编号{world.ids['case', 'open']}\b", may="director checker dispatcher",
          others="elsewhere"),
    # ── people and things of another site ───────────────────────────────────────────────
    shown("another site's person", _PEOPLE, "别处电工", may="elsewhere",
          others=table.LEADERS),
    shown("another site's duty", "/duty/", "别处电工", may="elsewhere", others="staff"),
    shown("another site's hours", "/duty/hours/", "别处电工", may="elsewhere", others=table.MOVE),
    shown("a colleague's hours", "/duty/hours/", "吴国庆",
          may="deputy dispatcher supervisor captain", others="guard cleaner technician checker"),
    shown("a colleague's duty to be noted", "/duty/attendance/", "吴国庆",
          may="deputy dispatcher supervisor captain", others="guard cleaner technician checker"),
    # What an hour costs, and money reckoned by it, is for those whom the plan lets.
    shown("another site's rate", "/duty/rates/", r"77\.73", may="elsewhere", others=table.RATES),
    shown("what an hour costs beside the numbers one tries", "/duty/feasibility/", r"41\.37|77\.73",
          may=table.RATES, others=table.MOVE, verb="rosters.rate.view"),
    # What people ask for is read by whoever leads their unit.
    shown("leave of another unit", "/duty/asked/", "吴国庆", may="supervisor",
          others="captain elsewhere"),
    shown("a wish of another unit", "/duty/asked/", "孙建国", may="captain director",
          others="supervisor elsewhere"),
    shown("another site's device", "/accounts/devices/", "别处电工的平板", may="elsewhere",
          others=table.DEVICES),
    shown("another site's channel", "/notices/settings/", "别处电工的渠道", may="elsewhere",
          others="all"),
    shown("another site's way out", "/notices/channels/", "别处电工的渠道", may="elsewhere",
          others=table.CHANNELS),
    shown("another site's place", "/places/", "别处电工的机房", may="elsewhere", others="staff"),
    shown("another site's piece", "/equipment/", "别处电工的水泵", may="elsewhere",
          others=table.ITEMS_SEEN),
    shown("another site's label", "/equipment/labels/", "别处电工的机房", may="elsewhere",
          others=table.LABELS),
    shown("another site's piece without a label", "/equipment/labels/equipment/",
          "别处电工的水泵", may="elsewhere", others=table.LABELS),
    shown("another site's held report", "/desk/held/", "别处电工的机房", may="",
          others=table.DISPATCH),
    shown("a held report", "/desk/held/", "吴国庆的机房", may=table.DISPATCH, others=""),
    shown("another site's shift", "/handover/days/", "别处电工", may="elsewhere",
          others=table.SHIFTS),
    shown("another site's call-out", "/callout/", "别处电工集合", may="elsewhere",
          others=table.CALLOUTS),
    shown("another site's extra strength", "/callout/", "别处电工加强", may="elsewhere",
          others=table.CALLOUTS),
    shown("a call-out of the site", "/callout/", "吴国庆集合", may=table.CALLOUTS.replace(
          "director", "deputy"), others=""),
    shown("what a shift wrote", _page("handover:shift", "log"), "巡查", may=table.SHIFTS.replace(
          "director", "deputy"), others=""),
    # ── fields of a page ────────────────────────────────────────────────────────────────
    shown("the caller's phone", _page("desk:request", "case"), "13812345678",
          may="dispatcher checker deputy",
          others="supervisor technician captain guard cleaner"),
    shown("a field for the caller", "/desk/report/", 'name="caller_phone"',
          may="dispatcher checker deputy", others="all", verb="desk.request.report_for_other"),
    shown("a person's phone", _page("people:person", "person"), "13912345678",
          may="deputy dispatcher", others="deputy dispatcher checker supervisor captain"),
    shown("somebody's certificates", _page("people:person", "person"), "Not on record|Valid",
          may="deputy dispatcher", others="checker supervisor captain"),
    shown("how a clause stands", "/plan/clauses/C4.1.1-03/", "How it stands",
          may=table.LEADERS, others="staff", verb="insight.coverage.view"),
    shown("coverage in numbers", "/plan/", "Coverage by chapter",
          may=table.LEADERS, others="staff"),
    shown("requests by month in the menu", "/accounts/me/", 'href="/history/"',
          may=table.LEADERS, others="all"),
    shown("a form for the duty list", "/duty/", 'name="person"', may=table.MOVE, others="staff"),
    shown("naming a day", "/calendar/", 'href="/calendar/days/', may=table.CALENDAR,
          others="staff"),
    shown("entering a place", "/places/", 'href="/places/new/"', may=table.PLACES,
          others="staff"),
    shown("entering equipment", "/equipment/", 'href="/equipment/new/"', may=table.ITEMS,
          others=table.ITEMS_SEEN),
    shown("counting a row", "/equipment/survey/", 'href="/equipment/survey/smoke_detector/"',
          may=table.COUNTED, others=table.ITEMS_SEEN),
    shown("the label of a piece", _page("equipment:item", "item"), "QR label</dt>",
          may="supervisor dispatcher", others="deputy checker captain technician"),
    shown("giving a task to another post", _page("work:task", "task"), "/reassign/",
          may="deputy dispatcher supervisor captain",
          others="checker technician guard cleaner"),
    shown("ticking people for accounts", _PEOPLE, "Open accounts for the ticked",
          may=table.ACCOUNTS, others=table.LEADERS),
    # ── the frame ───────────────────────────────────────────────────────────────────────
    shown("the log in the menu", "/accounts/me/", 'href="/audit/"', may=table.AUDIT, others="all"),
    shown("the board in the menu", "/accounts/me/", 'href="/board/"', may=table.LEADERS,
          others="all"),
    shown("people in the menu", "/accounts/me/", 'href="/people/"', may=table.LEADERS,
          others="all"),
    shown("devices in the menu", "/accounts/me/", 'href="/accounts/devices/"',
          may=table.DEVICES, others="all"),
)  # fmt: skip


def mismatch(world: World, one: Shown, part: str) -> str | None:
    """Open the page as a part; return what is wrong with what stands there."""
    with undone():
        browser = world.browser(part)
        got = answered(browser.get(one.page(world), headers={"accept-language": "en"}))
    if got.status != 200:
        return f"{one.what}: {part} gets {got.status} on {one.page(world)}"
    seen = re.search(one.words(world), got.body.decode()) is not None
    if seen == (part in one.may):
        return None
    return f"{one.what}: {part} {'sees' if seen else 'misses'} it on {one.page(world)}"
