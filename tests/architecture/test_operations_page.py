"""The page for whoever installs the program names commands and settings that exist."""

import re

import click

from dayuan.config.cli import main
from tests.architecture.guards import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_every_command_on_the_page_exists() -> None:
    named = set(re.findall(r"`?dayuan ([a-z]+)", PAGE))
    assert named
    assert named <= set(main.list_commands(click.Context(main)))


def test_every_setting_the_program_reads_stands_on_the_page_and_no_other() -> None:
    sources = (ROOT / "src" / "dayuan").rglob("*.py")
    read = {
        name for file in sources for name in re.findall(r'"(DAYUAN_[A-Z_]+)"', file.read_text())
    }
    for_tests_and_demonstrations = {"DAYUAN_DEBUG", "DAYUAN_DEMO"}
    assert set(re.findall(r"`(DAYUAN_[A-Z_]+)`", PAGE)) == read - for_tests_and_demonstrations
