"""Fills a fresh database with so many cases, and notes who opens the pages."""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

#: How long the house has been in use, whatever its size.
YEARS = timedelta(days=5 * 365)
NOTES = "bench.json"


def fill(cases: int, *, still_open: int, now: datetime) -> dict[str, Any]:
    """Make the house and its cases; return what the measuring needs to know."""
    from dayuan.config.operations.static import collect_if_missing  # noqa: PLC0415 - needs Django
    from tools.bench import loader, world  # noqa: PLC0415 - need Django

    collect_if_missing()
    times = max(0, (cases - still_open) // world.PAST - 1)
    began = now - YEARS
    step = timedelta(seconds=int(YEARS.total_seconds() / (world.PAST * (times + 1) + world.PAST)))
    site = world.found(began)
    with loader.examples() as old:
        world.past(site, start=began, step=step)
    loader.repeat(old, times, every=world.PAST * step)
    with loader.examples() as under_way:
        world.present(site, now=now)
    loader.repeat(under_way, max(0, still_open // world.PRESENT - 1), every=timedelta(minutes=3))
    loader.settle()
    _index()
    return _notes(site, now)


def _index() -> None:
    """Write the index of search, as after an upgrade, and say how long it took."""
    from dayuan.platform.search import keeping  # noqa: PLC0415 - needs Django
    from tools.bench import loader  # noqa: PLC0415 - needs Django

    began = time.monotonic()
    lines = keeping.rebuild()
    print(f"  {lines:,} lines of the index after {time.monotonic() - began:.0f} s", flush=True)
    loader.settle()


def put_in_hand(count: int, *, now: datetime) -> list[int]:
    """Put so many tasks into the technician's hands; return their ids."""
    from dayuan.reference.sites.models import Site  # noqa: PLC0415 - needs Django
    from dayuan.work.models import Task  # noqa: PLC0415 - needs Django
    from tools.bench import loader, world  # noqa: PLC0415 - need Django

    with loader.examples() as block:
        world.in_hand(Site.objects.get(), now=now)
    loader.repeat(block, count - 1, every=timedelta(0))
    loader.settle()
    tasks = Task.objects.filter(pk__gt=block.before["work.Task"], state="accepted")
    return list(tasks.order_by("pk").values_list("pk", flat=True))


def _notes(site: Any, now: datetime) -> dict[str, Any]:
    from dayuan.work import queries  # noqa: PLC0415 - needs Django
    from dayuan.work.models import Case  # noqa: PLC0415 - needs Django
    from tools.bench import world  # noqa: PLC0415 - needs Django

    roles = {}
    for role in world.ROLES:
        actor = world.actor(site, role.code, at=now)
        rows = queries.visible_to(actor).order_by("-pk")
        seen = rows.values_list("pk", flat=True)
        roles[role.code] = {
            "session": _session(actor.account_id or 0, now),
            "account": actor.account_id,
            "cases": list(seen[:40]) + list(seen.filter(phase="closed")[60:100]),
            "numbers": [one[-5:] for one in rows.values_list("number", flat=True)[:80]],
        }
    return {"site": site.pk, "roles": roles, "cases": Case.objects.count()}


def _session(account_id: int, now: datetime) -> str:
    """Sign an account in; return the key of its session."""
    from dayuan.platform.accounts import sessions  # noqa: PLC0415 - needs Django
    from dayuan.platform.accounts.models import Account  # noqa: PLC0415 - needs Django

    session = SessionStore()
    account = Account.objects.get(pk=account_id)
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    sessions.begin(session, at=now, how="password")
    session.save()
    return session.session_key or ""


def main(arguments: list[str]) -> None:
    """``cases N`` fills the house of the environment; ``in-hand N`` adds tasks to finish."""
    what, number = arguments[0], int(arguments[1])
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    notes = Path(settings.HOME) / NOTES
    now = timezone.now().replace(microsecond=0)
    if what == "cases":
        told = fill(number, still_open=int(arguments[2]), now=now)
    else:
        told = json.loads(notes.read_text()) | {"tasks": put_in_hand(number, now=now)}
    notes.write_text(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
