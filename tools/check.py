"""Every check of the house, in three tiers, closed by one line with the sum.

    python -m tools.check quick   format to messages, tests on SQLite; no browser
    python -m tools.check full    the same, PostgreSQL, and journeys in Chromium
    python -m tools.check deep    the same with exhaustive sweeps and long properties

A check that is no pytest run counts as one. What cannot run has failed: nothing is
skipped in silence.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

from tools import debian, postgres
from tools.shell import CACHE, PYTHON, StepError, run, say

LOGS = CACHE / "check"
PROGRAMS = PYTHON.parent
SETTINGS = {"DJANGO_SETTINGS_MODULE": "dayuan.config.settings"}
CONCISE = ["--output-format", "concise"]
#: Which property profile and how many seconds a single test may take, per tier.
PROFILES = {"quick": ("quick", 60), "full": ("ci", 120), "deep": ("deep", 3600)}
#: What never asks our database, or brings houses of its own: once is enough, on SQLite.
ON_ANY_ENGINE = (
    "architecture",
    "deploy",
    "handbook",
    "kernel",
    "resources/rosters/planner",
    "tools/test_bench.py",
)
#: Which tests need a browser.
JOURNEYS = "browser"


@dataclass(slots=True)
class Sum:
    """How many checks passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Sum") -> None:
        """Count another stage in."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


@dataclass(frozen=True, slots=True)
class Stage:
    """One named check: a command, and the file of results when it is a pytest run."""

    name: str
    command: list[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)
    results: Path | None = None

    @property
    def log(self) -> Path:
        """Return where the stage's output goes."""
        return LOGS / f"{self.name.replace(' ', '-')}.log"


def static_stages() -> list[Stage]:
    """Return the checks that run no test."""
    django: list[str | Path] = [PYTHON, "-m", "django"]
    return [
        Stage("types", [PROGRAMS / "mypy"]),
        Stage("format", [PROGRAMS / "ruff", "format", "--check", *CONCISE, "."]),
        Stage("lint", [PROGRAMS / "ruff", "check", *CONCISE, "."]),
        Stage(
            "import contracts", [PROGRAMS / "lint-imports", "--cache-dir", CACHE / "import-linter"]
        ),
        Stage("settings", [*django, "check", "--fail-level", "WARNING"], SETTINGS),
        Stage("migrations", [*django, "makemigrations", "--check", "--dry-run"], SETTINGS),
        Stage("messages", [PYTHON, "-m", "tools.messages", "check"]),
    ]


def tests(name: str, chosen: str, tier: str, seed: int, env: Mapping[str, str]) -> Stage:
    """Return a pytest run over the tests that ``chosen`` selects."""
    results = LOGS / f"{name.replace(' ', '-')}.xml"
    profile, seconds = PROFILES[tier]
    # A journey is a whole job, and the first one waits for the house to open.
    journeys = chosen.startswith(JOURNEYS)
    seconds = max(seconds, 300) if journeys else seconds
    command: list[str | Path] = [PYTHON, "-m", "pytest", "-q", "-n", "2", "-m", chosen]
    command += [f"--junitxml={results}", f"--hypothesis-profile={profile}"]
    command += [f"--timeout={seconds}", f"--randomly-seed={seed}"]
    # Who shares a house that takes long to open runs beside each other, not once per process.
    command += ["--dist=loadgroup"] if journeys else []
    return Stage(name, command, env, results)


def carry_out(stage: Stage) -> Sum:
    """Run a stage, print its line (and its output when it failed), return its sum."""
    start = time.monotonic()
    trouble = ""
    if stage.results:
        stage.results.unlink(missing_ok=True)
    try:
        run(stage.command, log=stage.log, env=stage.env, shown=400, progress=_last_words)
    except (OSError, StepError) as error:
        trouble = str(error)
    total = counted(stage.results, failed=bool(trouble)) if stage.results else _one(trouble)
    seconds = time.monotonic() - start
    detail = f"  {total}" if stage.results else ""
    mark = "✗" if total.failed else "✓"
    say((f"{trouble}\n" if trouble else "") + f"{mark} {stage.name:<22}{seconds:7.1f} s{detail}")
    return total


