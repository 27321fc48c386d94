"""Extra strength closes its days for new leave: told before, refused after, let pass by name."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema.callout import Surge as Level
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands as rosters
from dayuan.resources.rosters import queries as duty_list
from dayuan.resources.rosters.commands.away import Leave
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules import closing
from dayuan.services.callout import queries, rules
from tests.cast import NOW
from tests.services.callout.squad import pk
from tests.services.callout.test_surges import DAY, END, VISIT, away_days, close, leave, order

CLOSED = "rosters.away_closed"


def ask(guards, who: str, first: int, last: int, kind: str = "annual") -> Away:
    """Let somebody ask for the days so many after the visit."""
    days = Leave(VISIT + first * DAY, VISIT + last * DAY, kind)
    return rosters.ask_leave(leave=days, actor=guards.actor(who, NOW), at=NOW)


def decide(guards, away: Away, by: str = "captain", *, grant: bool = True, accepted=()) -> Away:
    return rosters.decide_leave(
        away_id=away.pk, grant=grant, answer="" if grant else "有接待", accepted=accepted,
        actor=guards.actor(by, NOW), at=NOW,
    )  # fmt: skip


def refused(run, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as caught:
        run(*args, **kwargs)
    return [one.code for one in caught.value.problems]


def closed(guards, who: str) -> list[Period]:
    found = duty_list.closed_days(guards.cast.site.pk, pk_of(guards, who), since=NOW.date())
    return [one.days for one in found]


def pk_of(guards, who: str) -> int:
    return (guards.members.get(who) or guards.cast.members[who]).person.pk


def test_the_days_of_the_level_are_closed_to_those_whose_leave_it_calls_off_alone(guards):
    made = order(guards)
    assert closed(guards, "first") == [Period(VISIT, VISIT + DAY)]
    assert closed(guards, "technician") == []
    close(guards, made, NOW)
    assert closed(guards, "first") == []


def test_technicians_are_closed_from_seven_days_before_by_the_table(guards):
    order(guards, level="level_1", by="director")
    assert closed(guards, "technician") == [Period(VISIT - 7 * DAY, VISIT + DAY)]
    assert closed(guards, "dispatcher") == [Period(VISIT, VISIT + DAY)]


def test_leave_on_closed_days_is_asked_for_and_approved_by_name_alone(guards):
    order(guards)
    away = ask(guards, "first", 0, 1)
    assert refused(decide, guards, away) == [CLOSED]
    assert away_days(guards, "first") == set()
    decide(guards, away, accepted=[CLOSED])
    assert away_days(guards, "first") == {0, 1}
    entry = Entry.objects.get(type="rosters.away.decide")
    assert entry.details["accepted"] == [CLOSED]


def test_whoever_may_not_order_extra_strength_lets_nothing_pass(guards):
    order(guards, level="level_1", by="director")
    away = ask(guards, "technician", 3, 3)
    decide(guards, away, by="supervisor")
    away = ask(guards, "technician", 0, 0)
    assert refused(decide, guards, away, by="supervisor", accepted=[CLOSED]) == [CLOSED]
    decide(guards, away, by="director", accepted=[CLOSED])
    away.refresh_from_db()
    assert away.state == "approved"


def test_whoever_may_let_it_pass_is_told_beside_the_nearest_who_decides(guards):
    order(guards, level="level_1", by="director")
    ask(guards, "technician", 5, 5)
    assert told_of_leave(guards) == {"supervisor"}
    ask(guards, "technician", 0, 0)
    assert told_of_leave(guards) == {"supervisor", "director", "deputy"}


def told_of_leave(guards) -> set[str]:
    outbox.deliver_due(now=NOW)
    names = {member.person.pk: part for part, member in guards.cast.members.items()}
    told = Notice.objects.filter(kind="rosters.away.asked").values_list("person_id", flat=True)
    return {names[one] for one in told}


def test_a_refusal_and_leave_beside_the_days_need_nobodys_name(guards):
    order(guards)
    decide(guards, ask(guards, "first", 1, 2))
    decide(guards, ask(guards, "second", 0, 0), grant=False)
    assert away_days(guards, "first") == {1, 2}
    assert "accepted" not in Entry.objects.filter(type="rosters.away.decide").first().details


def test_what_the_law_protects_is_asked_for_and_in_force_as_ever(guards):
    order(guards)
    assert ask(guards, "first", 0, 0, "sick").state == "approved"
    assert leave(guards, "second", 0, 0, "sick").state == "approved"


def test_leave_entered_for_a_caller_waits_unless_it_is_let_pass_by_name(guards):
    order(guards)
    assert leave(guards, "first", 0, 0).state == "asked"
    entered = rosters.enter_leave(
        person_id=pk(guards, "second"), leave=Leave(VISIT, VISIT, "annual"), accepted=[CLOSED],
        actor=guards.cast.captain.actor(), at=NOW,
    )  # fmt: skip
    assert entered.state == "approved"
    assert Entry.objects.get(
        type="rosters.away.enter", details__person=pk(guards, "second")
    ).details["accepted"] == [CLOSED]
    order(guards, level="level_1", by="director", start=END, end=END + DAY)
    waits = rosters.enter_leave(
        person_id=pk_of(guards, "technician"), leave=Leave(VISIT, VISIT, "annual"),
        accepted=[CLOSED], actor=guards.cast.supervisor.actor(), at=NOW,
    )  # fmt: skip
    assert waits.state == "asked"


def test_leave_called_off_comes_not_back_while_other_extra_strength_needs_the_days(guards):
    annual = leave(guards, "first", 0, 0)
    made = order(guards, off=[annual])
    order(guards)
    close(guards, made, NOW)
    assert [one.not_back for one in queries.leave_of(made)] == [CLOSED]
    assert away_days(guards, "first") == set()
    shown = guards.cast.captain.client.get(f"/callout/surges/{made.pk}/").content.decode()
    assert "这几天还有别的加强值守" in shown


def test_the_form_says_the_days_before_it_is_sent_and_nothing_of_the_visit(guards, clock):
    order(guards, reason="重要接待")
    shown = guards.first.client.get("/duty/away/new/").content.decode()
    assert "11月23日加强值守，这些日子不批新的假" in shown
    assert "重要接待" not in shown
    assert "二级" not in shown
    assert "加强值守" not in guards.cast.electrician.client.get("/duty/away/new/").content.decode()


def test_the_page_of_a_decision_has_a_box_for_whoever_may_and_a_sentence_for_others(guards, clock):
    order(guards, level="level_1", by="director")
    url = f"/duty/away/{ask(guards, 'technician', 0, 0).pk}/"
    box = f'value="{CLOSED}"'
    shown = guards.cast.supervisor.client.get(url).content.decode()
    assert "可以下令加强值守的人点名接受" in shown
    assert box not in shown
    director = guards.cast.director.client
    assert box in director.get(url).content.decode()
    assert director.post(url, {"grant": "yes"}).status_code == 422
    assert director.post(url, {"grant": "yes", "accepted": [CLOSED]}).status_code == 302


def test_whoever_enters_leave_is_shown_the_closed_days_once_and_may_tick(guards, clock):
    order(guards)
    typed = {"person": pk(guards, "first"), "kind": "annual", "first": VISIT, "last": VISIT}
    captain, url = guards.cast.captain.client, "/duty/away/enter/"
    shown = captain.post(url, typed)
    assert shown.status_code == 422
    assert "照样登记的，要等可以下令加强值守的人批" in shown.content.decode()
    assert f'value="{CLOSED}"' in shown.content.decode()
    assert not Away.objects.filter(start=VISIT).exists()
    assert captain.post(url, typed | {"told": "on"}).status_code == 302
    assert Away.objects.get(start=VISIT).state == "asked"
    typed["person"] = pk(guards, "second")
    captain.post(url, typed | {"told": "on", "accepted": [CLOSED]})
    assert Away.objects.get(start=VISIT, person=pk(guards, "second")).state == "approved"


@pytest.mark.once
@given(
    st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("ab")), st.integers(0, 9))),
    st.sets(st.sampled_from("abc")),
)
def test_closed_to_one_is_what_the_level_calls_off_of_one(rows, posts):
    source = {"source": {"site": "x"}}
    written = [{"everybody": e, "posts": sorted(p), "days_before": n, **source} for e, p, n in rows]
    level = Level.model_validate({"title": "级", "leave": written, **source})
    whole, held = Period(VISIT, VISIT + DAY), {post: [1] for post in posts}
    called_off = rules.concerned(level, whole, staff=[1], held=held).get(1)
    row = rules.closes(level, posts)
    found = row and Period(whole.start - timedelta(days=row.days_before), whole.end)
    assert found == called_off


@pytest.mark.once
@pytest.mark.parametrize(
    ("holds", "accepted", "kind"),
    [
        ((), (), "Blocker"),
        (("a",), (), "Blocker"),
        (("a",), (CLOSED,), "NeedsApproval"),
        (("a", "b"), (CLOSED,), "Warning"),
    ],
)
def test_several_closings_are_one_sentence_and_need_every_verb(holds, accepted, kind):
    days = [Period(VISIT, VISIT + DAY), Period(VISIT + DAY, VISIT + 9 * DAY)]
    source = rules.NO_PLACE.source
    both = [closing.ClosedDays(one, verb, source) for one, verb in zip(days, "ab", strict=True)]
    (found,) = closing.against(both, accepted, holds.__contains__)
    assert (type(found).__name__, found.code) == (kind, CLOSED)
    assert found.says.zh.startswith("11月23日、11月24日至12月1日加强值守")
    assert "23 Nov, 24 Nov to 1 Dec" in found.says.in_language("en")
    assert closing.against([], accepted, holds.__contains__) == ()
