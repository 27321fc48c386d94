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


@pytest.fixture
def world(_inhabited, settings):
    """Return the world, with its files; whatever a test does must be ``undone``."""
    found, files = _inhabited
    settings.MEDIA_ROOT = files
    return found
