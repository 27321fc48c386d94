"""A worker that is killed loses nothing, and tells nobody twice."""

import json

import pytest

from tests.houses import house as house
from tests.houses import houses as houses

pytestmark = [pytest.mark.whole, pytest.mark.django_db]


def kill(house, kills, *, seed=1, mutant=()):
    done = house.python(
        "-m", "tests.platform.jobs.kill_harness", str(kills), str(seed), *mutant, timeout=300
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.timeout(180)
def test_a_worker_killed_ten_times_loses_nothing_and_repeats_nothing(house):
    result = kill(house, 10)
    assert result["wanted"] == 10 * 8 * 3
    assert (result["missing"], result["twice"]) == (0, 0)
    assert (result["failed"], result["unfinished"]) == (0, 0)
    assert result["rerun"] > 0  # kills did hit running jobs


@pytest.mark.deep
@pytest.mark.timeout(180)
def test_a_worker_that_marks_before_it_does_is_caught_losing(house):
    # The negative control: the harness sees a loss where there is one.
    assert kill(house, 20, mutant=("ack-early",))["missing"] > 0


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [11, 12])
def test_a_worker_killed_a_hundred_times_loses_nothing_and_repeats_nothing(house, seed):
    result = kill(house, 100, seed=seed)
    assert (result["missing"], result["twice"], result["failed"]) == (0, 0, 0)
