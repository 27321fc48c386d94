"""A night of the guards: taken over, written down, handed over, signed."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.resources.rosters.models import Duty
from dayuan.services.desk import commands as desk
from dayuan.services.handover import commands, queries
from dayuan.services.handover.commands import Signed
from dayuan.services.handover.commands.logs import Line
from dayuan.services.handover.models import Handover, ItemRead, LogEntry, PassOn, ShiftLog, Tally
from dayuan.services.handover.rules import Counting
from dayuan.work.models import Case, CaseMember
from tests.cast import NOW
from tests.services.handover.watch import (
    NIGHT,
    THINGS,
    begin,
    counted,
    declare,
    moment,
    signing,
    take,
)

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

EVENING = {"day": NIGHT - timedelta(days=1)}


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def evening(guards):
    """Return the evening's shift, begun by its leader."""
    return begin(guards, "evening", moment(16, 5, **EVENING))


def write(guards, log, who, at, words="一切正常", **more):
    line = Line(words=words, **more)
    return commands.write_entry(log_id=log.pk, line=line, actor=guards.actor(who, at), at=at)


def test_a_whole_night_from_one_signature_to_the_next(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    missing = Counting(5, "一部对讲机找不到，已告诉安保主管")
    night = take(guards, evening, "night", moment(0), radio=missing)
    evening.refresh_from_db()
    assert (evening.state, evening.closed_at) == ("closed", moment(0))
    assert (night.shift, night.start, night.end) == ("third", moment(0), moment(8))
    write(guards, night, "night", moment(2, 10), "东门巡查，无异常")
    write(guards, night, "second_night", moment(4), "监控七号画面黑了两分钟", place="监控室")
    item = commands.leave_item(
        log_id=night.pk, words="B12 门锁不上，锁匠九点来", actor=guards.actor("night", moment(5)),
        at=moment(5),
    )  # fmt: skip
    declare(guards, night, "night", moment(7, 50), radio=Counting(5, "一部没找到"))
    morning = take(guards, night, "morning", moment(8, 2), radio=Counting(5))
    night.refresh_from_db()
    assert night.state == "closed"
    assert [one.pk for one in queries.open_items(night.site_id, "guards")] == [item.pk]
    assert ItemRead.objects.get(item=item, log=morning).by == guards.morning.person
    radio = Tally.objects.get(handover__given=night, thing="radio")
    assert (radio.expected, radio.given, radio.taken) == (6, 5, 5)


def test_the_log_of_the_program_names_every_act(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    night = take(guards, evening, "night", moment(0))
    write(guards, night, "night", moment(2))
    types = Entry.objects.filter(subject_kind="handover.shift").order_by("pk")
    assert list(types.values_list("type", flat=True)) == [
        "handover.shift.begin", "handover.shift.declare", "handover.shift.take_over",
        "handover.entry.write",
    ]  # fmt: skip


# --- the two sides --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["evening"])
def test_nobody_signs_both_sides(guards, evening, who):
    declare(guards, evening, who, moment(23, 50, **EVENING))
    with pytest.raises(Refused) as refused:
        take(guards, evening, who, moment(0))
    assert codes(refused) == ["handover.both_sides"]


def test_a_comrade_of_the_same_shift_takes_it_over_no_more_than_its_leader(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    night = take(guards, evening, "night", moment(0))
    # He stood in the night with its leader, and the list has him for the morning too: entered
    # before it was asked for rest.
    Duty.objects.create(
        site=guards.cast.site, post="patrol_guard", person=guards.members["second_night"].person,
        start=moment(8), end=moment(16), day=moment(8).date(), planned_at=NOW,
        planned_by="system:tests",
    )  # fmt: skip
    declare(guards, night, "night", moment(7, 50))
    with pytest.raises(Refused) as refused:
        take(guards, night, "second_night", moment(8))
    assert codes(refused) == ["handover.both_sides"]


def test_who_is_not_on_the_list_takes_no_shift_over_while_somebody_is(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    for who in ("morning", "captain"):
        with pytest.raises(Refused) as refused:
            take(guards, evening, who, moment(0), why="他没有来")
        assert codes(refused) == ["handover.not_listed"]


def test_where_the_list_names_nobody_whoever_arranges_duties_takes_it_and_says_why(guards, evening):
    for duty in ("night", "second_night"):
        _off_the_list(guards, duty)
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    with pytest.raises(Refused) as refused:
        take(guards, evening, "morning", moment(0))
    assert codes(refused) == ["handover.nobody_listed"]
    with pytest.raises(Refused) as refused:
        take(guards, evening, "captain", moment(0))
    assert codes(refused) == ["handover.needs_why"]
    night = take(guards, evening, "captain", moment(0), why="夜班的人在路上")
    assert night.holder == guards.cast.captain.person
    assert Handover.objects.get(given=evening).signed_why == "夜班的人在路上"


def _off_the_list(guards, who):
    from dayuan.resources.rosters import commands as rosters  # noqa: PLC0415 - used once
    from dayuan.resources.rosters.models import Duty  # noqa: PLC0415 - used once

    for duty in Duty.objects.filter(person=guards.members[who].person):
        rosters.cancel(duty_id=duty.pk, actor=guards.cast.captain.actor(), at=moment(0))


def test_who_is_on_another_shift_hands_none_over_for_it(guards, evening):
    with pytest.raises(Refused) as refused:
        declare(guards, evening, "morning", moment(23, 50, **EVENING))
    assert codes(refused) == ["handover.not_of_the_shift"]


def test_a_shift_is_not_handed_over_hours_before_its_end(guards, evening):
    with pytest.raises(Refused) as refused:
        declare(guards, evening, "evening", moment(20, **EVENING))
    assert codes(refused) == ["handover.too_early"]


def test_it_closes_only_once_the_other_side_has_signed(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    evening.refresh_from_db()
    assert (evening.state, evening.closed_at) == ("handing_over", None)
    with pytest.raises(Refused) as refused:
        write(guards, evening, "evening", moment(23, 55, **EVENING))
    assert codes(refused) == ["handover.not_open"]


def test_what_was_forgotten_is_taken_back_by_the_outgoing_side_alone(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    at = moment(23, 55, **EVENING)
    with pytest.raises(Refused) as refused:
        commands.take_back(log_id=evening.pk, actor=guards.actor("night", at), at=at)
    assert codes(refused) == ["handover.not_of_the_shift"]
    commands.take_back(log_id=evening.pk, actor=guards.actor("evening", at), at=at)
    evening.refresh_from_db()
    assert evening.state == "open"
    declare(guards, evening, "evening", moment(23, 58, **EVENING))
    take(guards, evening, "night", moment(0))
    assert Handover.objects.filter(given=evening).count() == 2


def test_it_is_sent_back_with_a_reason_and_declared_again(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    night, at = guards.actor("night", moment(0)), moment(0)
    with pytest.raises(Refused) as refused:
        commands.send_back(log_id=evening.pk, reason=" ", actor=night, at=at)
    assert codes(refused) == ["state.needs_reason"]
    commands.send_back(log_id=evening.pk, reason="钥匙没有点", actor=night, at=at)
    evening.refresh_from_db()
    assert evening.state == "open"
    assert Handover.objects.get(given=evening).ended_why == "钥匙没有点"
    declare(guards, evening, "evening", moment(0, 5))
    assert take(guards, evening, "night", moment(0, 10)).shift == "third"


def test_two_who_sign_at_once_are_told_apart(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    actor, other = guards.actor("night", moment(0)), guards.actor("second_night", moment(0))
    signed = signing(evening, "guards", actor)
    commands.take_over(log_id=evening.pk, signed=signed, actor=actor, at=moment(0))
    with pytest.raises(Refused) as refused:
        commands.take_over(log_id=evening.pk, signed=signed, actor=other, at=moment(0))
    assert codes(refused) == ["handover.not_waiting"]
    assert ShiftLog.objects.filter(start=moment(0)).count() == 1


# --- what is counted ------------------------------------------------------------------------


def test_each_thing_is_counted_and_each_difference_has_a_sentence(guards, evening):
    at, actor = moment(23, 50, **EVENING), guards.actor("evening", moment(23, 50, **EVENING))
    less = counted(radio=Counting(5), torch=Counting(9))
    del less["gate_keys"]
    with pytest.raises(Refused) as refused:
        commands.declare(log_id=evening.pk, signed=Signed(counts=less), actor=actor, at=at)
    assert codes(refused) == ["handover.not_counted", "handover.unsaid", "handover.unsaid"]
    assert "对讲机" in refused.value.problems[1].says.zh


def test_the_incoming_side_counts_against_the_outgoing_one(guards, evening):
    given = Counting(5, "一部送修")
    declare(guards, evening, "evening", moment(23, 50, **EVENING), radio=given)
    with pytest.raises(Refused) as refused:
        take(guards, evening, "night", moment(0), radio=Counting(4))
    assert codes(refused) == ["handover.unsaid"]
    take(guards, evening, "night", moment(0), radio=Counting(4, "又少一部，当面说了"))
    row = Tally.objects.get(handover__given=evening, thing="radio")
    assert (row.given_says, row.taken_says) == ("一部送修", "又少一部，当面说了")


def test_a_plan_that_names_nothing_counts_nothing(cast, now):
    found = queries.group_of(cast.site.pk, "guards")
    assert found.things == ()
    assert [one.where for one in queries.questions(cast.site.pk)] == [
        "shift_plans.guards.handover.counted"
    ]


def test_where_the_plan_gives_no_times_the_duty_list_does(cast, now):
    from tests.services.handover.watch import Watch, hire  # noqa: PLC0415 - used once

    guards = Watch(cast, hire(cast, {"one": "赵值班", "two": "钱接班"}))
    guards.on_duty("one", moment(0), moment(7, 45))
    guards.on_duty("two", moment(7, 30), moment(15))
    actor = guards.actor("one", moment(0, 5))
    log = commands.begin_shift(group="guards", signed=Signed(), actor=actor, at=moment(0, 5))
    assert (log.shift, log.start, log.end) == ("", moment(0), moment(7, 45))
    commands.declare(log_id=log.pk, signed=Signed(), actor=actor, at=moment(7, 40))
    actor = guards.actor("two", moment(7, 40))
    following = commands.take_over(log_id=log.pk, signed=Signed(), actor=actor, at=moment(7, 40))
    assert (following.start, following.end) == (moment(7, 30), moment(15))


# --- beginning ------------------------------------------------------------------------------


def test_a_shift_is_begun_once(guards, evening):
    with pytest.raises(Refused) as refused:
        begin(guards, "evening", moment(17, **EVENING))
    assert codes(refused) == ["handover.already_begun"]


def test_nobody_begins_a_shift_that_is_not_his(guards):
    with pytest.raises(Refused) as refused:
        begin(guards, "morning", moment(0, 5))
    assert codes(refused) == ["handover.not_listed"]


def test_nobody_begins_what_he_could_take_over(guards, evening):
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    with pytest.raises(Refused) as refused:
        begin(guards, "night", moment(0, 5))
    assert codes(refused) == ["handover.take_over_instead"]


def test_a_shift_that_was_left_without_a_word_does_not_hold_up_the_next_one(guards, evening):
    item = commands.leave_item(
        log_id=evening.pk, words="西门灯坏了", actor=guards.actor("evening", moment(17, **EVENING)),
        at=moment(17, **EVENING),
    )  # fmt: skip
    night = begin(guards, "night", moment(0, 20))
    assert ItemRead.objects.filter(item=item, log=night).exists()
    # The evening's leader comes back: his shift is signed over to the one that runs.
    declare(guards, evening, "evening", moment(1))
    assert take(guards, evening, "night", moment(1, 10)) == night


# --- the log --------------------------------------------------------------------------------


def test_a_wrong_line_is_corrected_by_another_and_never_altered(guards, evening):
    first = write(guards, evening, "evening", moment(17, **EVENING), "车牌苏A12345 未登记")
    second = write(
        guards, evening, "evening", moment(17, 5, **EVENING), "应为苏A12346", corrects=first.pk
    )
    lines = queries.entries_of(evening)
    assert [(one.words, getattr(one, "corrected", None)) for one in lines] == [
        ("车牌苏A12345 未登记", True), ("应为苏A12346", False),
    ]  # fmt: skip
    assert lines[1].corrects == first
    assert second.pk > first.pk


def test_a_line_of_another_shift_is_not_corrected_here(guards, evening):
    first = write(guards, evening, "evening", moment(17, **EVENING))
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    night = take(guards, evening, "night", moment(0))
    with pytest.raises(Refused) as refused:
        write(guards, night, "night", moment(1), corrects=first.pk)
    assert codes(refused) == ["handover.no_such_entry"]


@pytest.mark.parametrize(
    ("words", "more", "code"),
    [
        ("  ", {}, "handover.no_words"),
        ("捡到一份 机密★10年 的文件", {}, "label.state_secret"),
        ("好", {"happened": moment}, "handover.wrong_time"),
        ("好", {"number": "X999"}, "handover.no_such_case"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_reason(guards, evening, words, more, code):
    if "happened" in more:
        more = {"happened": moment(23, **EVENING)}
    with pytest.raises(Refused) as refused:
        write(guards, evening, "evening", moment(17, **EVENING), words, **more)
    assert codes(refused) == [code]


def test_who_is_not_of_the_shift_does_not_write_in_it(guards, evening):
    with pytest.raises(Refused) as refused:
        write(guards, evening, "morning", moment(17, **EVENING))
    assert codes(refused) == ["handover.not_of_the_shift"]
    assert write(guards, evening, "captain", moment(17, **EVENING), "查岗，两人在位").pk


def test_what_is_passed_on_is_closed_once_with_a_word(guards, evening):
    at = moment(17, **EVENING)
    actor = guards.actor("evening", at)
    item = commands.leave_item(log_id=evening.pk, words="看住三号门", actor=actor, at=at)
    with pytest.raises(Refused) as refused:
        commands.close_item(item_id=item.pk, outcome=" ", actor=actor, at=at)
    assert codes(refused) == ["handover.no_words"]
    with pytest.raises(Refused) as refused:
        commands.close_item(
            item_id=item.pk, outcome="好了", actor=guards.actor("morning", at), at=at
        )
    assert codes(refused) == ["handover.not_on_shift"]
    commands.close_item(item_id=item.pk, outcome="锁修好了", actor=actor, at=at)
    with pytest.raises(Refused) as refused:
        commands.close_item(item_id=item.pk, outcome="又修", actor=actor, at=at)
    assert codes(refused) == ["handover.item_closed"]
    assert PassOn.objects.get(pk=item.pk).outcome == "锁修好了"


def test_nobody_signs_for_what_he_has_not_read(guards, evening):
    commands.leave_item(
        log_id=evening.pk, words="看住三号门", actor=guards.actor("evening", moment(17, **EVENING)),
        at=moment(17, **EVENING),
    )  # fmt: skip
    declare(guards, evening, "evening", moment(23, 50, **EVENING))
    with pytest.raises(Refused) as refused:
        commands.take_over(
            log_id=evening.pk, signed=Signed(counts=counted()),
            actor=guards.actor("night", moment(0)), at=moment(0),
        )  # fmt: skip
    assert codes(refused) == ["handover.items_unread"]


# --- open matters ---------------------------------------------------------------------------


def report(guards, category: str) -> Case:
    made = desk.report(
        report=desk.Report(category=category, place="西门", description="有人翻墙"),
        actor=guards.cast.guard.actor(), at=moment(17, **EVENING),
    )  # fmt: skip
    return made.case


def test_open_matters_of_security_are_handed_over_and_signed_as_seen(guards, evening):
    case = report(guards, "stranger")
    report(guards, "air_conditioning")
    made = declare(guards, evening, "evening", moment(23, 50, **EVENING))
    actor = guards.actor("night", moment(0))
    assert [one.pk for one in queries.cases_handed(actor, made)] == [case.pk]
    with pytest.raises(Refused) as refused:
        commands.take_over(
            log_id=evening.pk, signed=Signed(counts=counted()), actor=actor, at=moment(0)
        )
    assert codes(refused) == ["handover.cases_unread"]
    take(guards, evening, "night", moment(0))
    assert made.cases.get().seen_at == moment(0)


def test_a_matter_that_only_one_side_may_know_of_is_shown_to_that_side_alone(guards, evening):
    case = report(guards, "stranger")
    made = declare(guards, evening, "evening", moment(23, 50, **EVENING))
    Case.objects.filter(pk=case.pk).update(open_to_staff=False)
    CaseMember.objects.filter(case=case).delete()
    actor = guards.actor("night", moment(0))
    assert queries.cases_handed(actor, made) == []
    take(guards, evening, "night", moment(0))
    assert made.cases.get().seen_at is None


def test_a_hidden_matter_is_neither_linked_nor_told_from_one_that_does_not_exist(guards, evening):
    case = report(guards, "stranger")
    line = write(guards, evening, "evening", moment(18, **EVENING), number=case.number)
    Case.objects.filter(pk=case.pk).update(open_to_staff=False)
    CaseMember.objects.filter(case=case).delete()
    with pytest.raises(Refused) as refused:
        write(guards, evening, "evening", moment(18, **EVENING), number=case.number)
    assert codes(refused) == ["handover.no_such_case"]
    seen = queries.cases_of(guards.actor("evening", moment(18, **EVENING)), [line])
    assert seen == {}


def test_the_things_of_the_demonstration_are_what_these_tests_count(guards):
    things = queries.group_of(guards.cast.site.pk, "guards").things
    assert {one.code: one.pieces for one in things} == THINGS
    assert LogEntry.objects.count() == 0
