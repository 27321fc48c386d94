"""What every test may ask for."""

import os
import tempfile

# Before the settings are read: tests never touch a house that runs.
os.environ["DAYUAN_HOME"] = tempfile.mkdtemp(prefix="dayuan-test-")
os.environ.setdefault("DAYUAN_SECRET_KEY", "only for tests, and long enough for the check")
os.environ["DAYUAN_DEBUG"] = "1"

from collections.abc import Iterator  # noqa: E402 - see above
from datetime import datetime  # noqa: E402 - see above
from typing import Any  # noqa: E402 - see above

import pytest  # noqa: E402 - see above
import time_machine  # noqa: E402 - see above

from tests import hypothesis_profiles  # noqa: E402 - see above

assert hypothesis_profiles


@pytest.fixture(autouse=True)
def _fast_and_apart(settings, tmp_path):
    """Digest passwords cheaply, keep files apart."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put the cast into the test database once; each test rolls back to it."""
    from tests import cast  # noqa: PLC0415 - needs Django

    with django_db_blocker.unblock():
        cast.assemble()


@pytest.fixture
def cast(db):
    """Return the standing cast at the Pukou site."""
    from tests import cast as people  # noqa: PLC0415 - needs Django

    return people.assemble()


@pytest.fixture
def now() -> datetime:
    """Return the instant at which tests happen unless they say otherwise."""
    from tests.cast import NOW  # noqa: PLC0415 - needs Django

    return NOW


@pytest.fixture
def clock(now: datetime) -> Iterator[Any]:
    """Stop the clock of the outer edge (requests, sessions) at ``now``; it can be moved."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller
