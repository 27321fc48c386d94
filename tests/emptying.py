"""Emptying a test database although the log refuses it.

Tests that need real commits are emptied by a flush, which the log's triggers
refuse. Import the fixture into the conftest of the outermost folder.
"""

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from dayuan.platform.audit import triggers
from dayuan.platform.audit.models import (
    Change,
    Entry,
    Erasure,
    PersonalValues,
    Reason,
    ReasonErasure,
    Seal,
)

_flush = BaseDatabaseOperations.execute_sql_flush


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_emptied():
    """Lift the log's triggers while the framework empties the test database."""

    def flush(self, sql_list):
        with triggers.lifted(self.connection):
            _flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def empty_log(db):
    """Begin with an empty log, without what the standing cast has done before."""
    with triggers.lifted(connection):
        for model in (Seal, Entry, PersonalValues, Erasure, Change, Reason, ReasonErasure):
            model.objects.all().delete()
