import pytest


@pytest.fixture(autouse=True)
def _empty_log(empty_log):
    """Count from nothing."""
