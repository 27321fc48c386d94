"""Guards over the source itself: each is clean on the house and catches a planted fault."""

import statistics
from pathlib import Path

import pytest

from tests.architecture import guards
from tools.house import functions
from tools.shell import ROOT

COMMANDS = Path("services/desk/commands.py")
VIEWS = Path("services/desk/web/views.py")


def test_the_domain_never_reads_the_clock() -> None:
    assert guards.findings(guards.reads_the_clock) == []


@pytest.mark.parametrize(
    "fault",
    [
        "import datetime\nx = datetime.datetime.now(tz)",
        "from datetime import datetime\nx = datetime.now()",
        "from datetime import date\nx = date.today()",
        "from django.utils import timezone\nx = timezone.now()",
        "from django.utils import timezone\nfield = DateTimeField(default=timezone.now)",
        "from django.utils.timezone import now",
        "from dayuan.platform.ui import present\nx = present.now()",
        "from django.db.models.functions import Now",
        "from time import time",
        "import time\nx = time.time()",
        "x = DateTimeField(auto_now_add=True)",
    ],
)
def test_a_clock_in_a_command_is_seen(fault: str) -> None:
    assert guards.reads_the_clock(COMMANDS, fault)
    assert not guards.reads_the_clock(VIEWS, fault)


def test_a_state_is_written_by_the_helper_alone() -> None:
    assert guards.findings(guards.writes_a_state) == []


@pytest.mark.parametrize(
    "fault",
    [
        "request.state = 'done'",
        "self.case.state: str = 'closed'",
        "request.state, request.at = 'done', at",
        "for request.state in states: pass",
        "Request.objects.filter(pk=1).update(state='done')",
        "Request.objects.bulk_update(rows, ['state'])",
        "setattr(request, 'state', 'done')",
    ],
)
def test_a_state_written_by_hand_is_seen(fault: str) -> None:
    assert guards.writes_a_state(COMMANDS, fault)


def test_views_neither_fetch_rows_nor_write_them() -> None:
    assert guards.findings(guards.view_touches_rows) == []


@pytest.mark.parametrize(
    "fault",
    [
        "rows = Case.objects.all()",
        "rows = type(case)._default_manager.all()",
        "case.save()",
    ],
)
def test_a_view_that_touches_rows_is_seen(fault: str) -> None:
    assert guards.view_touches_rows(VIEWS, fault)
    assert not guards.view_touches_rows(COMMANDS, fault)


@pytest.mark.parametrize("folder", ["src/dayuan", "tools", "tests"])
def test_every_exception_from_a_rule_has_its_reason(folder: str) -> None:
    found = guards.findings(guards.reason_missing, ROOT / folder)
    # The planted faults just below are the only ones.
    assert [line for line in found if "test_source.py" not in line] == []


@pytest.mark.parametrize(
    "fault",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = 1  # noqa: E501, F401",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[attr-defined]",
        "x = 1  # pragma: no cover",
    ],
)
def test_an_exception_without_a_reason_is_seen(fault: str) -> None:
    assert guards.reason_missing(COMMANDS, fault)
    assert not guards.reason_missing(COMMANDS, f"{fault} - the library's own signature")
    assert guards.reason_missing(COMMANDS, f"y = 2  # noqa: S101 - tests only\n{fault}")


@pytest.mark.parametrize("folder", ["src/dayuan", "tools", "tests"])
def test_files_and_functions_stay_short(folder: str) -> None:
    assert guards.findings(guards.too_long, ROOT / folder) == []


def test_a_long_file_and_a_long_function_are_seen() -> None:
    assert guards.too_long(COMMANDS, "x = 1\n" * 500)
    assert guards.too_long(COMMANDS, "def f():\n" + "    x = 1\n" * 50)
    described = 'def f():\n    """Say.\n\n    Much.\n    """\n' + "    x = 1\n" * 49
    assert not guards.too_long(COMMANDS, described)


def test_most_functions_fit_in_a_glance() -> None:
    sizes = sorted(
        length
        for path in guards.python_files()
        for _name, _line, length in functions(path.read_text("utf-8"))
    )
    assert statistics.median(sizes) <= 10
    assert sizes[int(len(sizes) * 0.9)] <= 35


def test_no_test_sleeps() -> None:
    assert guards.findings(guards.sleeps, ROOT / "tests") == []


def test_a_sleeping_test_is_seen() -> None:
    test = Path("services/desk/test_commands.py")
    assert guards.sleeps(test, "import time\ntime.sleep(1)")
    assert guards.sleeps(test, "page.wait_for_timeout(500)")
