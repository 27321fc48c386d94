"""Runs rows of the scorecard: ``python -m tests.chaos [ROW…]`` with COUNT and SEED.

Prints for each line ``row n / N`` with commit and seed. A row counts as passed
only where its control was caught in the same run.
"""

import os
import random
import subprocess
import sys
import time

from tests.chaos import rows
from tests.chaos.bombs import row_22
from tests.chaos.faults import row_7
from tests.chaos.house import FailedError
from tools.postgres import stop_on_terminate
from tools.shell import ROOT, say

ROWS = {
    "1": (rows.row_1, 15),
    "3": (rows.row_3, 8),
    "5": (rows.row_5, 6),
    "7": (row_7, 12),
    "22": (row_22, 50),
    "28": (rows.row_28, 2),
}


def main(chosen):
    """Run the rows; 0 when all held."""
    if unknown := set(chosen) - set(ROWS):
        say(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
        return 2
    stop_on_terminate()
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    say(f"chaos: commit {commit.stdout.strip()}, SEED={seed}")
    return 1 if sum([run(name, seed) for name in chosen or ROWS]) else 0


def run(name, seed):
    """Run one row and print its lines; return how many did not hold."""
    row, usual = ROWS[name]
    count = int(os.environ.get("COUNT") or usual)
    say(f"row {name}  {row.__doc__.strip()}")
    failed, begun = 0, time.monotonic()
    try:
        for what, tried, wrong, said in row(count, seed):
            failed += bool(wrong)
            held = 0 if wrong else tried
            found = "".join(f"; {number} {kind}" for kind, number in wrong.items())
            say(f"  {'✗' if wrong else '✓'} {what}: {held} / {tried}  {said}{found}")
    except FailedError as problem:
        say(f"  ✗ {problem}")
        failed += 1
    say(f"  {time.monotonic() - begun:.0f} s")
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
