"""Drives the addresses of the program as the parts of the world, and reads the answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions import table
from tests.permissions.table import Line
from tests.permissions.world import PARTS, World, undone


@dataclass(frozen=True)
class Route:
    """One address of the program."""

    name: str
    pattern: str
    view: Any
    parameters: tuple[str, ...]


#: The interface for programs has a table of its own, by operation (``tests/programs``).
API = "api"


@cache
def routes() -> tuple[Route, ...]:
    """Return every address of the program, walked from the root."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, space: str, prefix: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            name = f"{space}{one.name}" if one.name else f"(no name) {path}"
            yield Route(name, path, one.callback, tuple(one.pattern.converters))
        elif one.namespace != API:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, inner, path)


def by_name() -> dict[str, Route]:
    """Return the addresses by their names."""
    return {route.name: route for route in routes()}


@dataclass(frozen=True)
class Cell:
    """One question: this address, this method, this part, this relation."""

    line: Line
    method: str
    part: str
    relation: str

    @property
    def expected(self) -> str:
        """Return what the table says."""
        return self.line.answer(self.method, self.part, self.relation)

    def __str__(self) -> str:
        relation = f" on {self.relation}" if self.relation else ""
        return f"{self.method} {self.line.name} as {self.part}{relation}"


def cells(lines: Iterable[Line] = table.LINES, parts: Iterable[str] = PARTS) -> list[Cell]:
    """Return every question the table answers for these lines and parts."""
    return [
        Cell(line, method, part, relation)
        for line in lines
        for part in parts
        for method in ("GET", "POST")
        for relation in line.relations(part)
    ]


#: Pages that are the same for everybody who may read the plan: three readers stand for all.
_SAME_FOR_ALL = ("plan:", "calendar:now", "calendar:year", "calendar:month", "ui:")
_READERS = ("technician", "liaison", "police", "elsewhere", "former", "nobody")


def most_telling(all_cells: Iterable[Cell]) -> list[Cell]:
    """Return the questions worth asking each time; the others repeat them (see ``deep``).

    Whoever is refused is refused whatever the id is, a wrong method is wrong for
    everybody, and the pages of the plan are one book.
    """
    return [cell for cell in all_cells if not _repeats(cell)]


def _repeats(cell: Cell) -> bool:
    if cell.expected == "405":
        return cell.part not in ("director", "nobody") or cell.relation not in ("", "open")
    if cell.expected in ("refused", "login") and cell.relation not in ("", "open"):
        return True
    if cell.expected == "refused" and cell.method == "POST" and _page_is_refused(cell):
        return True
    return cell.line.name.startswith(_SAME_FOR_ALL) and cell.part not in _READERS


def _page_is_refused(cell: Cell) -> bool:
    """Tell whether the page of a form is refused as well: one view has one door for both."""
    reads = "GET" in cell.line.methods.split()
    return reads and cell.line.answer("GET", cell.part, cell.relation) == "refused"


def address(world: World, cell: Cell) -> str:
    """Return where a question is asked."""
    names = by_name()[cell.line.name].parameters
    if not cell.line.about:
        return reverse(cell.line.name)
    given = world.id(cell.line.about, cell.relation, cell.part)
    if cell.line.about == "year" and cell.relation == "none":
        given = 1850
    values = [given, *([11] if "month" in names else [])]
    return reverse(cell.line.name, args=values)


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers (cookies among them), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def means(self) -> str:
        """Return what it means, in the words of the table."""
        if self.status == 302 and "/accounts/login/" in self.headers["Location"]:
            return "login"
        if self.status < 400 or self.status == 422:
            return "ok"
        return {403: "refused", 404: "hidden", 405: "405"}.get(self.status, f"status {self.status}")


def answer_of(world: World, cell: Cell) -> str:
    """Ask; return what the answer means."""
    return ask(world, cell).means


def ask(world: World, cell: Cell) -> Answer:
    """Ask, and take back whatever it did."""
    with undone():
        return send(world, cell)


def send(world: World, cell: Cell) -> Answer:
    """Ask, in a browser of its own."""
    browser, url = world.browser(cell.part), address(world, cell)
    if cell.method == "POST":
        ticket = ticket_on(browser, url) if cell.line.ticket else {}
        return answered(browser.post(url, {**table.FORM, **ticket}))
    return answered(browser.generic(cell.method, url))


def ticket_on(browser: Client, url: str) -> dict[str, str]:
    """Return the ticket of the form on a page, where there is one."""
    page = answered(browser.get(url))
    if page.status == 302:  # whose appointment has ended is logged out first
        page = answered(browser.get(url))
    found = re.search(rb'name="ticket" value="([^"]+)"', page.body)
    return {"ticket": found[1].decode()} if found else {}


def answered(response: Any) -> Answer:
    """Read an answer to its end; that closes it, as the browser of the tests sees to."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = dict(response.headers)
    if cookies := response.cookies.output(header="", sep="; "):
        headers["Set-Cookie"] = cookies
    return Answer(response.status_code, headers, body)


def agrees(cell: Cell, got: str) -> bool:
    """Tell whether an answer is what the table says."""
    expected = cell.expected
    if expected == "405":
        # Who asks is looked at first on some pages and the method on others: either
        # way nothing is shown and nothing happens.
        may = cell.line.open or cell.part in cell.line.may
        shut = cell.part == "former" and got == "login"
        return got == "405" or shut or (not may and got in ("login", "refused"))
    if cell.line.open and got == "login" and cell.part == "former":
        return True
    if cell.line.open and expected == "ok":
        # Where nothing is to be done the way in leads on; a house may be not ready.
        return got in ("ok", "login") or (cell.line.name == "ready" and got == "status 503")
    return got == expected


def mismatch(world: World, cell: Cell) -> str | None:
    """Ask one question; return what is wrong with the answer."""
    with writes() as written:
        got = ask(world, cell).means
    if not agrees(cell, got):
        return f"{cell}: the table says {cell.expected}, the program answers {got}"
    if written and cell.method != "POST":
        return f"{cell}: looking at it writes {written[0]}"
    return None


#: What a GET may write: who was here (at most once a minute; a token, once a day), what was
#: read or refused.
_MAY_WRITE = ("django_session", "rest_token", "audit_entry", "audit_personalvalues")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "CREATE", "DROP", "ALTER")


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the statements that change tables a GET has no business with."""
    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _is_write(sql):
            found.append(sql.strip()[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def _is_write(sql: str) -> bool:
    words = sql.strip().split(None, 4)
    if not words or words[0].upper() not in _WRITES:
        return False
    return not any(f'"{table}"' in sql[:120] for table in _MAY_WRITE)
