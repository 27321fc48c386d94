"""The quantities that the plan leaves pending: wanted by their clause until somebody counts."""

from dayuan.insight.queries.evidence import evidence_of
from dayuan.kernel.problems import Source, SourceKind
from dayuan.resources.equipment.commands import survey as commands
from dayuan.resources.equipment.queries import survey
from tests.bindings.proof import prove
from tests.cast import Cast


def wanted(cast: Cast, clause: str) -> set[str]:
    """Return the rows that a clause still wants counted."""
    by = Source(SourceKind.CLAUSE, clause)
    lines = survey.lines(cast.technician.actor())
    return {one.code for one in lines if one.waiting and by in one.demanded}


def counted(cast: Cast, row: str, quantity: int, at) -> None:
    commands.count(row=row, quantity=quantity, actor=cast.technician.actor(), at=at)


def test_a_pending_quantity_is_wanted_until_somebody_counts(cast: Cast, now):
    pending = {
        one.code for one in survey.lines(cast.technician.actor()) if one.row.quantity == "pending"
    }
    assert len(pending) == 6

    def scenario(binding):
        assert wanted(cast, binding.clause) == pending
        counted(cast, "smoke_detector", 612, now)
        assert wanted(cast, binding.clause) == pending - {"smoke_detector"}
        (time,) = evidence_of(cast.technician.actor(), binding.clause).last
        assert (time.row, time.quantity, time.counted_at) == ("smoke_detector", 612, now)

    prove("test_a_pending_quantity_is_wanted_until_somebody_counts", scenario, cast=cast, at=now)


def test_a_row_with_a_printed_number_is_no_evidence_for_the_pending_ones(cast: Cast, now):
    counted(cast, "camera", 41, now)
    assert evidence_of(cast.technician.actor(), "C1.2-02").total == 0


def test_the_clauses_page_shows_what_was_counted_to_whoever_sees_the_register(cast: Cast, now):
    counted(cast, "smoke_detector", 612, now)
    page = "/plan/clauses/C1.2-02/"
    assert "烟感探头：612" in cast.technician.client.get(page).content.decode()
    assert "612" not in cast.guard.client.get(page).content.decode()


def test_a_clause_counts_its_evidence_on_cases_and_in_registers_together(cast: Cast, now):
    for quantity in range(12):
        counted(cast, "smoke_detector", quantity, now)
    found = evidence_of(cast.technician.actor(), "C1.2-02")
    assert (len(found.last), found.total) == (10, 12)
    assert [one.quantity for one in found.last][:2] == [11, 10]
