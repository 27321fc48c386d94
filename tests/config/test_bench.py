"""`dayuan bench roster`: one JSON object, a table, or one sentence about a bad file."""

import json
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from dayuan.config import cli
from dayuan.resources.rosters.planner import planning

pytestmark = pytest.mark.once

FILE = """\
SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=7,2400,0,5,2,2,1
B,D=7,2400,0,5,2,2,1
SECTION_COVER
0,D,1,100,1
1,D,3,100,1
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Small.txt"
    path.write_text(FILE, "utf-8")
    return path


def run(*words: object, lang: str = "en_US.UTF-8"):
    line = ["bench", "roster", *map(str, words)]
    return CliRunner().invoke(cli.main, line, env={"LANG": lang, "LC_ALL": lang})


def test_it_prints_one_object_with_what_the_checker_found(file):
    answer = run(file, "--seconds", 20, "--json")
    assert answer.exit_code == 0, answer.output
    result = json.loads(answer.stdout)
    assert result.pop("seconds") < 20
    assert result == {
        "instance": "Small",
        # Of three people wanted on the second day there are only two.
        "objective": 100,
        "bound": 100,
        "gap": 0.0,
        "violations": [],
        "proven": True,
        "engine": "cp-sat",
    }


def test_without_the_solver_it_says_so_and_plans_greedily(file, monkeypatch):
    monkeypatch.setattr(planning, "find_spec", lambda name: None)
    answer = run(file, "--seconds", 20, "--json")
    result = json.loads(answer.stdout)
    assert "not installed" in answer.stderr
    assert (result["objective"], result["bound"], result["proven"]) == (100, 0, False)
    assert find_spec("ortools")


def test_for_people_there_is_a_table_in_their_language(file):
    assert "objective   100" in run(file, "--seconds", 20).stdout
    assert "under" in run(file, "--seconds", 20).stdout
    assert "目标值" in run(file, "--seconds", 20, lang="zh_CN.UTF-8").stdout


def test_progress_goes_to_the_error_stream(file):
    answer = run(file, "--seconds", 20, "--json", "--progress")
    assert " 100 " in answer.stderr
    json.loads(answer.stdout)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FILE.replace("A,D=7", "A,X=7"), "line 6: there is no shift X"),
        ("", "names no days"),
        ("nothing of the kind", "line 1: this line stands before any section"),
    ],
)
def test_a_bad_file_ends_with_one_sentence_and_status_one(tmp_path, text, words):
    path = tmp_path / "bad.txt"
    path.write_text(text, "utf-8")
    answer = run(path, "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert words in answer.stderr or "SECTION" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_or_is_no_text_is_told_too(tmp_path):
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\xff\xd8\xff\xe0")
    for path in (tmp_path / "none.txt", picture, tmp_path):
        answer = run(path)
        assert answer.exit_code == 1
        assert "cannot be read" in answer.stderr
