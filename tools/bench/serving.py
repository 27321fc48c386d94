"""The program and the floors behind one server, each with its own middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

#: What ``startproject`` writes.
PLAIN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _both() -> Application:
    settings.ROOT_URLCONF = "tools.bench.urls"
    whole = get_wsgi_application()
    own, settings.MIDDLEWARE = settings.MIDDLEWARE, PLAIN
    floors = WSGIHandler()
    settings.MIDDLEWARE = own

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        chosen = floors if environ["PATH_INFO"].startswith("/floor/") else whole
        return chosen(environ, start)

    return application


application = _both()
