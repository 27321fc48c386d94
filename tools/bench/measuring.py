"""Asks for pages and floors in turn and writes down how long each took.

In turn, because the machine is never quiet: what slows one slows the others beside it,
and the ratios stay. Two clients ask at once, as many as the server has workers.
"""

import secrets
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count, cycle
from statistics import median, quantiles
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from tools.bench.plan import READ, WRITTEN, Page, Plan
from tools.shell import StepError

CLIENTS = 2
_TOKEN = secrets.token_hex(16)
#: Asked before anything is written down, so that each worker is warm.
_WARM = 4


@dataclass(slots=True)
class Times:
    """How long a page took, and its floors beside it, in seconds."""

    page: Page
    role: str
    ours: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def usual(self) -> float:
        """Return the median of ours."""
        return median(self.ours)

    @property
    def slow(self) -> float:
        """Return the time that nineteen in twenty stay below."""
        return quantiles(self.ours, n=20)[-1] if len(self.ours) > 1 else self.ours[0]

    @property
    def of_plain(self) -> float | None:
        """Return how many times F1 ours takes; nothing for an act, which has no F1."""
        return self.usual / median(self.plain) if self.plain else None

    @property
    def of_bare(self) -> float:
        """Return how many times F2 ours takes."""
        return self.usual / median(self.bare)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    size: int
    headers: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class House:
    """A server to ask, and what was noted when its database was filled."""

    port: int
    notes: Mapping[str, Any]

    def ask(self, url: str, *, role: str, sent: Mapping[str, str] | None = None) -> Answer:
        """Send one request as somebody and read the answer to its end."""
        headers = {"Cookie": f"dayuan={self.session(role)}; csrftoken={_TOKEN}"}
        body = None
        if sent:
            body = urlencode(sent)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": _TOKEN,
            }  # fmt: skip
        start = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST" if sent else "GET", url, body, headers)
            response = connection.getresponse()
            size = len(response.read())
            seconds = time.perf_counter() - start
            return Answer(response.status, size, dict(response.getheaders()), seconds)
        finally:
            connection.close()

    def session(self, role: str) -> str:
        """Return the key of somebody's session."""
        return str(self.notes["roles"][role]["session"])

    def good(self, url: str, *, role: str, sent: Mapping[str, str] | None = None) -> Answer:
        """Ask, and accept nothing but a good answer: a refusal is quick and proves nothing."""
        answer = self.ask(url, role=role, sent=sent)
        if answer.status != (302 if sent else 200):
            raise StepError(f"{url} answered {role} with {answer.status}")
        return answer


def read(house: House, wanted: Plan) -> Iterator[Times]:
    """Measure the pages that are read."""
    for page in filter(wanted.wants, READ):
        for role in page.roles:
            yield _measured(house, Times(page, role), wanted.samples)


def written(house: House, wanted: Plan) -> Iterator[Times]:
    """Measure the acts."""
    for page in filter(wanted.wants, WRITTEN):
        for role in page.roles:
            yield _measured(house, Times(page, role), wanted.samples)


def _measured(house: House, times: Times, samples: int) -> Times:
    records = _records(house, times)
    lock, turns = Lock(), count()

    def one() -> None:
        with lock:
            turn = next(turns)
        rounds = _round(house, times, records, lock)
        # Another one begins each time: none of them always comes after the heaviest.
        for n in range(len(rounds)):
            kept, ask = rounds[(n + turn) % len(rounds)]
            answer = ask()
            if turn >= _WARM:
                kept.append(answer.seconds)

    with ThreadPoolExecutor(CLIENTS) as clients:
        for done in [clients.submit(one) for _ in range(samples + _WARM)]:
            done.result()
    return times


def _round(house: House, times: Times, records: Iterator[Any], lock: Lock) -> list[Any]:
    """Return what is asked in one turn: ours and the floors about the same record."""
    page, role = times.page, times.role
    if page.writes:
        return [
            (times.ours, lambda: house.good(_url(page, records, lock), role=role, sent=page.sent)),
            (
                times.bare,
                lambda: house.good(f"/floor{_url(page, records, lock)}", role=role, sent=page.sent),
            ),
        ]
    url = _url(page, records, lock)
    size = house.good(url, role=role).size
    floors = {name: _sized(house, name, role, size) for name in (f"/floor{url}", "/floor/plain/")}
    bare, plain = floors.values()
    return [
        (times.ours, lambda: house.good(url, role=role)),
        (times.bare, lambda: house.good(bare, role=role)),
        (times.plain, lambda: house.good(plain, role=role)),
    ]


def _sized(house: House, url: str, role: str, size: int) -> str:
    """Return the address at which a floor gives as many bytes as the page does."""
    mark = "&" if "?" in url else "?"
    bare = house.good(f"{url}{mark}measure=1", role=role).size
    return f"{url}{mark}filler={max(0, size - bare)}"


def _records(house: House, times: Times) -> Iterator[Any]:
    if "{task}" in times.page.url:
        return iter(house.notes["tasks"])
    told = house.notes["roles"][times.role]
    return cycle(told["numbers"] if "{number}" in times.page.url else told["cases"])


def _url(page: Page, records: Iterator[Any], lock: Lock) -> str:
    if "{" not in page.url:
        return page.url
    with lock:
        record = next(records)
    return page.url.format(case=record, task=record, number=record)
