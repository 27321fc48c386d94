"""The bench: it runs and prints its table, and its loader writes what the commands write."""

import os
import subprocess
import sys

import pytest

from tests.houses import house as house
from tests.houses import houses as houses
from tools.bench import plan
from tools.shell import ROOT, StepError

pytestmark = pytest.mark.whole


def test_sizes_are_written_as_people_write_them():
    assert plan.sizes("300, 10k,1M") == (300, 10_000, 1_000_000)
    with pytest.raises(StepError, match="SIZES"):
        plan.sizes("many")


def test_an_engine_nobody_knows_is_refused():
    assert plan.engines("sqlite,postgres") == ("sqlite", "postgresql")
    with pytest.raises(StepError, match="ENGINES"):
        plan.engines("oracle")


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_the_rows_of_the_loader_are_those_of_the_commands(house):
    house.python("-m", "tools.bench.drift", timeout=290)


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_a_small_house_is_measured_and_its_table_printed():
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "-m", "tools.bench", "--sizes", "100", "--open", "20"]
    command += ["--samples", "2", "--engines", "sqlite"]
    done = subprocess.run(
        command, cwd=ROOT, env=kept, check=False, capture_output=True, text=True, timeout=290
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for row in plan.READ + plan.WRITTEN:
        assert row.name in done.stdout
    assert "× F1" in done.stdout
    assert "× F2" in done.stdout
