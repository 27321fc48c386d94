"""The stream of news: what it says to whom, when it ends, and what it looks at."""

import asyncio
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.urls import reverse

from dayuan.platform.accounts import commands as accounts
from dayuan.platform.accounts import sessions
from dayuan.platform.accounts.models import Account
from dayuan.platform.notices import queries, watching
from dayuan.platform.notices.watching import Seen, Watcher
from dayuan.platform.notices.web import live
from dayuan.platform.notices.web.live import Live
from tests.cast import NOW
from tests.platform.notices.test_outward import told
from tests.platform.people import later


class World:
    """What the stream asks the database, without one."""

    def __init__(self):
        self.sessions = {f"session-{n}": Watcher(n, n) for n in range(1, 30)}
        self.told, self.since, self.away = set(), False, False
        self.missed = asyncio.Event()
        self.nobody = set()
        self.loop = None

    def look(self, _seen):
        if self.away:
            self.loop.call_soon_threadsafe(self.missed.set)
            raise OperationalError
        found, self.told = self.told, set()
        return Seen(1, frozenset()), found


@pytest.fixture
def world(monkeypatch):
    world = World()
    answers = {
        "begin": lambda: Seen(0, frozenset()),
        "told": world.look,
        "watcher": lambda key, at: world.sessions.get(key),
        "told_since": lambda person, at: world.since,
        "still_here": lambda keys, at: set(keys) & set(world.sessions),
        "still_somebody": lambda ids, at: set(ids) - world.nobody,
    }
    for name, answer in answers.items():
        monkeypatch.setattr(watching, name, answer)
    monkeypatch.setattr(live, "AWAY", 0.02)
    return world


class Page:
    """An open page: what it hears, until it is closed."""

    def __init__(self, app, cookie="session-1", *, path="/live/", method="GET", site="same-origin"):
        self.heard: list[str] = []
        self.status, self.headers = 0, {}
        self.closed = asyncio.Event()
        name = settings.SESSION_COOKIE_NAME
        headers = [(b"cookie", f"{name}={cookie}".encode()), (b"sec-fetch-site", site.encode())]
        scope = {"type": "http", "path": path, "method": method, "headers": headers,
                 "query_string": b"since=1700000000"}  # fmt: skip
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self):
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, said):
        if said["type"] == "http.response.start":
            self.status, self.headers = said["status"], dict(said["headers"])
        elif said["body"]:
            self.heard.append(said["body"].decode())

    async def hears(self, words):
        for _ in range(400):
            if any(words in one for one in self.heard):
                return True
            await asyncio.sleep(0.005)
        return False

    async def ended(self):
        await asyncio.wait_for(self.task, 2)
        return self.status

    async def leave(self):
        self.closed.set()
        await asyncio.wait_for(self.task, 2)


def played(scene, **more):
    """Play a scene with a running stream, and let it end with the server."""

    async def play():
        app = Live(look=0.01, **({"ping": 5} | more))
        said = asyncio.Queue()
        answers = asyncio.Queue()
        life = asyncio.create_task(app({"type": "lifespan"}, said.get, answers.put))
        await said.put({"type": "lifespan.startup"})
        await answers.get()
        try:
            await scene(app)
        finally:
            await said.put({"type": "lifespan.shutdown"})
            await asyncio.wait_for(life, 3)

    asyncio.run(play())


def test_a_page_hears_that_something_is_new_and_not_what(world):
    async def scene(app):
        mine, other = Page(app), Page(app, "session-2")
        await mine.hears("retry")
        await other.hears("retry")
        assert mine.headers[b"x-accel-buffering"] == b"no"
        assert mine.headers[b"content-type"].startswith(b"text/event-stream")
        world.told = {1}
        assert await mine.hears("event: news\ndata: 1\n\n")
        assert not any("news" in one for one in other.heard)
        await mine.leave()
        await other.leave()
        assert app.count == 0

    played(scene)


def test_what_came_while_the_page_was_drawn_is_told_at_once(world):
    world.since = True

    async def scene(app):
        page = Page(app)
        assert await page.hears("news")
        await page.leave()

    played(scene)


def test_a_silent_stream_gives_signs_of_life(world):
    async def scene(app):
        page = Page(app)
        assert await page.hears(": ping")
        await page.leave()

    played(scene, ping=0.01)


def test_a_session_that_ends_takes_its_stream_along_with_the_next_look(world):
    async def scene(app):
        page, other = Page(app), Page(app, "session-2")
        await page.hears("retry")
        await other.hears("retry")
        del world.sessions["session-1"]
        assert await page.hears("event: over")
        assert await page.ended() == 200
        assert not other.task.done()
        await other.leave()

    played(scene)


def test_somebody_whose_appointment_ended_is_told_nothing_more(world, monkeypatch):
    monkeypatch.setattr(live, "ROUND", 2)

    async def scene(app):
        page = Page(app)
        await page.hears("retry")
        world.nobody = {1}
        assert await page.hears("event: over")

    played(scene)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"cookie": "no such session"}, 204),
        ({"cookie": "\xff;;=,"}, 204),
        ({"site": "cross-site"}, 403),
        ({"site": "same-site"}, 403),
        ({"path": "/live"}, 404),
        ({"path": "/notices/"}, 404),
        ({"method": "POST"}, 404),
    ],
)
def test_nobody_else_gets_a_stream(world, how, status):
    async def scene(app):
        assert await Page(app, **how).ended() == status

    played(scene)


