"""The page of the walls names tests that exist."""

import ast
import re

import pytest

from tests.architecture.guards import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PAGE = (ROOT / "docs" / "walls.md").read_text("utf-8")


@pytest.mark.parametrize(("path", "name"), NAMED.findall(PAGE))
def test_every_test_that_holds_a_wall_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not name or name in functions


@pytest.mark.parametrize("wall", range(1, 15))
def test_every_wall_is_held_by_a_test(wall: int) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {wall} ")]
    assert NAMED.search(row)