def _one(trouble: str) -> Sum:
    return Sum(failed=1) if trouble else Sum(passed=1)


def _last_words(line: str) -> str | None:
    return line.strip() or None


def counted(results: Path, *, failed: bool) -> Sum:
    """Read pytest's own count; a run that failed or ran nothing is never counted as none."""
    total = Sum()
    try:
        suites = ElementTree.parse(results).getroot().iter("testsuite")  # noqa: S314 - our own file
        for suite in suites:
            numbers = {key: int(suite.get(key, 0)) for key in ("failures", "errors", "skipped")}
            wrong = numbers["failures"] + numbers["errors"]
            right = int(suite.get("tests", 0)) - wrong - numbers["skipped"]
            total.add(Sum(right, wrong, numbers["skipped"]))
    except (OSError, ElementTree.ParseError):
        failed = True
    if not total.failed and (failed or not total.passed):
        total.failed = 1
    return total


def together(stages: list[Stage]) -> Sum:
    """Run stages two at a time: each of them keeps one core busy."""
    total = Sum()
    with ThreadPoolExecutor(max_workers=2) as pool:
        for part in pool.map(carry_out, stages):
            total.add(part)
    return total


def on_postgresql(tier: str, seed: int) -> Sum:
    """Run the tests on a PostgreSQL of our own; one that cannot be had is a failure."""
    with ExitStack() as stack:
        try:
            debian.ensure(debian.POSTGRESQL)
            url = stack.enter_context(postgres.server())
        except (OSError, StepError) as error:
            return _cannot("tests on PostgreSQL", error)
        env = {"DAYUAN_DATABASE_URL": url}
        chosen = _chosen(tier) + ("" if tier == "deep" else " and not once")
        stage = tests("tests on PostgreSQL", chosen, tier, seed, env)
        left = [f"--ignore=tests/{part}" for part in ON_ANY_ENGINE]
        return carry_out(replace(stage, command=[*stage.command, *left]))


def in_browser(tier: str, seed: int) -> Sum:
    """Run the journeys in Chromium; a browser that cannot be had is a failure."""
    try:
        debian.ensure_browser()
    except (OSError, StepError) as error:
        return _cannot("journeys in Chromium", error)
    chosen = JOURNEYS if tier == "deep" else f"{JOURNEYS} and not deep"
    return carry_out(tests("journeys in Chromium", chosen, tier, seed, {}))


def _cannot(name: str, error: Exception) -> Sum:
    say(f"{error}\n✗ {name}: could not run")
    return Sum(failed=1)


def _chosen(tier: str) -> str:
    left = {"deep": (), "full": ("deep",), "quick": ("deep", "whole")}[tier]
    return " and ".join(f"not {mark}" for mark in (JOURNEYS, *left))


def stages(tier: str, seed: int) -> Iterator[Callable[[], Sum]]:
    """Yield what a tier does, in order."""
    yield lambda: together(static_stages())
    on_sqlite = f"{_chosen(tier)} and not postgres"
    yield lambda: carry_out(tests("tests on SQLite", on_sqlite, tier, seed, {}))
    if tier != "quick":
        yield lambda: on_postgresql(tier, seed)
        yield lambda: in_browser(tier, seed)


def main(arguments: list[str]) -> int:
    """Run a tier; the status is 0 only when everything passed."""
    tier = arguments[0] if arguments else "quick"
    if tier not in PROFILES:
        say(f"write one of: {', '.join(PROFILES)}")
        return 2
    postgres.stop_on_terminate()
    os.environ.pop("DAYUAN_DATABASE_URL", None)
    # Some hundred processes read the same files: what the first has compiled is kept.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
    start = time.monotonic()
    say(f"checks: {tier}; order of tests: SEED={seed}")
    total = Sum()
    for stage in stages(tier, seed):
        total.add(stage())
    say(f"{time.monotonic() - start:.0f} s in all; logs in .cache/check")
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\ninterrupted")
        sys.exit(130)
