"""The plan of the house in docs/ARCHITECTURE.md is true."""

import pytest

from tools import house


def test_the_plan_of_the_house_is_true() -> None:
    """Renew it with ``make house WRITE=1``."""
    document = house.DOCUMENT.read_text("utf-8")
    assert document == house.with_table(document, house.table(house.modules()))


def test_every_module_says_what_it_promises() -> None:
    assert [module.name for module in house.modules() if len(module.promise) < 15] == []


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a line"):
        house.with_table("# Plan\n", "| a |")


def test_only_what_stands_between_the_marks_is_renewed() -> None:
    document = f"# Plan\n{house.BEGIN}\nold\n{house.END}\nrest\n"
    renewed = house.with_table(document, "new")
    assert renewed == f"# Plan\n{house.BEGIN}\nnew\n{house.END}\nrest\n"


def test_a_function_is_measured_without_its_docstring() -> None:
    text = 'def f():\n    """Say.\n\n    More.\n    """\n    return 1\n'
    assert house.functions(text) == [("f", 1, 2)]
