"""A house of its own for the journeys: the standing cast, a second compound, real requests.

Runs as a process of its own and prints one line of JSON when it stands. Its clock
starts on a fixed Friday and goes on from there; a worker runs beside the pages.
"""

import importlib
import json
import os
import socket
import sys
import threading
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

# Before the settings are read: this house has a home of its own.
os.environ["DJANGO_SETTINGS_MODULE"] = "dayuan.config.settings"
os.environ["DAYUAN_HOME"] = os.environ["JOURNEYS_HOME"]
os.environ["DAYUAN_SECRET_KEY"] = "only for tests, and long enough for the check"
os.environ["DAYUAN_DEBUG"] = "1"
(Path(os.environ["DAYUAN_HOME"]) / "static").mkdir(exist_ok=True)

import django  # noqa: E402 - see above
import time_machine  # noqa: E402 - see above
import uvicorn  # noqa: E402 - see above

django.setup()

from django.conf import settings  # noqa: E402 - needs Django

# A browser asks once for what does not change, as it does of a house that is installed.
settings.WHITENOISE_MAX_AGE = 3600

from django.core.management import call_command  # noqa: E402 - needs Django
from django.core.servers.basehttp import (  # noqa: E402 - needs Django
    ThreadedWSGIServer,
    WSGIRequestHandler,
)

from dayuan.config import demonstration, installation  # noqa: E402 - needs Django
from dayuan.config.wsgi import application  # noqa: E402 - needs Django
from dayuan.platform.jobs import worker  # noqa: E402 - needs Django
from dayuan.platform.notices.web.live import Live  # noqa: E402 - needs Django
from dayuan.reference.people import commands as people  # noqa: E402 - needs Django
from dayuan.reference.people.models import Kind  # noqa: E402 - needs Django
from dayuan.reference.plans import queries as plans  # noqa: E402 - needs Django
from dayuan.reference.sites import queries as sites  # noqa: E402 - needs Django
from tests import cast  # noqa: E402 - needs Django
from tests.journeys.front import Front  # noqa: E402 - needs Django
from tests.journeys.house import BEGUN  # noqa: E402 - needs Django

#: A journey through a night goes from house to house, each at a later hour.
NOW = datetime.fromisoformat(os.environ.get("JOURNEYS_NOW", cast.NOW.isoformat()))
#: Digests passwords cheaply: the cast's logins are no secret.
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Quiet(WSGIRequestHandler):
    """Says nothing: what goes wrong is seen in the browser."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Anew:
    """Forgets what it knows of plans whenever the house was put back to its beginning.

    The next revision that is loaded then has the number of one that is gone.
    """

    def __init__(self, inside: Any) -> None:
        self._inside, self._began = inside, ""

    def __call__(self, environ: Any, start: Any) -> Any:
        """Answer a request."""
        mark = Path(os.environ["DAYUAN_HOME"]) / BEGUN
        began = mark.read_text() if mark.exists() else ""
        if began != self._began:
            plans.forget()
            self._began = began
        return self._inside(environ, start)


def main() -> None:
    """Prepare the database, then serve until the process is ended."""
    time_machine.travel(NOW, tick=True).start()
    settings.PASSWORD_HASHERS = FAST
    if settings.DEMO:
        with redirect_stdout(sys.stderr):
            demonstration.prepare(at=NOW)
    else:
        _prepare()
    threading.Thread(target=worker.run, args=(threading.Event(),), daemon=True).start()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(Anew(application))
    port = _in_front(server.server_port) if settings.LIVE else server.server_port
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


def _in_front(web: int) -> int:
    """Let the stream of news run too, behind one origin; return its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = uvicorn.Config(Live(), host="127.0.0.1", port=port, log_config=None, access_log=False)
    stream = uvicorn.Server(config)
    threading.Thread(target=stream.run, daemon=True).start()
    while not stream.started:
        threading.Event().wait(0.05)
    return Front(web=web, live=port).port


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    stood = sites.only_site() is not None
    found = cast.assemble()
    if stood:
        return
    if seed := os.environ.get("JOURNEYS_SEED"):
        module, function = seed.split(":")
        getattr(importlib.import_module(module), function)(found)
        return
    site = found.site
    actor = installation.installer(site.pk)
    newcomer = people.create_person(
        staff_number="1100", name="郑小红", joined=cast.JOINED, actor=actor, at=NOW
    )
    people.appoint(
        person_id=newcomer.pk, post="floor_cleaner", kind=Kind.MAIN, start=cast.JOINED,
        actor=actor, at=NOW,
    )  # fmt: skip
    harbour, _ = installation.install(cast.read(cast.HARBOUR), at=NOW)
    demonstration.appoint_everybody(harbour, at=NOW, first_number=2001)


if __name__ == "__main__":
    main()
