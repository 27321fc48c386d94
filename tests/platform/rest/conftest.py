"""Programs of the cast, at the standing instant."""

import pytest
import time_machine

from tests.cast import NOW
from tests.programs import program_of


@pytest.fixture
def program(cast):
    """Return how to get a program of one of the cast."""
    with time_machine.travel(NOW, tick=False):
        yield lambda part, *only, **more: program_of(cast.members[part], *only, **more)
