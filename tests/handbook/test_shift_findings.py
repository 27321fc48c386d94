"""What a shift plan may not say, each with the place and what to write instead."""

import pytest

from dayuan.handbook.continuity import continuity
from dayuan.handbook.digest import canonical_json, from_canonical
from tests.handbook.minimal import BOOK, check_text, reports

PLAN = """\
shift_plans:
  yard:
    title: {en: The yard}
    posts: [carter, miller]
    round_the_clock: true
    leader: gate
    shifts:
      - {code: early, title: {en: Early}, start: 06:00, end: 18:00, strength: {carter: {people: 1}}}
      - {code: late, title: {en: Late}, start: 18:00, end: 06:00, strength: {carter: {people: 1}}}
    relief:
      - {post: miller, relieves: [carter], source: {clause: M1}}
    least:
      - {post: carter, people: 1, source: {clause: M1}}
    working_time: {regime: comprehensive, period: month, approval: "14", source: {clause: M1}}
    rules:
      - {rule: rest_between_shifts_least, value: 11, source: {site: ours}}
      - {rule: hours_a_week_most, value: 36, price: 5, source: {site: ours}}
    swaps:
      - {between: same_post, posts: [carter], hours_before: 24, at_once: true, source: {site: ours}}
      - {between: relief, approved_by: [miller], source: {site: ours}}
    handover:
      counted:
        - {code: gate_key, title: {en: Key of the gate}, pieces: 2, source: {site: ours}}
        - {code: lamp, title: {en: Lamp}, source: {site: ours}}
      late: {minutes: 30, source: {site: ours}}
      source: {clause: M1}
    deciders: [miller]
    source: {clause: M1}
leave_kinds:
  ill: {title: {en: Ill}, at_once: true, source: {site: ours}}
  fair: {title: {en: To the fair}, days_ahead: 3, approved_by: [miller], source: {site: ours}}
"""


def said(*edits: tuple[str, str]) -> list[str]:
    text = PLAN
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return [line.partition(": ")[2] for line in reports(BOOK + text)]


def test_a_whole_shift_plan_is_without_fault():
    assert said() == []


