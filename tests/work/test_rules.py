"""What the engine decides, without a database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema import Step
from dayuan.kernel.offsets import parse_due
from dayuan.kernel.workcal import WorkCalendar
from dayuan.work import rules, timing
from dayuan.work.holders import Seat
from dayuan.work.rules import Given
from tests.handbook import minimal
from tests.handbook.minimal import check_text

CALENDAR = WorkCalendar(zone=ZoneInfo("Asia/Shanghai"))
#: A handbook whose site set no limit and no office hours.
BOOK = check_text(minimal.BOOK).handbook
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
T = datetime(2026, 12, 4, 1, 30, tzinfo=UTC)


def step(**changes: object) -> Step:
    plain = {
        "id": "look",
        "title": {"zh": "检查", "en": "Look"},
        "who": {"post": "fitter"},
        "due": "T-7d",
        "source": {"clause": "S1-01"},
    }
    return Step.model_validate(plain | changes)


def expand(*steps: Step, now: datetime = NOW, facts: rules.Facts | None = None):
    return rules.expand(
        steps, seats_of=lambda s: [Seat(s.who.post or "")], anchors={"T": T}, facts=facts or {},
        timer=timing.Timer(BOOK, lambda: CALENDAR), now=now,
    )  # fmt: skip


def test_a_step_seven_days_ahead_is_due_at_the_same_hour_seven_days_before():
    (planned,) = expand(step())
    assert planned.due_at == T - timedelta(days=7)
    assert not planned.late_notice


def test_a_lead_time_that_is_over_makes_the_step_due_now_and_says_late_notice():
    late = T - timedelta(days=2)
    (planned,) = expand(step(), now=late)
    assert (planned.due_at, planned.late_notice) == (late, True)


def test_at_once_has_no_number_of_its_own():
    (planned,) = expand(step(due="T+asap"))
    assert planned.due_at is None


def test_an_anchor_that_is_not_known_yet_gives_no_due_time():
    assert timing.due_at(parse_due("D+2h"), anchors={"T": T}, calendar_of=lambda: CALENDAR) is None


def test_whole_days_keep_the_wall_clock_across_a_change_of_summer_time():
    berlin = WorkCalendar(zone=ZoneInfo("Europe/Berlin"))
    arrival = datetime(2026, 10, 26, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    due = timing.due_at(parse_due("T-2d"), anchors={"T": arrival}, calendar_of=lambda: berlin)
    assert due is not None
    local = due.astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.date(), local.hour) == (date(2026, 10, 24), 9)


def test_a_step_whose_condition_does_not_hold_does_not_exist():
    canteen = step(when={"fact": "canteen_meal"})
    assert expand(canteen) == ()
    assert len(expand(canteen, facts={"canteen_meal": True})) == 1


def test_a_step_never_waits_for_one_that_does_not_exist_in_this_case():
    steps = (step(id="cook", when={"fact": "canteen_meal"}), step(id="serve", after=["cook"]))
    (serve,) = expand(*steps)
    assert serve.waits_for == ()


@given(st.integers(min_value=0, max_value=400))
def test_nothing_the_plan_asks_for_is_ever_dropped_however_late_the_notice(hours: int):
    planned = expand(step(), step(id="again", due="T-1d"), now=T - timedelta(hours=hours))
    assert [p.step for p in planned] == ["look", "again"]
    assert all(p.due_at is not None and p.due_at >= T - timedelta(hours=hours) for p in planned)


EVIDENCE = {
    "text": {"id": "result", "kind": "text", "title": {"zh": "结果"}},
    "yes_no": {"id": "result", "kind": "yes_no", "title": {"zh": "合格"}},
    "reading": {
        "id": "result", "kind": "reading", "title": {"zh": "温度"}, "low": 18, "high": 26,
    },
    "photo": {"id": "result", "kind": "photo", "title": {"zh": "照片"}},
}  # fmt: skip


@pytest.mark.parametrize("kind", EVIDENCE)
def test_required_evidence_that_is_missing_is_named(kind: str):
    wanted = step(evidence=[EVIDENCE[kind]]).evidence
    (problem,) = rules.evidence_problems(wanted, {})
    assert problem.code == "work.evidence_missing"


@pytest.mark.parametrize(
    ("kind", "gift"),
    [
        ("text", Given(text="   ")),
        ("yes_no", Given(text="是")),
        ("reading", Given(text="20")),
        ("photo", Given(text="拍了")),
    ],
)
def test_a_note_never_stands_for_evidence_of_another_kind(kind: str, gift: Given):
    wanted = step(evidence=[EVIDENCE[kind]]).evidence
    assert rules.evidence_problems(wanted, {"result": gift})


def test_a_no_needs_its_reason():
    wanted = step(evidence=[EVIDENCE["yes_no"]]).evidence
    (problem,) = rules.evidence_problems(wanted, {"result": Given(yes=False)})
    assert problem.code == "work.no_needs_reason"
    assert rules.evidence_problems(wanted, {"result": Given(yes=False, text="漏水")}) == ()


def test_a_reading_outside_the_limits_is_seen():
    (item,) = step(evidence=[EVIDENCE["reading"]]).evidence
    assert rules.out_of_limits(item, Given(number=30))
    assert not rules.out_of_limits(item, Given(number=18))


def test_every_missing_line_of_a_checklist_is_named_at_once():
    lines = step(checklist=[{"id": "a", "title": "甲"}, {"id": "b", "title": "乙"}])
    assert len(rules.checklist_problems(lines, frozenset())) == 2
    assert len(rules.checklist_problems(lines, frozenset({"a"}))) == 1


def test_who_did_the_work_may_not_check_it():
    check = step(not_by_doer_of=["mend"])
    assert rules.doer_problems(check, person_id=7, doers={"mend": frozenset({7})})
    assert not rules.doer_problems(check, person_id=8, doers={"mend": frozenset({7})})
