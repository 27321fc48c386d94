"""The world full of canaries: built once for a module, rolled back after it."""

import pytest
import time_machine
from django.db import transaction

from tests.cast import NOW
from tests.permissions.conftest import silence_the_bell


@pytest.fixture(scope="module")
def _aviary(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from tests.canaries import planting  # noqa: PLC0415 - needs Django

    files, before = tmp_path_factory.mktemp("files"), settings.MEDIA_ROOT
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        settings.MEDIA_ROOT = files
        try:
            with transaction.atomic():
                yield (*planting.build(), files)
                transaction.set_rollback(True)
        finally:
            settings.MEDIA_ROOT = before


@pytest.fixture
def aviary(_aviary, monkeypatch, settings):
    """Return the world and its cage."""
    silence_the_bell(monkeypatch)
    world, cage, files = _aviary
    settings.MEDIA_ROOT = files
    return world, cage
