"""How far a plan is alive is counted honestly: nothing is rounded up."""

from dayuan.handbook.coverage import Coverage, Report, coverage
from dayuan.handbook.schema import ClauseKind
from dayuan.kernel.catalogue import Catalogue
from tests.handbook.minimal import CATALOGUE, check_text, edited


def _report(*edits: tuple[str, str], catalogue: Catalogue = CATALOGUE) -> Report:
    handbook = check_text(edited(*edits), complete=False).handbook
    assert handbook is not None
    return coverage(handbook, catalogue)


def _state(clause: str, *edits: tuple[str, str]) -> Coverage:
    return _report(*edits).clauses[clause].state


def test_a_clause_with_a_tested_binding_to_a_live_capability_is_enforced() -> None:
    assert _state("M1") is Coverage.ENFORCED


def test_a_binding_without_a_test_enforces_nothing() -> None:
    edit = ("    test: tests/mill.py::test_it_grinds\n", "")
    assert _state("M1", edit) is Coverage.PREPARED


def test_a_binding_to_what_nobody_can_start_enforces_nothing() -> None:
    edit = ("capability: mill.grind\n    with: {speed: 3}", "capability: mill.wheel")
    assert _state("M1", edit) is Coverage.PREPARED


def test_a_binding_to_what_the_program_has_never_heard_of_prepares_nothing() -> None:
    lonely = "  M4: {section: N, quote: Alone., kind: record}\ndecisions:\n"
    bound = "  - {clause: M4, capability: mill.wheel}\nown_sources:\n"
    edits = (("\ndecisions:\n", "\n" + lonely), ("own_sources:\n", bound))
    assert _state("M4", *edits) is Coverage.PREPARED
    empty = _report(*edits, catalogue=Catalogue.of())
    assert empty.clauses["M4"].state is Coverage.NOT_YET


def test_a_clause_that_something_cites_is_prepared_and_says_what() -> None:
    found = _report().clauses["M2"]
    assert found.state is Coverage.PREPARED
    assert [reason.where for reason in found.reasons] == [
        "settings.minutes",
        "playbooks.order.grind",
        "playbooks.order.tell",
        "security_table.door",
    ]


def test_a_clause_that_nothing_cites_is_not_yet() -> None:
    lonely = "  M4: {section: N, quote: Alone., kind: record}\ndecisions:\n"
    assert _state("M4", ("\ndecisions:\n", "\n" + lonely)) is Coverage.NOT_YET


def test_a_principle_is_never_anything_else() -> None:
    assert _state("M3") is Coverage.PRINCIPLE
    cited = ("source: {system: it rings}", "source: {clause: M3}")
    assert _state("M3", cited) is Coverage.PRINCIPLE


def test_a_decision_about_a_clause_does_not_prepare_it() -> None:
    lonely = "  M4: {section: N, quote: Alone., kind: record}\ndecisions:\n"
    edits = (("\ndecisions:\n", "\n" + lonely), ("clauses: [M1]", "clauses: [M1, M4]"))
    assert _state("M4", *edits) is Coverage.NOT_YET


def test_the_reasons_of_a_binding_name_its_capability_and_test() -> None:
    reason = _report().clauses["M1"].reasons[0]
    assert (reason.where, reason.test) == ("bindings.mill.grind", "tests/mill.py::test_it_grinds")
    assert reason.live


def test_the_totals_add_up_for_every_kind() -> None:
    found = _report().as_json()
    assert found["clauses"] == 3
    assert {k: found[k] for k in ("enforced", "prepared", "principle", "not_yet")} == {
        "enforced": 1, "prepared": 1, "principle": 1, "not_yet": 0,
    }  # fmt: skip
    assert set(found["by_kind"]) == {kind.value for kind in ClauseKind}
    for state in ("clauses", "enforced", "prepared", "principle", "not_yet"):
        assert sum(row[state] for row in found["by_kind"].values()) == found[state]
    assert found["by_kind"]["deadline"] == {
        "clauses": 1, "enforced": 0, "prepared": 1, "principle": 0, "not_yet": 0,
    }  # fmt: skip
