"""What the browser keeps of the program itself: the same for everybody, by its content.

The version is a digest of every kept file, so that a new release, a changed style
or a changed word makes a new worker, which fetches all of it and drops the old.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = ("zh-hans", "en")
_WORKER = Path(__file__).with_name("worker.js")
#: What every page is drawn with, and the page without a network.
ASSETS = (
    "vendor/tabler.min.css",
    "vendor/icons.svg",
    "vendor/inter-latin.woff2",
    "ui/palette.css",
    "ui/dayuan.css",
    "ui/print.css",
    "django_htmx/htmx-2.min.js",
    "ui/theme.js",
    "ui/dayuan.js",
    "ui/mark.svg",
    "offline/offline.css",
    "offline/store.js",
    "offline/phone.js",
    "offline/shell.js",
)


def worker(language: str) -> str:
    """Return the worker for a language, with what it keeps written at its head."""
    head = {
        "VERSION": f"dayuan-{_version(language, _fresh())}",
        "SHELL": f"{reverse('offline:shell')}?language={language}",
        "ASSETS": [static(name) for name in ASSETS],
        "STATIC": settings.STATIC_URL,
    }
    lines = [f"const {name} = {json.dumps(value)};" for name, value in head.items()]
    return "\n".join(lines) + "\n" + _WORKER.read_text("utf-8")


def shell(language: str) -> str:
    """Return the page without a network: no name, no token, nothing of anybody."""
    with translation.override(language):
        frame = {"language": "zh-Hans" if language.startswith("zh") else "en", "theme": "auto"}
        return render_to_string("offline/shell.html", {"frame": frame, "phone": {"owner": ""}})


def manifest(language: str) -> dict[str, Any]:
    """Return how the program stands on a phone: its name, its icons, where it begins."""
    with translation.override(language):
        name, says = _("Dayuan"), _("Work of the compound")
    pictures = [
        {"src": static(f"vendor/mark-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    whole = {"src": static("vendor/mark-maskable-512.png"), "sizes": "512x512",
             "type": "image/png", "purpose": "maskable"}  # fmt: skip
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "description": says,
        "lang": "zh-Hans" if language.startswith("zh") else "en",
        "start_url": reverse(settings.PHONE_START),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#1f5fae",
        "icons": [
            *pictures,
            whole,
            {"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }


def _fresh() -> object:
    """Return what must be the same for a version to be remembered: nothing is while developing."""
    return object() if settings.DEBUG else None


@lru_cache(maxsize=8)
def _version(language: str, _fresh: object) -> str:
    digest = hashlib.sha256(_WORKER.read_bytes() + shell(language).encode())
    for name in ASSETS:
        found = finders.find(name)
        digest.update(static(name).encode())
        digest.update(Path(found).read_bytes() if isinstance(found, str) else b"")
    return digest.hexdigest()[:16]
