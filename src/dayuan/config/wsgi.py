"""The application for a WSGI server."""

import os

import dayuan  # puts the safe database engine in place first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings must be named before

assert dayuan
application = get_wsgi_application()