def test_one_account_has_so_many_streams_and_no_more(world, monkeypatch):
    monkeypatch.setattr(live, "EACH", 2)

    async def scene(app):
        pages = [Page(app), Page(app)]
        for page in pages:
            await page.hears("retry")
        assert await Page(app).ended() == 204
        other = Page(app, "session-2")
        assert await other.hears("retry")
        for page in [*pages, other]:
            await page.leave()

    played(scene)


def test_a_database_that_is_away_ends_no_stream(world):
    async def scene(app):
        page = Page(app)
        await page.hears("retry")
        world.loop = asyncio.get_running_loop()
        world.away = True
        await world.missed.wait()
        world.away, world.told = False, {1}
        assert await page.hears("news")
        await page.leave()

    played(scene)


def test_one_look_serves_everybody(world):
    async def scene(app):
        pages = [Page(app, f"session-{n}") for n in range(1, 20)]
        for page in pages:
            await page.hears("retry")
        world.told = set(range(1, 20))
        assert all([await page.hears("news") for page in pages])
        for page in pages:
            await page.leave()

    played(scene)


def test_when_the_server_stops_the_pages_are_let_go_and_come_back_by_themselves(world):
    async def scene(app):
        page = Page(app)
        await page.hears("retry")
        app.stop()
        assert await page.ended() == 200
        assert not any("over" in one for one in page.heard)

    played(scene)


# --- what it looks at ---------------------------------------------------------------------------


@pytest.fixture
def guard(cast, clock):
    """Return the guard's session, which began just now."""
    client = cast.guard.client
    client.get(reverse("notices:list"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.django_db
def test_a_session_is_known_by_its_key_and_nothing_else(cast, guard):
    found = watching.watcher(guard, at=NOW)
    assert found == Watcher(cast.guard.person.account_id, cast.guard.person.pk)
    for key in ("", "x", guard[:-1], guard.upper()):
        assert watching.watcher(key, at=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["idle", "ended", "closed", "password", "flushed", "slip"])
def test_a_session_that_is_over_is_not_here_any_more(cast, guard, why):
    assert watching.still_here([guard], at=NOW) == {guard}
    account = Account.objects.filter(pk=cast.guard.person.account_id)
    at = NOW
    if why == "idle":
        at = NOW + timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    if why == "ended":
        accounts.end_sessions(
            account_id=account.get().pk, actor=cast.director.actor(), at=NOW + timedelta(seconds=5)
        )
    if why == "closed":
        account.update(is_active=False, closed_at=NOW)
    if why == "password":
        account.update(password="another")
    if why == "flushed":
        cast.guard.client.logout()
    if why == "slip":
        account.update(must_change_password=True)
    assert watching.still_here([guard], at=at) == set()
    assert watching.watcher(guard, at=at) is None


@pytest.mark.django_db
def test_however_many_pages_are_open_it_is_few_questions(
    cast, guard, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        sessions.signed_in([guard, *map(str, range(300))], at=NOW)


@pytest.mark.django_db
def test_a_look_finds_each_notice_once_also_one_that_came_late(cast, hidden, monkeypatch):
    told(cast, cast.guard)
    seen = watching.begin()
    assert watching.told(seen)[1] == set()
    told(cast, cast.guard, cast.cleaner, n=2)
    seen, persons = watching.told(seen)
    assert persons == {cast.guard.person.pk, cast.cleaner.person.pk}
    assert watching.told(seen)[1] == set()
    # A number given out before, there after it.
    late = Seen(seen.last, seen.ids - {min(seen.ids)})
    assert watching.told(late)[1] == {cast.guard.person.pk}


@pytest.mark.django_db
def test_what_came_since_a_page_was_drawn(cast, hidden):
    told(cast, cast.guard, at=later(minutes=1))
    assert watching.told_since(cast.guard.person.pk, at=later())
    assert not watching.told_since(cast.guard.person.pk, at=later(minutes=2))
    assert not watching.told_since(cast.cleaner.person.pk, at=later())


# --- what a page asks ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_bell_says_what_is_new_and_nothing_hidden(cast, hidden):
    told(cast, cast.guard, thing=1)
    told(cast, cast.guard, thing=2)
    hidden.add(2)
    url = reverse("notices:bell")
    words = cast.guard.client.get(url, {"since": int(NOW.timestamp())}).content.decode()
    assert 'data-count="1"' in words
    assert "灯坏了1" in words
    assert "灯坏了2" not in words
    old = cast.guard.client.get(url, {"since": int(NOW.timestamp()) + 60}).content.decode()
    assert "灯坏了" not in old
    assert "灯坏了" not in cast.cleaner.client.get(url, {"since": "0"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30, "٣"])
def test_a_senseless_instant_breaks_nothing(cast, since):
    response = cast.guard.client.get(reverse("notices:bell"), {"since": since})
    assert response.status_code == 200


@pytest.mark.django_db
def test_asking_counts_as_idle(cast, clock):
    url = reverse("notices:bell")
    minutes = settings.SESSION_IDLE_MINUTES
    cast.guard.client.get(reverse("notices:list"))
    clock.shift(timedelta(minutes=minutes - 1))
    poll = {"X-Dayuan-Poll": "1", "HX-Request": "true"}
    assert cast.guard.client.get(url, headers=poll).status_code == 200
    clock.shift(timedelta(minutes=2))
    gone = cast.guard.client.get(url, headers=poll)
    assert "HX-Redirect" in gone.headers
    assert queries.COUNT_TO == 9
