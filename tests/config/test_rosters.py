"""What the command line says of rosters is what the page says."""

import json

from click.testing import CliRunner

from dayuan.config import cli
from dayuan.reference.sites import queries as sites


def ask(*more: str):
    answer = CliRunner().invoke(
        cli.main, ["rosters", "feasibility", "--month", "2026-12", *more],
        env={"LANG": "en_US.UTF-8"}, catch_exceptions=False,
    )  # fmt: skip
    return answer.exit_code, answer.output


def test_the_command_line_holds_hours_against_people_as_well(cast):
    code, said = ask("--json")
    assert code == 0
    (sheet,) = json.loads(said)
    assert (sheet["plan"], sheet["month"], sheet["hours_a_week"]) == ("guards", "2026-12", 40)
    monitor = next(post for post in sheet["posts"] if post["post"] == "monitor_guard")
    assert (monitor["verdict"], monitor["people_needed"], monitor["people_planned"]) == (
        "short", 4.2, 3,
    )  # fmt: skip
    assert monitor["month_needed"] == 744
    # Whether the room is a fire control room nobody has said: that certificate is not asked for.
    assert monitor["people_with_certificates"] == {"guard_certificate": 0}
    assert {one["key"] for one in sheet["open"]} > {"shift_plans.guards.shifts: start, end"}


def test_it_is_read_on_a_terminal_too(cast):
    code, said = ask()
    assert code == 0
    assert "monitor_guard" in said
    assert "4.2 / 3 / 0" in said


def test_without_a_house_one_line_says_so(db, monkeypatch):
    monkeypatch.setattr(sites, "only_site", lambda: None)
    code, said = ask()
    assert code == 1
    assert "no site yet" in said
