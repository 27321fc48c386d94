"""Asks the operations of the interface as the parts of the world, and reads the answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client

from dayuan.config.api import interface
from dayuan.platform.rest import rules
from dayuan.platform.rest.models import Token
from dayuan.platform.rest.scopes import scopes
from tests.cast import NOW
from tests.permissions import driving
from tests.permissions.driving import Answer
from tests.permissions.world import PARTS, World, undone
from tests.platform.rest.table import Operation

#: The cookie of a session alone, or a token that lacks the operation's scope.
COOKIE, NARROW = "cookie", "narrow"
_ENDS = NOW + timedelta(days=30)


@cache
def described() -> Mapping[str, tuple[str, str, str]]:
    """Return method, path and scope of every operation by its id, as the description says."""
    return {
        one["operationId"]: (method.upper(), path, one["x-scope"])
        for path, methods in interface.get_openapi_schema()["paths"].items()
        for method, one in methods.items()
    }


@dataclass(frozen=True)
class Cell:
    """One question: this operation, this part, this relation."""

    operation: Operation
    part: str
    relation: str

    @property
    def expected(self) -> str:
        """Return what the table says; ``not theirs`` where only others may act on this."""
        line, method = self.operation.line, self.operation.method
        said = line.answer(method, self.part, self.relation)
        return "not theirs" if said == "refused" and self.part in line.may else said

    def __str__(self) -> str:
        relation = f" on {self.relation}" if self.relation else ""
        return f"{self.operation.name} as {self.part}{relation}"


def cells(operations: Iterable[Operation], parts: Iterable[str] = PARTS) -> list[Cell]:
    """Return every question the table answers for these."""
    return [
        Cell(operation, part, relation)
        for operation in operations
        for part in parts
        for relation in operation.line.relations(part)
    ]


def most_telling(all_cells: Iterable[Cell]) -> list[Cell]:
    """Return the questions worth asking each time: who is refused is so whatever the id is."""
    return [
        cell
        for cell in all_cells
        if cell.expected not in ("refused", "login") or cell.relation in ("", "open")
    ]


def token_of(world: World, part: str, *, only: Iterable[str] | None = None) -> str:
    """Return a token of this part that was made while the part could."""
    person = world.member(part).person
    token = rules.new_token()
    Token.objects.create(
        site_id=person.site_id, account_id=person.account_id, title="测试程序",
        digest=rules.digest_of(token), ending=token[-rules.ENDING:],
        scopes=sorted(scopes if only is None else only), issued_at=NOW, expires_at=_ENDS,
        used_at=NOW,
    )  # fmt: skip
    return token


def ask(world: World, cell: Cell, *, by: str = "") -> Answer:
    """Ask, and take back whatever it did."""
    with undone():
        return send(world, cell, by=by)


def send(world: World, cell: Cell, *, by: str = "") -> Answer:
    """Ask with a token of the part's own, or by what else is named."""
    method, _path, scope = described()[cell.operation.name]
    browser = Client(raise_request_exception=False)
    headers = {"Accept-Language": "zh-hans"}
    if by == COOKIE:
        browser = world.browser(cell.part)
    elif cell.part != "nobody":
        only = [code for code in scopes if code != scope] if by == NARROW else None
        headers["Authorization"] = f"Bearer {token_of(world, cell.part, only=only)}"
    body = body_of(world, cell)
    return driving.answered(
        browser.generic(
            method, address(world, cell), "" if body is None else json.dumps(body),
            content_type="application/json", headers=headers,
        )
    )  # fmt: skip


def body_of(world: World, cell: Cell) -> Any:
    """Return what is sent."""
    body = cell.operation.body
    return body(world, cell.part) if callable(body) else body


def address(world: World, cell: Cell) -> str:
    """Return where a question is asked."""
    operation = cell.operation
    path = described()[operation.name][1]
    values = dict(operation.more)
    names = [one.split("}")[0] for one in path.split("{")[1:]]
    if operation.line.about:
        given = world.id(operation.line.about, cell.relation, cell.part)
        if operation.line.about == "year" and cell.relation == "none":
            given = 1850
        values[next(name for name in names if name not in values)] = given
    query = operation.query
    return path.format(**values) + (query(world, cell.part) if callable(query) else query)


def means(answer: Answer) -> str:
    """Return what an answer means: ``no`` is a refusal with its reasons, but of no right."""
    if answer.status < 400:
        return "ok"
    kind = _kind(answer)
    if answer.status in (409, 422) and kind in ("refused", "conflict"):
        return "no"
    known = {401: "login", 403: "refused", 404: "hidden"}
    return known.get(answer.status, f"{answer.status} {kind}: {answer.body.decode()[:300]}")


def _kind(answer: Answer) -> str:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return ""
    return str(said.get("type", "")).rpartition(":")[2]


_FITS = {"ok": ("ok", "no"), "not theirs": ("no", "refused")}


def mismatch(world: World, cell: Cell) -> str | None:
    """Ask one question; return what is wrong with the answer."""
    with driving.writes() as written:
        got = means(ask(world, cell))
    if got not in _FITS.get(cell.expected, (cell.expected,)):
        return f"{cell}: the table says {cell.expected}, the program answers {got}"
    # The token itself notes once a day that it was used; it is made here, too.
    wrote = [sql for sql in written if '"rest_token"' not in sql]
    if wrote and cell.operation.method == "GET":
        return f"{cell}: reading it writes {wrote[0]}"
    return None
