"""What the command line says where no house stands yet."""

import click
import pytest
from click.testing import CliRunner
from django.db import OperationalError

from dayuan.config import cli
from dayuan.reference.sites import queries as sites
from tests.cast import PUKOU


@pytest.mark.parametrize("arguments", [["coverage"], ["load", str(PUKOU)]])
def test_without_tables_a_plan_is_neither_loaded_nor_counted_and_one_line_says_why(
    arguments, monkeypatch
):
    def no_tables(*_arguments):
        raise OperationalError("no such table: sites_site")

    monkeypatch.setattr(sites, "only_site", no_tables)
    monkeypatch.setattr(sites, "by_code", no_tables)
    answer = CliRunner().invoke(cli.main, ["handbook", *arguments], env={"LANG": "en_US.UTF-8"})
    assert answer.exit_code == 1
    assert "dayuan migrate" in answer.output
    assert "Traceback" not in answer.output


def test_every_command_is_listed_though_most_are_loaded_late():
    listed = cli.main.list_commands(click.Context(cli.main))
    assert {"handbook", "init", "demo", "up", "doctor", "backup", "audit"} <= set(listed)
