"""A squad that can be called: the demonstration's table in force, and guards to answer."""

import pytest

from dayuan.reference.plans import queries as plan_queries
from tests.services.callout import squad


@pytest.fixture
def guards(cast):
    """Return the guards, some on duty, one on leave."""
    yield squad.guards(cast)
    plan_queries.forget()
