"""No page asks the database more than ten questions, and none more for more rows.

Everything counts: the session, the account, who acts, the bell. Each page is opened in
houses with one, three and plenty of rows in every list by those whose work it is, and in
`make test-deep` by everybody who may; the number of questions is written down here. They
are asked at duty devices, which ask one thing more.
"""

from collections.abc import Collection

import pytest
from django.db import transaction

from dayuan.insight.queries import board
from dayuan.platform.audit import sealer
from dayuan.work.models import Task
from tests.cast import NOW
from tests.permissions import driving, plenty, table
from tests.permissions.world import undone

#: What a page may ask at most.
CEILING = 10
ROWS = (1, 3)
#: Asked in `make test`; while somebody works one number of rows is enough, and the questions
#: themselves are the same on either engine.
WHOLE, ONCE = pytest.mark.whole, pytest.mark.once
#: So many that every list which counts the rest apart, or cuts it off, is full.
PLENTY = 16
#: Pages whose address carries a question that shows more or other rows.
ALSO = {
    "callout:surge_order": ("?day=2026-11-23&start=08:00&last=2026-11-23&end=20:00",),
    "board": ("?wall=1",),
    "work:cases": ("?show=all",),
    "audit:entries": ("?kind=work.case",),
    "equipment:sheet": ("?label=1&label=2",),
}
#: What each page asks, by the part that asks the most. Nobody signed in asks nothing.
ASKED = {
    "accounts:login": 1,
    "accounts:unlock": 1,
    "accounts:first": 0,
    "ui:components": 0,
    "live": 0,
    "ready": 2,
    "offline:manifest": 0,
    "offline:shell": 0,
    "offline:worker": 0,
    "offline:day": 7,
    "home": 4,
    "accounts:me": 5,
    "accounts:password": 5,
    "accounts:pin": 5,
    "imports:list": 5,
    "imports:importer": 5,
    "imports:template": 3,
    "imports:run": 6,
    "imports:corrections": 5,
    "lists:exports": 8,
    "search:find": 5,
    "rest:tokens": 6,
    "rest:revoke": 6,
    "rest:description": 5,
    "rest:openapi": 4,
    "rest:calendar": 6,
    "documents:paper": 9,
    "documents:pdf": 9,
    "documents:word": 9,
    "documents:issue": 8,
    "documents:issued": 7,
    "documents:issued_one": 7,
    "documents:copy": 6,
    "documents:issued_word": 6,
    "documents:withdraw": 5,
    "notices:list": 7,
    "notices:bell": 7,
    "notices:settings": 7,
    "notices:channels": 6,
    "notices:channel_new": 4,
    "notices:channel": 7,
    "notices:channel_change": 5,
    "notices:channel_address": 5,
    "notices:channel_close": 5,
    "desk:report": 8,
    "by_label:report": 2,
    "by_label:status": 3,
    "desk:held": 5,
    "desk:held_one": 7,
    "desk:request": 10,
    "desk:dispatch": 7,
    "desk:cancel": 6,
    "work:mine": 9,
    "work:cases": 10,
    "work:task": 10,
    "work:hand_back": 5,
    "work:reassign": 5,
    "work:arrive": 4,
    "work:pause": 5,
    "work:resume": 4,
    "work:ask": 8,
    "work:applications": 6,
    "work:decide": 5,
    "work:withdraw": 4,
    "work:revision": 5,
    "work:need_to_know": 9,
    "work:confidentiality": 5,
    "work:add_member": 6,
    "work:remove_member": 7,
    "desk:reopen": 5,
    "attachments:download": 7,
    "attachments:preview": 6,
    "attachments:together": 8,
    "rosters:day": 10,
    "rosters:cancel": 5,
    "rosters:feasibility": 8,
    "rosters:feasibility_file": 7,
    "rosters:rates": 5,
    "rosters:replace": 9,
    "rosters:attendance": 6,
    "rosters:attend": 5,
    "rosters:hours": 10,
    "rosters:mending": 9,
    "rosters:months": 6,
    "rosters:month": 10,
    "rosters:month_file": 9,
    "rosters:progress": 5,
    "rosters:publish": 5,
    "rosters:discard": 5,
    "rosters:mine": 10,
    "rosters:ask_away": 6,
    "rosters:enter_away": 6,
    "rosters:asked": 8,
    "rosters:away": 8,
    "rosters:withdraw_away": 5,
    "rosters:wish": 4,
    "rosters:drop_wish": 5,
    "rosters:swap": 10,
    "rosters:swap_one": 9,
    "handover:now": 10,
    "handover:days": 8,
    "handover:begin": 5,
    "handover:shift": 10,
    "handover:write": 5,
    "handover:leave": 5,
    "handover:close_item": 5,
    "handover:hand_over": 5,
    "handover:send_back": 5,
    "handover:take_over": 8,
    "callout:list": 6,
    "callout:order": 4,
    "callout:surge_order": 8,
    "callout:surge": 9,
    "callout:surge_duty": 6,
    "callout:surge_close": 5,
    "callout:one": 6,
    "callout:further": 6,
    "callout:end": 5,
    "callout:call": 5,
    "callout:cannot": 5,
    "callout:note": 5,
    "people:organisation": 5,
    "people:list": 9,
    "people:person": 9,
    "people:create": 4,
    "people:create_liaison": 4,
    "people:change": 5,
    "people:appoint": 5,
    "people:leave": 5,
    "people:end_appointment": 5,
    "people:certificates": 7,
    "people:certificates_file": 6,
    "people:own_certificates": 5,
    "people:note_certificate": 5,
    "people:withdraw_certificate": 5,
    "people:reset": 5,
    "people:close": 5,
    "people:reopen": 5,
    "people:end_sessions": 5,
    "accounts:devices": 6,
    "accounts:revoke_device": 5,
    "plan:overview": 5,
    "plan:revisions": 5,
    "plan:section": 4,
    "plan:clause": 5,
    "plan:decisions": 4,
    "plan:decision": 4,
    "plan:settings": 4,
    "plan:playbooks": 4,
    "plan:playbook": 4,
    "plan:property": 4,
    "plan:services": 6,
    "plan:posts": 4,
    "plan:levels": 4,
    "plan:routing": 4,
    "plan:confidentiality": 4,
    "revisions:load": 5,
    "revisions:confirm": 6,
    "calendar:now": 6,
    "calendar:year": 6,
    "calendar:month": 6,
    "calendar:name_day": 4,
    "places:list": 8,
    "places:place": 6,
    "places:create": 5,
    "places:change": 6,
    "places:retire": 5,
    "equipment:list": 8,
    "equipment:item": 8,
    "equipment:register": 5,
    "equipment:change": 6,
    "equipment:state": 5,
    "equipment:survey": 6,
    "equipment:count": 8,
    "equipment:labels": 9,
    "equipment:labels_of_items": 9,
    "equipment:sheet": 6,
    "equipment:label": 6,
    "equipment:revoke": 5,
    "equipment:replace": 5,
    "board": 10,
    "history": 5,
    "audit:entries": 9,
}
#: Pages that are the same for everybody who may read the plan.
ONE_BOOK = ("plan:", "calendar:")
#: Who opens each page; `make test-deep` lets every part open those of the full house.
FIRST = ("director", "dispatcher", "technician", "guard", "liaison", "nobody")
#: Pages that ask one thing more once their list is full, and what.
WHEN_FULL = {"plan:clause": "how often in all, where the last times are not all of them"}
PAGES = [line for line in table.LINES if "GET" in line.methods.split()]


