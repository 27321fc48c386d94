"""How a count stands to the print, and how codes count on."""

import pytest

from dayuan.handbook.schema.plan import QuantityRange
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.rules import Comparison
from dayuan.resources.equipment.states import ITEM

RANGE = QuantityRange(min=70, max=80)


@pytest.mark.parametrize(
    ("printed", "counted", "says"),
    [
        (19, None, Comparison("uncounted")),
        ("pending", None, Comparison("uncounted")),
        # 待定 is no zero: whatever is counted, nothing is missing and nothing too many.
        ("pending", 0, Comparison("unprinted")),
        ("pending", 612, Comparison("unprinted")),
        ("unstated", 3, Comparison("unprinted")),
        (19, 19, Comparison("fits")),
        (19, 18, Comparison("fewer", 1)),
        (19, 0, Comparison("fewer", 19)),
        (299, 301, Comparison("more", 2)),
        (RANGE, 70, Comparison("fits")),
        (RANGE, 80, Comparison("fits")),
        (RANGE, 66, Comparison("fewer", 4)),
        (RANGE, 81, Comparison("more", 1)),
    ],
)
def test_a_count_is_compared_with_a_printed_number_and_with_nothing_else(printed, counted, says):
    assert rules.compared(printed, counted) == says


@pytest.mark.parametrize(
    ("code", "copies", "made"),
    [
        ("KT-3-08", 3, ["KT-3-08", "KT-3-09", "KT-3-10"]),
        ("P9", 2, ["P9", "P10"]),
        ("PUMP", 2, ["PUMP-1", "PUMP-2"]),
        ("PUMP", 1, ["PUMP"]),
    ],
)
def test_the_codes_of_several_pieces_count_on(code, copies, made):
    assert rules.numbered(code, copies) == made


def test_a_retired_piece_never_comes_back():
    assert ITEM.acts_from("retired") == ()
    assert {one.act for one in ITEM.transitions if one.needs_reason} == {"take_out", "retire"}
