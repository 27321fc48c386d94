"""The world of the permission tests: built once for a module, rolled back after it."""

import pytest
import time_machine
from django.db import transaction

from tests.cast import NOW
from tests.permissions import world as worlds


@pytest.fixture(scope="module")
def _inhabited(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings  # noqa: PLC0415 - needs Django

    files, before = tmp_path_factory.mktemp("files"), settings.MEDIA_ROOT
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        settings.MEDIA_ROOT = files
        try:
            with transaction.atomic():
                yield worlds.build(), files
                transaction.set_rollback(True)
        finally:
            settings.MEDIA_ROOT = before


@pytest.fixture(autouse=True)
def _blank_paper(monkeypatch):
    """Draw nothing: who gets a document is settled before, and how it looks is tested apart."""
    from dayuan.platform.documents import making  # noqa: PLC0415 - needs Django

    def blank(_form, folder):
        (folder / "made").write_bytes(b"%PDF- blank")

    monkeypatch.setattr(making, "_run", blank)


def silence_the_bell(monkeypatch):
    """Count no notices for the bell of each page: that is asked, and counted, apart."""
    from dayuan.platform.notices import queries  # noqa: PLC0415 - needs Django

    monkeypatch.setattr(queries, "unread", lambda _actor: 0)


@pytest.fixture
def world(_inhabited, monkeypatch, settings):
    """Return the world, with its files; whatever a test does must be ``undone``."""
    silence_the_bell(monkeypatch)
    found, files = _inhabited
    settings.MEDIA_ROOT = files
    return found
