"""The Pukou plan as data says what the plan says: no number more, none less."""

from pathlib import Path

import pytest

from dayuan.config.catalogue import CATALOGUE
from dayuan.handbook.coverage import coverage
from dayuan.handbook.load import Checked, check
from dayuan.handbook.schema import ClauseKind, Handbook
from dayuan.handbook.schema.plan import QuantityRange
from dayuan.handbook.sources import all_sources

FOLDER = Path(__file__).parents[2] / "handbooks" / "pukou"


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(FOLDER, CATALOGUE, complete=True)


@pytest.fixture(scope="module")
def handbook(checked: Checked) -> Handbook:
    assert checked.handbook is not None, [f.report() for f in checked.errors]
    return checked.handbook


def test_it_has_no_fault_and_leaves_no_capability_without_a_source(checked: Checked) -> None:
    assert [finding.report() for finding in checked.findings] == []


def test_it_knows_every_clause_by_its_kind(handbook: Handbook) -> None:
    kinds = [clause.kind.value for clause in handbook.clauses.values()]
    assert len(kinds) == 518
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "playbook_task": 134, "record": 81, "permission": 59, "principle": 57, "roster": 57,
        "routing": 52, "deadline": 25, "approval": 19, "training": 13, "kpi": 9, "sign_off": 7,
        "report": 5,
    }  # fmt: skip


def test_every_clause_is_quoted_and_told_in_english(handbook: Handbook) -> None:
    assert [c for c, clause in handbook.clauses.items() if not clause.en.strip()] == []


def test_the_establishment_is_23_rows_and_53_people_beside_the_printed_22(
    handbook: Handbook,
) -> None:
    posts = handbook.posts.values()
    assert sorted(post.row or 0 for post in posts) == list(range(1, 24))
    assert sum(post.headcount for post in posts) == 53
    total = [s for s in handbook.establishment.subtotals if s.people_printed == 53]
    assert [(s.posts_printed, s.discrepancy is not None) for s in total] == [(22, True)]


def test_pending_and_unstated_quantities_are_never_numbers(handbook: Handbook) -> None:
    quantities = [row.quantity for row in handbook.equipment.values()]
    assert len(quantities) == 32
    assert quantities.count("pending") == 6
    assert quantities.count("unstated") == 7
    assert [q for q in quantities if isinstance(q, QuantityRange)] == [
        QuantityRange(min=70, max=80)
    ]
    assert sum(q for q in quantities if isinstance(q, int)) == 437


def test_no_indicator_has_a_target_that_the_plan_does_not_give(handbook: Handbook) -> None:
    assert [kpi.target for kpi in handbook.kpis.values()] == [None] * 4
    assert len(handbook.services) == 15


def test_the_tables_are_whole_and_inferred_cells_say_so(handbook: Handbook) -> None:
    cells = [cell for row in handbook.security_table.values() for cell in row.cells.values()]
    assert (len(handbook.security_table), len(cells)) == (10, 40)
    assert len([cell for cell in cells if cell]) == 39
    assert [cell for cell in cells if cell and cell.inferred]
    assert sorted(row.row for row in handbook.petition_routing.values()) == list(range(1, 23))


def test_every_decision_is_found_where_it_applies(handbook: Handbook) -> None:
    assert sorted(handbook.decisions) == [f"A-{n:02}" for n in range(1, 72)]
    cited = {source.decision for _, source in all_sources(handbook)}
    cited |= {number for clause in handbook.clauses.values() for number in clause.decisions}
    cited |= {row.decision for row in handbook.security_table.values()}
    cited |= {row.flagged for row in handbook.petition_routing.values()}
    cited |= {number for number, one in handbook.decisions.items() if one.settings}
    assert sorted(set(handbook.decisions) - cited) == []


def test_principles_are_never_counted_as_enforced(handbook: Handbook) -> None:
    report = coverage(handbook, CATALOGUE)
    of_principles = report.totals(ClauseKind.PRINCIPLE)
    assert of_principles["clauses"] == of_principles["principle"] == 57
    assert report.totals()["principle"] == 57
