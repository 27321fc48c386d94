"""What the documents promise is there: commands, files, links."""

import re
from pathlib import Path

import pytest

from tools.shell import ROOT

READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
DOCUMENTS = [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
DOCUMENTS += [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "deploy" / "README.md"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def commands(text: str) -> list[str]:
    """Return the command lines of a document's shell blocks, without remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def targets() -> set[str]:
    """Return the names that ``make`` knows."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_newcomer_needs_exactly_two_commands(readme: Path) -> None:
    assert commands(readme.read_text("utf-8")) == ["make run", "make test"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_that_is_named_exists(document: Path) -> None:
    named = re.findall(r"`(?:[A-Z]+=\S+ )?make ([a-z-]+)[^`]*`", document.read_text("utf-8"))
    named += [
        line.split()[1]
        for line in commands(document.read_text("utf-8"))
        if line.startswith("make ")
    ]
    assert [name for name in named if name not in targets()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (document.parent / link).exists()] == []


def test_commands_are_read_from_shell_blocks_alone() -> None:
    text = "```sh\nmake run    # remark\n\n```\n```python\nx = 1\n```\n"
    assert commands(text) == ["make run"]
