import pytest


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Give the house a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
