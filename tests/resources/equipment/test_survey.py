"""The survey: the plan stays as printed, what was counted stands beside it."""

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.resources.equipment.commands import survey as commands
from dayuan.resources.equipment.models import Count
from dayuan.resources.equipment.queries import survey
from tests.cast import NOW
from tests.resources.equipment.conftest import codes


@pytest.fixture
def count(cast):
    """Write down a count in the technician's name."""

    def count(row, quantity, by="technician", note=""):
        return commands.count(
            row=row, quantity=quantity, note=note, actor=getattr(cast, by).actor(), at=NOW
        )

    return count


def outcome(cast, row):
    line = survey.line(cast.technician.actor(), row)
    return (line.row.quantity, line.count and line.count.quantity, line.comparison.outcome)


def test_a_pending_quantity_becomes_a_counted_one_and_the_print_stays_pending(cast, count):
    assert outcome(cast, "smoke_detector") == ("pending", None, "uncounted")
    made = count("smoke_detector", 612, note="二层以下")
    assert outcome(cast, "smoke_detector") == ("pending", 612, "unprinted")
    assert (made.counted_by, made.counted_at) == (cast.technician.actor().key, NOW)
    entry = Entry.objects.get(type="equipment.survey.count")
    assert entry.details == {"row": "smoke_detector", "quantity": 612}


def test_a_range_stays_a_range_and_a_later_count_corrects_an_earlier_one(cast, count):
    count("garage", 66)
    assert outcome(cast, "garage")[1:] == (66, "fewer")
    count("garage", 74)
    assert outcome(cast, "garage")[1:] == (74, "fits")
    assert [one.quantity for one in survey.counts_of(cast.technician.actor(), "garage")] == [74, 66]


def test_all_rows_of_the_plan_are_read_with_two_queries(cast, count, django_assert_num_queries):
    count("camera", 41)
    actor = cast.technician.actor()
    survey.lines(actor)
    # The plan in force, the counts, the pieces.
    with django_assert_num_queries(3):
        found = survey.lines(actor)
    assert [one.row.row for one in found] == list(range(1, 33))


def test_registered_pieces_are_counted_beside_and_a_retired_one_no_more(cast, coils):
    line = survey.line(cast.technician.actor(), "fan_coil_unit")
    assert (line.registered, line.count) == (12, None)


def test_a_guard_cannot_count_and_a_row_the_plan_lacks_does_not_exist(cast, count):
    with pytest.raises(Refused) as caught:
        count("camera", 1, by="guard")
    assert codes(caught) == ["access.verb"]
    with pytest.raises(Refused) as caught:
        count("chiller", 2)
    assert caught.value.hidden
    with pytest.raises(Refused) as caught:
        count("camera", -1)
    assert codes(caught) == ["equipment.quantity"]
    assert not Count.objects.exists()


# --- pages --------------------------------------------------------------------------------


def test_the_page_shows_pending_as_pending_and_the_range_as_printed(cast, count, page):
    count("camera", 41)
    text = page(cast.director, "/equipment/survey/")
    assert text.count("清单数量：待定") == 6
    assert "70–80" in text
    assert "比清单多 1" in text
    assert 'href="/equipment/survey/camera/"' in text
    assert "/survey/camera/" not in page(cast.checker, "/equipment/survey/")


def test_a_technician_counts_on_the_phone_and_sees_what_was_counted_before(cast, clock, page):
    client = cast.technician.client
    assert client.post("/equipment/survey/heat_detector/", {"quantity": ""}).status_code == 422
    sent = {"quantity": "88", "note": "地下室没有进"}
    assert client.post("/equipment/survey/heat_detector/", sent).status_code == 302
    text = page(cast.technician, "/equipment/survey/heat_detector/")
    assert "地下室没有进" in text
    assert cast.technician.person.name in text
    page(cast.technician, "/equipment/survey/no-such-row/", status=404)
