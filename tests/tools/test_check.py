"""The sum that closes every run tells the truth."""

import re
import sys
from pathlib import Path

import pytest

from tools import check, debian, shell
from tools.shell import StepError


def results(folder: Path, **numbers: int) -> Path:
    path = folder / "results.xml"
    words = " ".join(f'{key}="{value}"' for key, value in numbers.items())
    path.write_text(f"<testsuites><testsuite {words}/></testsuites>", encoding="utf-8")
    return path


def test_the_sum_counts_what_pytest_counted(tmp_path: Path) -> None:
    path = results(tmp_path, tests=10, failures=2, errors=1, skipped=3)
    assert check.counted(path, failed=True) == check.Sum(passed=4, failed=3, skipped=3)


def test_a_run_that_failed_without_a_failed_test_counts_as_one_failure(tmp_path: Path) -> None:
    path = results(tmp_path, tests=10, failures=0, errors=0, skipped=0)
    assert check.counted(path, failed=True) == check.Sum(passed=10, failed=1)


def test_a_run_without_any_test_has_failed(tmp_path: Path) -> None:
    path = results(tmp_path, tests=0)
    assert check.counted(path, failed=False).failed == 1


def test_a_run_that_left_no_results_has_failed(tmp_path: Path) -> None:
    assert check.counted(tmp_path / "nothing.xml", failed=False).failed == 1


def test_the_closing_line_reads_as_machines_expect() -> None:
    assert str(check.Sum(passed=3, failed=1)) == "3 passed, 1 failed"
    assert str(check.Sum(passed=3, skipped=2)) == "3 passed, 0 failed, 2 skipped"


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs of these tests stand in a folder of their own."""
    monkeypatch.setattr(check, "LOGS", tmp_path)
    return tmp_path


def test_a_failing_stage_shows_what_it_said(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "print('the reason'); raise SystemExit(1)"
    total = check.carry_out(check.Stage("planted", [sys.executable, "-c", code]))
    assert total == check.Sum(failed=1)
    shown = capsys.readouterr().out
    assert "the reason" in shown
    assert "✗ planted" in shown


def test_a_program_that_is_missing_fails_its_stage(logs: Path) -> None:
    missing = check.Stage("planted", [shell.ROOT / "no-such-program"])
    assert check.carry_out(missing) == check.Sum(failed=1)


def test_a_database_that_cannot_be_had_is_a_failure_not_a_skip(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_packages: debian.Package) -> None:
        raise StepError("missing: postgresql\n  Type as root: apt-get install")

    monkeypatch.setattr(debian, "ensure", refuse)
    assert check.on_postgresql("full", seed=1) == check.Sum(failed=1)
    assert check.in_browser("full", seed=1) == check.Sum(failed=1)
    assert "Type as root" in capsys.readouterr().out


def test_a_missing_package_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_right_to_install", lambda: None)
    absent = debian.Package("fonts-noto-cjk", lambda: False)
    with pytest.raises(StepError, match=r"apt-get install -y .*fonts-noto-cjk"):
        debian.ensure(absent)


def test_nothing_is_installed_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_right_to_install", lambda: pytest.fail("asked"))
    debian.ensure(debian.Package("chromium", lambda: True))


def test_what_postgresql_does_not_see_asks_our_database_nothing() -> None:
    asking = re.compile(r"\bdjango_db\b|\bcast\.|mark\.postgres\b|\(db\b|, db\)")
    for part in check.ON_ANY_ENGINE:
        place = shell.ROOT / "tests" / part
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        assert files, part
        assert [f.name for f in files if asking.search(f.read_text(encoding="utf-8"))] == [], part
