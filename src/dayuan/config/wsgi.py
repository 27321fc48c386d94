"""The application for a WSGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
