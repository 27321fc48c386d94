"""Opens every surface as a part, and listens for canaries in all that comes back."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from tests.canaries.birds import Cage, Canary
from tests.permissions import driving, table
from tests.permissions.driving import Answer
from tests.permissions.table import Line
from tests.permissions.world import HERE, NO_ID, World, undone
from tests.platform.documents.reading import words_of_pdf, words_of_word

#: What follows the address: lists in full, old ones, another language, a search.
QUERIES = {
    "work:cases": ("?show=all", f"?show=all&before={NO_ID}"),
    "board": ("", "?wall=1"),
    "people:list": ("", "?show=gone", "?words=鸟"),
    "audit:entries": ("", "?kind=work.case", "?type=desk.request.report"),
    "plan:overview": ("", "?words=鸟", "?q=鸟"),
    "search:find": ("", "?q=鸟", "?palette=1&q=鸟", "?q=鸟&kind=work.case"),
    "notices:list": ("", f"?before={NO_ID}"),
}


@dataclass(frozen=True)
class Surface:
    """One address that can be opened, by which method."""

    line: Line
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.method} {self.url} ({self.line.name})"


def surfaces(world: World, lines: Iterable[Line] = table.LINES) -> Iterator[Surface]:
    """Yield every address with every id of the world, and forms sent without what they need."""
    for line in lines:
        for url in _urls(world, line):
            for method in line.methods.split():
                for query in QUERIES.get(line.name, ("",)) if method == "GET" else ("",):
                    yield Surface(line, method, url + query)


def _urls(world: World, line: Line) -> Iterator[str]:
    names = driving.by_name()[line.name].parameters
    if not line.about:
        yield reverse(line.name)
        return
    others = ("open", "hidden", "guard", "liaison", "elsewhere")
    wanted = {world.ids[line.about, one] for one in others if (line.about, one) in world.ids}
    for given in sorted(wanted, key=str):
        yield reverse(line.name, args=[given, *([11] if "month" in names else [])])


def listen(world: World, part: str, cage: Cage, found: Iterable[Surface]) -> list[str]:
    """Open these surfaces as a part; return each canary that the part may not find, and where."""
    heard = []
    for surface in found:
        with logged() as lines:
            text = _text(_open(world, part, surface))
        leaks = {c for c in cage.found_in(text) if part not in c.may}
        heard += [f"{part} finds {c} on {surface}" for c in sorted(leaks, key=str)]
        heard += [f"the log holds {c} after {surface}" for c in cage.found_in("\n".join(lines))]
    return heard


def sung(world: World, part: str, cage: Cage, surface: Surface) -> set[Canary]:
    """Return every canary that a part finds on a surface, its own among them."""
    return cage.found_in(_text(_open(world, part, surface)))


def _open(world: World, part: str, surface: Surface) -> Answer:
    browser = world.browser(part)
    with undone():
        if surface.method == "POST":
            return driving.answered(browser.post(surface.url, {"reason": "", "nothing": "1"}))
        return driving.answered(browser.get(surface.url))


def _text(answer: Answer) -> str:
    """Return everything that came back: headers, file names, cookies, body, comments."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n\n{answer.body.decode(errors='replace')}\n{_words_of_file(answer)}"


def _words_of_file(answer: Answer) -> str:
    """Return what a person reads in a document that came back; its bytes are packed."""
    if answer.body.startswith(b"%PDF"):
        return "".join("".join(words_of_pdf(answer.body)).split())
    if "wordprocessingml" in answer.headers.get("Content-Type", ""):
        return words_of_word(answer.body)
    return ""


@contextmanager
def logged() -> Iterator[list[str]]:
    """Collect what is written to any log, traces included."""
    found: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(logging.Formatter().format(record))

    handler, root = Listening(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet = logging.getLogger("django.db.backends")
    quiet_before, quiet.disabled = quiet.disabled, True
    try:
        yield found
    finally:
        quiet.disabled = quiet_before
        root.setLevel(before)
        root.removeHandler(handler)


#: Tables that carry ids and codewords only, whatever people type.
CODEWORDS_ONLY = (
    "audit.Entry", "jobs.Outbox", "jobs.Delivery", "notices.Notice",
    "django_tasks_database.DBTaskResult", "sessions.Session", "work.Task", "work.Fulfilment",
    "work.CaseMember", "accounts.Tries", "desk.Trace",
)  # fmt: skip


def at_rest(cage: Cage, labels: Iterable[str] = CODEWORDS_ONLY) -> list[str]:
    """Return each canary that lies in a table which must not hold what people write."""
    heard = []
    for label in labels:
        model: type[models.Model] = apps.get_model(label)
        for row in model._base_manager.values_list():
            heard += [f"{label} holds {c}" for c in cage.found_in(_flat(row))]
    return heard


def _flat(row: Any) -> str:
    return "\n".join(str(value) for value in row)


def bird(number: int, field: str) -> Canary:
    """Return a canary to be typed into a form; nobody's row yet."""
    return Canary(number, field, "typed")


#: The pages that show rows; the others are the plan and the frame, the same for everybody.
TELLING = tuple(
    line
    for line in table.LINES
    if line.name == "plan:clause"
    or not line.name.startswith(("plan:", "calendar:", "revisions:", "ui:", "live", "ready"))
)
#: The lower roles: each must not find what is above it.
LOWER = (*HERE, "police", "elsewhere", "former", "nobody")