def questions(
    house: plenty.Plenty, line: table.Line, parts: Collection[str] = ()
) -> dict[str, int]:
    """Return how many questions each part asks by each address of a page.

    Of ``parts`` those who may; where none of them may, everybody who may.
    """
    found = {}
    may = readers(house, line)
    for part in [part for part in may if part in parts] or may:
        browser = house.browser(part)
        for query in ("", *ALSO.get(line.name, ())):
            url = house.address(line.name, part) + query
            # What is written down of a look would push other entries off the log's page.
            with undone():
                asked = plenty.asked(browser, url, warm=bool(found))
            found[f"{part} {query}".strip()] = len(asked)
    return found


def readers(house: plenty.Plenty, line: table.Line) -> list[str]:
    """Return the parts that may open a page and know of what it is about."""
    if line.open:
        return ["nobody"]
    if line.name.startswith(ONE_BOOK) and "technician" in line.may:
        return ["director", "technician"]
    sees = table.SEES.get(line.about, {})
    knows = {part for parts in sees.values() for part in parts} if sees else line.may
    only = [parts for act, parts in line.but.items() if act.startswith("GET ")]
    may = line.may.intersection(frozenset(knows), *only)
    return [part for part in house.cast.members if part in may]


@pytest.fixture
def houses(cast, clock):
    """Return a way to ask something of a house with so many rows, which is then gone."""

    def ask(rows: int, question):
        with transaction.atomic():
            answer = question(plenty.build(cast, rows))
            transaction.set_rollback(True)
        return answer

    return ask


