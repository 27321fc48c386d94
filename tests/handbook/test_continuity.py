"""A new edition keeps its word to old records: codewords are retired, never dropped or reused."""

import pytest

from dayuan.handbook.continuity import continuity
from dayuan.handbook.load import read_files
from dayuan.handbook.schema import Handbook
from tests.handbook.minimal import BOOK, FILE, check_text, edited

WITHOUT_TELL = """\
      - id: tell
        title: {en: Tell the baker}
        who: {party: baker}
        due: O+asap
        limit: minutes
        after: [grind]
        not_by_doer_of: [weigh]
        source: {clause: M2}
"""
RETIRED = "retired: [{}]\nown_sources:\n"


def _book(*edits: tuple[str, str]) -> Handbook:
    checked = check_text(edited(*edits))
    assert checked.handbook is not None, [f.report() for f in checked.errors]
    return checked.handbook


def _said(old: Handbook, new: Handbook) -> list[str]:
    return [finding.report() for finding in continuity(old, new)]


def test_the_same_edition_owes_nothing() -> None:
    assert _said(_book(), _book()) == []


def test_new_codewords_owe_nothing() -> None:
    assert _said(_book((WITHOUT_TELL, "")), _book()) == []


def test_a_step_that_is_gone_must_be_listed_as_retired() -> None:
    assert _said(_book(), _book((WITHOUT_TELL, ""))) == [
        (
            "warning: playbooks.order.tell: this codeword is gone; "
            "list playbooks.order.tell in retired"
        )
    ]


@pytest.mark.parametrize("word", ["playbooks.order.tell", "tell"])
def test_a_step_that_was_retired_may_be_gone(word: str) -> None:
    new = _book((WITHOUT_TELL, ""), ("own_sources:\n", RETIRED.format(word)))
    assert _said(_book(), new) == []


def test_a_playbook_takes_its_steps_with_it() -> None:
    text = BOOK[: BOOK.index("  feast:")]
    new = check_text(text).handbook
    assert new is not None
    assert [f.where for f in continuity(_book(), new)] == ["playbooks.feast"]


def test_a_retired_codeword_cannot_come_back() -> None:
    old = _book((WITHOUT_TELL, ""), ("own_sources:\n", RETIRED.format("tell")))
    found = continuity(old, _book(), read_files({FILE: BOOK.encode()}))
    assert [f.report() for f in found] == [
        "book.yaml:1: retired: tell is no longer listed; keep it in retired",
        (
            "book.yaml:106: playbooks.order.tell: this codeword was retired; "
            "choose a new one; old records still mean the old one"
        ),
    ]
    assert all(finding.is_error for finding in found)
