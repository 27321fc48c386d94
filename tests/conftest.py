"""What every test may ask for."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

# Before the settings are read (and so they are named here, not in pyproject.toml,
# where pytest-django would read them first): tests never touch a house that runs.
os.environ["DJANGO_SETTINGS_MODULE"] = "dayuan.config.settings"
os.environ["DAYUAN_HOME"] = tempfile.mkdtemp(prefix="dayuan-test-")
(Path(os.environ["DAYUAN_HOME"]) / "static").mkdir()
atexit.register(shutil.rmtree, os.environ["DAYUAN_HOME"], ignore_errors=True)
os.environ.setdefault("DAYUAN_SECRET_KEY", "only for tests, and long enough for the check")
os.environ["DAYUAN_DEBUG"] = "1"

from collections.abc import Iterator  # noqa: E402 - see above
from datetime import datetime  # noqa: E402 - see above
from typing import Any  # noqa: E402 - see above

import django  # noqa: E402 - see above
import pytest  # noqa: E402 - see above
import time_machine  # noqa: E402 - see above
from django.utils import translation  # noqa: E402 - see above

from tests import hypothesis_profiles  # noqa: E402 - see above

hypothesis_profiles.register()
django.setup()

from dayuan.reference.plans import queries as plans  # noqa: E402 - needs Django
from tests.chromium import browser as browser  # noqa: E402 - see above
from tests.emptying import _log_can_be_emptied as _log_can_be_emptied  # noqa: E402 - needs Django
from tests.tables import tables as tables  # noqa: E402 - see above

# What stands now stands to the end: the collector need not look at it after every test.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)

#: Digests passwords cheaply, for the standing cast as for every test.
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fast_and_apart(settings, tmp_path):
    """Digest passwords cheaply, keep files apart, remember no plan that was rolled back.

    Nor the language that somebody asked for in the test before.
    """
    translation.deactivate()
    # The next test's plan may have the same number.
    plans.forget()
    settings.PASSWORD_HASHERS = FAST
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put the cast into the test database once; each test rolls back to it."""
    from django.test import override_settings  # noqa: PLC0415 - needs Django

    from tests import cast  # noqa: PLC0415 - needs Django

    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=FAST):
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