def test_every_page_that_is_read_has_its_number_and_none_is_above_the_ceiling():
    readable = {r.name for r in driving.routes()} & {line.name for line in PAGES}
    assert set(ASKED) == readable
    assert max(ASKED.values()) <= CEILING


def most_of(house: plenty.Plenty, parts: Collection[str] = ()) -> dict[str, int]:
    """Return how many questions each page asks of the part that asks the most."""
    asked = {line.name: questions(house, line, parts) for line in PAGES}
    assert all(asked.values()), "a page was opened by nobody"
    return {name: max(found.values()) for name, found in asked.items()}


@pytest.mark.django_db
@pytest.mark.timeout(300)
@ONCE
@WHOLE
@pytest.mark.parametrize("rows", ROWS)
def test_every_page_asks_the_same_number_of_questions_however_many_rows_it_shows(houses, rows):
    assert houses(rows, lambda house: most_of(house, FIRST)) == ASKED


@WHOLE
@ONCE
@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "parts",
    [pytest.param(FIRST, id="first"), pytest.param((), id="everybody", marks=pytest.mark.deep)],
)
def test_a_full_house_asks_no_more_than_ten_questions_for_any_page(houses, parts):
    def measured(house):
        assert Task.objects.filter(state__in=["ready", "accepted"]).count() > board.MOST
        return most_of(house, parts)

    asked = houses(PLENTY, measured)
    assert max(asked.values()) <= CEILING
    assert {name: number for name, number in asked.items() if number != ASKED[name]} == {
        name: ASKED[name] + 1 for name in WHEN_FULL
    }


@pytest.mark.django_db
def test_the_board_asks_no_more_while_the_log_waits_for_its_seals(houses):
    line = next(line for line in PAGES if line.name == "board")

    def both(house):
        waiting = questions(house, line)
        alarm = sealer.backlog(now=NOW).alarm
        sealer.seal(now=NOW, full=True)
        return alarm, waiting, questions(house, line)

    alarm, waiting, sealed = houses(3, both)
    assert alarm
    assert waiting == sealed


@pytest.mark.django_db
def test_a_question_asked_for_each_row_is_noticed(houses, monkeypatch):
    """The negative control: a page that looks each case up again asks more for more rows."""
    from dayuan.work import cards  # noqa: PLC0415 - broken here

    def looked_up(case):
        case.refresh_from_db()
        return "/"

    monkeypatch.setattr(cards, "case_url", looked_up)
    line = next(line for line in PAGES if line.name == "work:cases")
    few, many = (houses(rows, lambda house: questions(house, line)) for rows in (1, 3))
    assert max(many.values()) > max(few.values())
