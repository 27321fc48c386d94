"""What is already done is remembered, and only when it was done well."""

import sys
from pathlib import Path

import pytest

from tools import shell


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stamps and logs of these tests stand in a folder of their own."""
    monkeypatch.setattr(shell, "CACHE", tmp_path / "cache")
    return tmp_path


def test_a_step_is_not_done_before_it_was_kept(workplace: Path) -> None:
    assert not shell.Stamp("step", "a").holds()


def test_a_kept_step_holds_for_the_same_inputs_alone(workplace: Path) -> None:
    shell.Stamp("step", "a").keep()
    assert shell.Stamp("step", "a").holds()
    assert not shell.Stamp("step", "b").holds()


def test_a_step_whose_files_are_gone_is_done_again(workplace: Path) -> None:
    made = workplace / "made"
    made.touch()
    stamp = shell.Stamp("step", "a")
    stamp.keep(made)
    assert stamp.holds()
    made.unlink()
    assert not stamp.holds()


def test_an_interrupted_step_does_not_count(workplace: Path) -> None:
    stamp = shell.Stamp("step", "a")
    stamp.keep()
    stamp.drop()
    assert not stamp.holds()


def test_half_a_stamp_does_not_count(workplace: Path) -> None:
    stamp = shell.Stamp("step", "a")
    stamp.keep()
    stamp.file.write_text('{"inputs": "a', encoding="utf-8")
    assert not stamp.holds()


def test_a_digest_follows_content_and_tells_parts_apart(workplace: Path) -> None:
    file = workplace / "file"
    file.write_text("one", encoding="utf-8")
    first = shell.digest(file)
    file.write_text("two", encoding="utf-8")
    assert shell.digest(file) != first
    assert shell.digest("ab", "c") != shell.digest("a", "bc")
    assert shell.digest(workplace / "missing") == shell.digest("")


def test_a_failing_program_shows_its_last_lines_and_where_all_of_it_is(workplace: Path) -> None:
    code = "print('before'); print('the reason'); raise SystemExit(3)"
    log = workplace / "logs" / "program.log"
    with pytest.raises(shell.StepError, match=r"the reason(.|\n)*ended with 3.*program\.log"):
        shell.run([sys.executable, "-c", code], log=log, shown=1)
    assert log.read_text("utf-8") == "before\nthe reason\n"


def test_a_program_that_ends_well_is_quiet(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run([sys.executable, "-c", "print('chatter')"], log=workplace / "log")
    assert capsys.readouterr().out == ""
