"""A clone is prepared once; what changed or was interrupted is done again."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import setup, shell
from tools.shell import StepError


class Machine:
    """Stands for pip and venv: notes what would be installed, and can be interrupted."""

    def __init__(self, venv: Path) -> None:
        self.venv = venv
        self.installed: list[str] = []
        self.breaks = False

    def make(self) -> None:
        (self.venv / "bin").mkdir(parents=True, exist_ok=True)
        (self.venv / "pyvenv.cfg").write_text("made", encoding="utf-8")
        (self.venv / "bin" / "python").touch()

    def pip(
        self, *arguments: str | Path, progress: Callable[[str], str | None] | None = None
    ) -> None:
        if self.breaks:
            raise StepError("the network is gone")
        self.installed.append(Path(arguments[-1]).name)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A clone of its own with two locks, and no environment yet."""
    found = Machine(tmp_path / ".venv")
    for name in ("build", "dev"):
        (tmp_path / f"{name}.txt").write_text("one==1 \\\n", encoding="utf-8")
    locks = {"run": tmp_path / "build.txt", "dev": tmp_path / "dev.txt"}
    monkeypatch.setattr(shell, "CACHE", tmp_path / ".cache")
    monkeypatch.setattr(shell, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", found.venv)
    monkeypatch.setattr(setup, "PYTHON", found.venv / "bin" / "python")
    monkeypatch.setattr(setup, "LOCKS", locks)
    monkeypatch.setattr(setup, "environment", found.make)
    monkeypatch.setattr(setup, "pip", found.pip)
    return found


def test_a_second_start_installs_nothing(machine: Machine) -> None:
    setup.dependencies("run")
    setup.dependencies("run")
    assert machine.installed == ["build.txt"]


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    setup.dependencies("run")
    setup.LOCKS["run"].write_text("one==2 \\\n", encoding="utf-8")
    setup.dependencies("run")
    assert machine.installed == ["build.txt", "build.txt"]


def test_an_interrupted_installation_is_done_again(machine: Machine) -> None:
    machine.breaks = True
    with pytest.raises(StepError):
        setup.dependencies("run")
    machine.breaks = False
    setup.dependencies("run")
    assert machine.installed == ["build.txt"]


def test_an_interrupted_change_does_not_leave_the_old_stamp(machine: Machine) -> None:
    setup.dependencies("dev")
    machine.breaks = True
    setup.LOCKS["dev"].write_text("one==2 \\\n", encoding="utf-8")
    with pytest.raises(StepError):
        setup.dependencies("dev")
    machine.breaks = False
    setup.LOCKS["dev"].write_text("one==1 \\\n", encoding="utf-8")
    setup.dependencies("dev")
    assert machine.installed == ["dev.txt", "dev.txt"]


def test_what_checks_the_code_also_runs_it(machine: Machine) -> None:
    setup.dependencies("dev")
    setup.dependencies("run")
    assert machine.installed == ["dev.txt"]


def test_a_rebuilt_environment_is_filled_again(machine: Machine) -> None:
    setup.dependencies("run")
    (machine.venv / "pyvenv.cfg").unlink()
    setup.dependencies("run")
    assert machine.installed == ["build.txt", "build.txt"]


def test_progress_counts_the_packages_of_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("one==1 \\\n    --hash=sha256:0\ntwo==2 \\\n    # via one\n", encoding="utf-8")
    progress = setup._counter(lock)
    assert progress("Collecting one==1") == "1/2 one"
    assert progress("  Downloading one.whl") is None
    assert progress("Collecting two==2") == "2/2 two"


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["walk"]) == 2
    assert "run, dev" in capsys.readouterr().out


def test_a_terminal_without_chinese_still_gets_the_english(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    shell.say("依赖 · dependencies")
    assert raw.getvalue().decode("latin-1").endswith("dependencies\n")
