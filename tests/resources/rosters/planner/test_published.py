"""The public format is read as it is meant, and a bad file says which line is wrong."""

import pytest

from dayuan.resources.rosters.planner import published
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import (
    ONLY_POST,
    Demand,
    Duty,
    LeastMinutes,
    MostShifts,
    Ordered,
    Rule,
)

FILE = """\
# Written for this test.
SECTION_HORIZON
8

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,600,E

SECTION_STAFF
Wu,E=8|L=2,3000,960,4,2,2,1
He,E=0|L=8,3000,0,4,1,1,0

SECTION_DAYS_OFF
Wu,3,4

SECTION_SHIFT_ON_REQUESTS
He,1,L,3

SECTION_SHIFT_OFF_REQUESTS
Wu,0,E,2

SECTION_COVER
# Day, ShiftID, Requirement, Weight for under, Weight for over
0,E,1,100,1
5,L,2,100,1
"""


def duty(shift: str) -> Duty:
    return Duty(ONLY_POST, shift)


def week(text: str) -> tuple[Duty | None, ...]:
    return tuple(None if letter == "." else duty(letter) for letter in text)


def test_every_section_is_read():
    problem = published.read(FILE)
    wu, he = problem.people
    assert problem.days == 8
    assert problem.shift["L"].minutes == 600
    assert problem.shift["L"].not_followed_by == {"E"}
    assert wu.may == {duty("E"), duty("L")}
    assert he.may == {duty("L")}
    assert MostShifts(Rule("most_shifts"), 2, frozenset({"L"})) in wu.rules
    assert LeastMinutes(Rule("least_minutes"), 960) in wu.rules
    assert Ordered(Rule("day_off"), 4) in wu.rules
    assert Ordered(Rule("wish_off", 2), 0, frozenset({duty("E")})) in wu.rules
    assert Ordered(Rule("wish_on", 3), 1, frozenset({duty("L")}), wanted=True) in he.rules
    assert problem.demands[1] == Demand(
        5, frozenset({duty("L")}), 2, Rule("under", 100), Rule("over", 1)
    )


def test_a_weekend_is_a_saturday_and_the_sunday_after_as_far_as_they_are_there():
    assert published.read(FILE).weekends == ((5, 6),)
    shorter = FILE.replace("\n8\n", "\n6\n")
    assert published.read(shorter).weekends == ((5,),)


def test_it_costs_what_the_benchmark_says():
    problem = published.read(FILE)
    judged = judge(problem, {"Wu": week("EE...LL."), "He": week(".L......")})
    # A wish of 2 not kept, and one person too few on day 5; the stretches touch no limit.
    assert judged.objective == 2 + 100
    assert judged.violations == ()


def test_a_file_that_names_shifts_before_their_line_and_has_a_mark_at_its_start_is_read():
    other = "\ufeff" + FILE.replace("E,480,\nL,600,E", "L,600,E\nE,480,")
    assert published.read(other).shift["L"].not_followed_by == {"E"}


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("\n8\n", "\n0\n", "line 3: there is at least one day"),
        ("\n8\n", "\n-8\n", "line 3: “-8” should be a whole number"),
        ("\n8\n", "\n8\n9\n", "line 4: the number of days stands here twice"),
        ("\n8\n", "\n99999\n", "line 3: “99999” should be a whole number from 0 to 1000"),
        ("E,480,", "E,long,", "line 7: “long” should be a whole number"),
        ("L,600,E", "E,600,E", "line 8: shift E"),
        ("L,600,E", "L,600,X", "line 8: there is no shift X"),
        ("E=8|L=2", "E=8|X=2", "line 11: there is no shift X"),
        ("E=8|L=2", "E=8|L", "line 11: “” should be a whole number"),
        ("4,2,2,1", "4,2,2", "line 11: a line of SECTION_STAFF has 8 parts, this one 7"),
        ("He,E=0", "Wu,E=0", "line 12: person Wu"),
        ("Wu,3,4", "Wu,3,8", "line 15: there is no day 8"),
        ("Wu,3,4", "Hu,3,4", "line 15: there is no person Hu"),
        ("He,1,L,3", "He,1,L", "line 18: a line of SECTION_SHIFT_ON_REQUESTS has 4 parts"),
        ("0,E,1,100,1", "0,E,1,100,1,1", "line 25: a line of SECTION_COVER has 5 parts"),
        ("5,L,2,100,1", "5,M,2,100,1", "line 26: there is no shift M"),
        ("SECTION_COVER", "SECTION_COVERS", "line 23: there is no section SECTION_COVERS"),
        ("SECTION_HORIZON", "# none", "line 3: this line stands before any section"),
    ],
)
def test_a_bad_line_is_named_with_its_number(good, bad, words):
    with pytest.raises(published.BadFileError, match=words):
        published.read(FILE.replace(good, bad, 1))


def test_a_missing_section_is_named_and_wishes_may_be_missing():
    with pytest.raises(published.BadFileError, match="the file has no SECTION_COVER"):
        published.read(FILE.split("SECTION_COVER")[0])
    without = FILE.replace("SECTION_SHIFT_ON_REQUESTS\nHe,1,L,3\n", "")
    assert len(published.read(without).people) == 2


@pytest.mark.parametrize("text", ["", "\n\n# nothing\n", "SECTION_HORIZON\n", "\x00\x01", "{}"])
def test_what_is_no_such_file_at_all_is_refused_in_one_sentence(text):
    with pytest.raises(published.BadFileError):
        published.read(text)
