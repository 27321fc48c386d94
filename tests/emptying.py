"""Emptying a test database although the log refuses it.

Tests that need real commits are emptied by a flush, which the log's triggers
refuse. Import the fixture into the conftest of the outermost folder.
"""

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from dayuan.platform.audit import triggers

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
