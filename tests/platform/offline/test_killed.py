"""A server that is killed between commit and answer does nothing twice, and loses nothing."""

import pytest

from tests.houses import house as house
from tests.houses import houses as houses

pytestmark = [pytest.mark.whole, pytest.mark.once, pytest.mark.django_db, pytest.mark.timeout(180)]


def life(house, when):
    return house.python("-m", "tests.platform.offline.killing", when, check=False).returncode


def test_killed_after_the_commit_the_act_sent_again_is_not_done_again(house):
    assert life(house, "after") == 9
    assert life(house, "never") == 21  # done once in all


def test_killed_in_the_middle_the_act_sent_again_is_done(house):
    assert life(house, "middle") == 9
    assert life(house, "never") == 21
