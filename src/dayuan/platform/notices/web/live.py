"""The stream that tells open pages that something is new: one small process for all of them.

Plain ASGI, without the frame of the pages: a page that is open costs a queue, not a
thread. One look a second at the database serves everybody. A stream carries no words,
only "there is something": what it is, the page asks for itself. A session that ends takes
its stream along with the next look.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings
from django.db import close_old_connections

from dayuan.platform.notices import watching
from dayuan.platform.notices.watching import Seen, Watcher
from dayuan.platform.notices.web.views import instant
from dayuan.platform.ui import present

logger = logging.getLogger(__name__)
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = TypeVar("Answer")

PATH = "/live/"
#: Seconds between two looks, and between two signs of life on a stream.
LOOK, PING = 1.0, 15.0
#: Seconds to wait for a database that is away.
AWAY = 3.0
#: Streams of one account, and of all; more fall back to asking now and then.
EACH, ALL = 12, 2000
#: In so many looks everybody is asked once whether he still is somebody.
ROUND = 30
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # nginx hands each event on at once.
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_NEWS = b"event: news\ndata: 1\n\n"
_PING = b": ping\n\n"
_BEGIN = b"retry: 5000\n\n"
_OVER = b"event: over\ndata: 1\n\n"
#: Nothing more is said: the page comes back by itself.
_END = b""


@dataclass(eq=False)
class Stream:
    """One open page."""

    session_key: str
    watcher: Watcher
    #: One place is enough: what is new is asked for at once, however much it is.
    waiting: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(1))

    def say(self, words: bytes) -> None:
        """Leave a message; while one waits, a second one says nothing more."""
        if words in (_OVER, _END) and self.waiting.full():
            self.waiting.get_nowait()
        with suppress(asyncio.QueueFull):
            self.waiting.put_nowait(words)


class Live:
    """The application: keeps the streams, and looks for all of them."""

    def __init__(self, *, look: float = LOOK, ping: float = PING) -> None:
        self._look, self._ping = look, ping
        self._streams: set[Stream] = set()
        self._crew = ThreadPoolExecutor(2, thread_name_prefix="live")
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one page, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    @property
    def count(self) -> int:
        """Return how many pages are open."""
        return len(self._streams)

    def stop(self) -> None:
        """Let every page go; the server waits for them. May be called from a signal."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._let_go)

    def _let_go(self) -> None:
        for stream in list(self._streams):
            stream.say(_END)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            said = await receive()
            if said["type"] == "lifespan.startup":
                self._loop = asyncio.get_running_loop()
                self._looking = asyncio.create_task(self._keep_looking())
                await send({"type": "lifespan.startup.complete"})
                continue
            await self._end()
            await send({"type": "lifespan.shutdown.complete"})
            return

    async def _end(self) -> None:
        self._let_go()
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        self._crew.shutdown(wait=False, cancel_futures=True)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != PATH or scope["method"] != "GET":
            await _plainly(send, 404)
            return
        if not _from_our_pages(scope["headers"]):
            await _plainly(send, 403)
            return
        key = _session_key(scope["headers"])
        try:
            found = await self._ask(watching.watcher, key) if key else None
        except Exception as problem:  # noqa: BLE001 - the database is away: the page asks later
            logger.warning("live: %s", type(problem).__qualname__)
            await _plainly(send, 503)
            return
        if found is None or self._too_many(found):
            # No stream, and no trying again: the page asks now and then instead.
            await _plainly(send, 204)
            return
        stream = Stream(key, found)
        since = instant(_query(scope, "since"))
        if since and await self._run(_at, watching.told_since, found.person_id, since):
            stream.say(_NEWS)
        await self._stream(stream, receive, send)

    async def _stream(self, stream: Stream, receive: Receive, send: Send) -> None:
        self._streams.add(stream)
        gone = asyncio.create_task(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _more(send, _BEGIN)
            while (words := await self._next(stream, gone)) is not None:
                if words != _END:
                    await _more(send, words)
                if words in (_OVER, _END):
                    break
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self._streams.discard(stream)

    async def _next(self, stream: Stream, gone: "asyncio.Task[None]") -> bytes | None:
        """Return what is to be said next; a sign of life after a while, nothing once he left."""
        waits = asyncio.create_task(stream.waiting.get())
        done, _rest = await asyncio.wait(
            {waits, gone}, timeout=self._ping, return_when=asyncio.FIRST_COMPLETED
        )
        if waits in done:
            return waits.result()
        waits.cancel()
        return None if gone in done else _PING

    async def _keep_looking(self) -> None:
        seen: Seen | None = None
        turn = 0
        while True:
            try:
                seen = await self._look_once(seen, turn)
                turn += 1
                await asyncio.sleep(self._look)
            except Exception as problem:  # noqa: BLE001 - the database is away: streams stay, looking goes on
                logger.warning("live: %s", type(problem).__qualname__)
                await asyncio.sleep(AWAY)

    async def _look_once(self, seen: Seen | None, turn: int) -> Seen:
        if seen is None:
            return await self._run(watching.begin)
        now_seen, persons = await self._run(watching.told, seen)
        streams = list(self._streams)
        here = await self._ask(watching.still_here, {one.session_key for one in streams})
        nobody = await self._nobody(streams, turn)
        for stream in streams:
            if stream.session_key not in here or stream.watcher.account_id in nobody:
                stream.say(_OVER)
            elif stream.watcher.person_id in persons:
                stream.say(_NEWS)
        return now_seen

    async def _nobody(self, streams: list[Stream], turn: int) -> set[int]:
        """Return the accounts, of this turn's share, that stand for nobody any more."""
        ids = {
            s.watcher.account_id for s in streams if s.watcher.account_id % ROUND == turn % ROUND
        }
        return ids - await self._ask(watching.still_somebody, ids) if ids else set()

    def _too_many(self, watcher: Watcher) -> bool:
        own = sum(one.watcher.account_id == watcher.account_id for one in self._streams)
        return own >= EACH or len(self._streams) >= ALL

    async def _ask(self, question: Callable[..., Answer], about: Any) -> Answer:
        """Ask the database, as things stand now."""
        return await self._run(_at, question, about, present.now())

    async def _run(self, function: Callable[..., Answer], *given: Any) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._crew, _with_database, function, *given)


def _at(question: Callable[..., Answer], about: Any, now: datetime) -> Answer:
    return question(about, at=now)


def _with_database(function: Callable[..., Answer], *given: Any) -> Answer:
    close_old_connections()
    return function(*given)


async def _gone(receive: Receive) -> None:
    """Return when the page was closed."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _more(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def _plainly(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


def _from_our_pages(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether one of our own pages asks; browsers say so, other programs say nothing."""
    return _header(headers, b"sec-fetch-site") in ("", "same-origin")


def _query(scope: Scope, name: str) -> str:
    asked: bytes = scope.get("query_string", b"")
    return parse_qs(asked.decode("latin-1")).get(name, [""])[0]


def _session_key(headers: Iterable[tuple[bytes, bytes]]) -> str:
    cookies: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        cookies.load(_header(headers, b"cookie"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""
