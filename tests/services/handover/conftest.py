"""The guards of the demonstration."""

import pytest

from dayuan.reference.plans import queries as plan_queries
from tests.services.handover import watch


@pytest.fixture
def guards(cast):
    """Return the watch of a night."""
    yield watch.watch(cast)
    plan_queries.forget()
