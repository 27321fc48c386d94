"""What cannot start says so in one line, in the terminal's language, and half starts nothing."""

import pytest

from tests.houses import ROOT
from tests.houses import houses as houses

pytestmark = pytest.mark.whole


@pytest.fixture
def bare(houses, tmp_path):
    """Return a house without a database yet."""
    with houses.built(tmp_path / "home", empty=True) as house:
        yield house


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"DAYUAN_SECRET_KEY": "short", "LANG": "en_US.UTF-8"}, "cannot start"),
        ({"DAYUAN_DATABASE_URL": "mysql://x/y", "LANG": "zh_CN.UTF-8"}, "无法启动"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_clear_line(bare, wrong, words):
    done = bare.dayuan("worker", check=False, **wrong)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_house_without_tables_is_told_what_to_run(bare):
    done = bare.dayuan("audit", "verify", check=False)
    assert done.returncode == 1
    assert "dayuan migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_told_by_the_doctor(bare):
    away = {"DAYUAN_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}
    done = bare.dayuan("doctor", check=False, **away)
    assert done.returncode == 1
    assert "✗ The database cannot be reached" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_the_head_of_the_line_is_let_in_again_at_the_server(bare):
    def slip(*number: str, check: bool = True):
        return bare.dayuan("slip", "--staff-number", *number, check=check)

    plan = str(ROOT / "tests" / "handbooks" / "harbour")
    made = bare.dayuan("init", plan, "--staff-number", "1001", "--name", "Kim")
    again = slip("1001")
    for printed in (made, again):
        assert "/first/#name=1001&code=" in printed.stdout
    assert again.stdout.splitlines()[-1] != made.stdout.splitlines()[-1]
    nobody = slip("7777", check=False)
    assert nobody.returncode == 1
    assert "7777" in nobody.stdout