def test_a_shift_plan_that_leaves_everything_open_is_without_fault():
    open_plan = PLAN.partition("    shifts:\n")[0] + (
        "    shifts: [{title: {en: First}}, {title: {en: Second}}]\n    source: {clause: M1}\n"
    )
    assert reports(BOOK + open_plan) == []


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            [("strength: {carter:", "strength: {carder:")],
            [("shift_plans.yard.shifts[1].strength.carder: there is no post called carder; "
             "did you mean carter?"),
             ("shift_plans.yard.least[1]: the shift early has 0, 1 is the least; "
             "raise that shift's strength")],
            id="a post that is none",
        ),
        pytest.param(
            [("posts: [carter, miller]", "posts: [miller]"), ("relieves: [carter]",
              "relieves: [miller]"), ("same_post, posts: [carter]", "same_post"),
              ("post: miller, relieves", "post: carter, relieves"),
             ("strength: {carter: {people: 1}}}\n    relief", ("strength: {miller: {people: 1}}}\n"
              "    relief")), ("least:\n      - {post: carter", "least:\n      - {post: miller"),
             ("strength: {carter: {people: 1}}", ("strength: {miller: {people: 1}, "
              "carter: {people: 1}}"))],
            [("shift_plans.yard.shifts[1].strength.carter: carter is none of this plan's posts; "
             "add it to posts, or remove this line")],
            id="a post of another plan",
        ),
        pytest.param(
            [("{carter: {people: 1}}", "{carter: {people: 4}}")],
            [("shift_plans.yard.shifts[1].strength.carter: one shift wants 4 people, the post and "
             "its relief have 3; lower it, or name relief")],
            id="more than the pool",
        ),
        pytest.param(
            [("code: lamp", "code: gate_key")],
            [("shift_plans.yard.handover.counted[2].code: the code gate_key is used twice; "
             "choose another one, or write one line")],
            id="a thing counted twice",
        ),
        pytest.param(
            [("      late: {min", "      cases: [brawl]\n      late: {min")],
            [("shift_plans.yard.handover.cases[1]: there is no category called brawl; did you "
             "mean bran?")],
            id="cases of no category",
        ),
        pytest.param(
            [("pieces: 2", "pieces: -1")],
            [("shift_plans.yard.handover.counted[1].pieces: -1 is not right; "
             "write a whole number")],
            id="fewer than none",
        ),
        pytest.param(
            [("start: 06:00, end: 18:00", "start: 07:00, end: 18:00")],
            [("shift_plans.yard.shifts: no shift covers 06:00-07:00, and the plan is "
             "round_the_clock; let the shifts meet")],
            id="a hole in the day",
        ),
        pytest.param(
            [("start: 06:00, end: 18:00", "start: 06:00, end: 18:30")],
            [("warning: shift_plans.yard.shifts: two shifts overlap at 18:00-18:30; its hours "
             "count twice; keep it if it is meant for the handover")],
            id="an overlap",
        ),
        pytest.param(
            [("start: 06:00, end: 18:00", "start: 06:00")],
            [("shift_plans.yard.shifts[1]: has only one of its times, end is missing; "
             "write both, or leave both empty")],
            id="half a time",
        ),
        pytest.param(
            [("code: early, ", "")],
            [("shift_plans.yard.shifts[1]: has a strength and no code; write a code such as "
             "code: early")],
            id="no code",
        ),
        pytest.param(
            [("code: late", "code: early")],
            ["shift_plans.yard.shifts[2].code: the code early is used twice; choose another one"],
            id="a code twice",
        ),
        pytest.param(
            [("leader: gate", "leader: gate\n    leader_in_every_shift: true")],
            [("shift_plans.yard.leader: 2 shifts want a leader each, there are 1; "
             "raise the role's headcount")],
            id="too few leaders",
        ),
        pytest.param(
            [("leader: gate", "leader: miller\n    leader_in_every_shift: true")],
            [f"shift_plans.yard.shifts[{n}].strength: no post of this shift could lead it; "
             "its leader comes from: miller" for n in (1, 2)],
            id="no leader possible",
        ),
        pytest.param(
            [("post: miller, relieves", "post: carter, relieves")],
            ["shift_plans.yard.relief[1]: carter cannot relieve itself; remove it"],
            id="relief of itself",
        ),
        pytest.param(
            [("people: 1, source", "people: 2, source")],
            [f"shift_plans.yard.least[1]: the shift {code} has 1, 2 is the least; "
             "raise that shift's strength" for code in ("early", "late")],
            id="below the least",
        ),
        pytest.param(
            [("people: 1, source", "people: 1, when: grain, source")],
            [("shift_plans.yard.least[1].when: the setting grain is no yes or no; "
             "name a setting of the type yes_no")],
            id="a question that is none",
        ),
        pytest.param(
            [(', approval: "14"', ""), (", period: month", "")],
            [("shift_plans.yard.working_time: a comprehensive regime is balanced over a period; "
             "write period: week, month, quarter or year"),
             ("shift_plans.yard.working_time: a comprehensive regime needs the labour authority's "
             "approval (Labour Law 39); write approval: its number; without one write "
             "regime: standard")],
            id="no approval",
        ),
        pytest.param(
            [("rule: hours_a_week_most", "rule: rest_between_shifts_least")],
            [("shift_plans.yard.rules[2]: rest_between_shifts_least stands in this list twice; "
             "remove one")],
            id="a rule twice",
        ),
        pytest.param(
            [("same_post, posts: [carter]", "same_post, posts: [carder]")],
            [("shift_plans.yard.swaps[1].posts[1]: there is no post called carder; "
             "did you mean carter?")],
            id="a swap of a post that is none",
        ),
        pytest.param(
            [("posts: [carter, miller]", "posts: [carter]"),
             ("same_post, posts: [carter]", "same_post, posts: [miller]")],
            [("shift_plans.yard.swaps[1].posts[1]: miller is none of this plan's posts; "
             "add it to posts, or remove it")],
            id="a swap of a post of another plan",
        ),
        pytest.param(
            [("    relief:\n", ""),
             ("      - {post: miller, relieves: [carter], source: {clause: M1}}\n", "")],
            [("shift_plans.yard.swaps[2]: is between: relief, and nobody relieves; "
             "name relief, or write same_post")],
            id="a swap with relief that nobody gives",
        ),
        pytest.param(
            [("between: relief, approved_by: [miller]",
              "between: relief, at_once: true, approved_by: [millar]")],
            [("shift_plans.yard.swaps[2]: is in force at once, and somebody has to agree; "
              "remove at_once or approved_by"),
             ("shift_plans.yard.swaps[2].approved_by[1]: there is no post called millar; "
             "did you mean miller?")],
            id="a swap at once that somebody approves",
        ),
        pytest.param(
            [("days_ahead: 3, approved_by: [miller]", "at_once: true, approved_by: [millar]")],
            [("leave_kinds.fair: is in force at once, and somebody has to agree; "
              "remove at_once or approved_by"),
             ("leave_kinds.fair.approved_by[1]: there is no post called millar; "
             "did you mean miller?")],
            id="leave at once that somebody approves",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_is_told_at_its_place(edits, expected):
    assert sorted(said(*edits)) == sorted(expected)


def test_a_value_beside_a_shift_plan_that_answers_is_told():
    answered = BOOK.replace("value: 5, low: 1", "value: 5, answered_in: yard, low: 1")
    (line,) = reports(answered + PLAN)
    assert "settings.minutes.value: the shift plan yard answers this" in line
    empty = BOOK.replace("value: 5, low: 1", "answered_in: yerd, low: 1")
    (line,) = [one for one in reports(empty + PLAN) if "answered_in" in one]
    assert "there is no shift plan called yerd" in line


def test_the_old_shape_of_a_shift_plan_still_loads_under_the_same_digest():
    old = PLAN.partition("    shifts:\n")[0] + (
        "    shifts: [{title: {en: First}, start: '06:00', end: '18:00'}]\n"
        "    source: {clause: M1}\n"
    )
    found = check_text(BOOK + old.replace("    round_the_clock: true\n", "")).handbook
    assert found is not None
    content = canonical_json(found)
    assert "strength" not in content
    assert canonical_json(from_canonical(content)) == content


def test_a_thing_that_was_counted_keeps_its_word():
    less = PLAN.replace("        - {code: lamp, title: {en: Lamp}, source: {site: ours}}\n", "")
    old, new = (check_text(BOOK + text).handbook for text in (PLAN, less))
    assert [one.report() for one in continuity(old, new)] == [
        (
            "warning: shift_plans.yard.handover.lamp: this codeword is gone; "
            "list shift_plans.yard.handover.lamp in retired"
        )
    ]
