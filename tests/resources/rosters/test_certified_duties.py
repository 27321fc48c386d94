"""The duty list, stand-ins, swaps and the sheet know the certificate that a post asks for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayuan.kernel.problems import Blocker, Refused
from dayuan.platform.access.actors import actor_of
from dayuan.reference.people import commands as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty, Swap
from tests.cast import NOW
from tests.permissions.plenty import asked
from tests.programs import program_of
from tests.resources.rosters import certified, squad
from tests.resources.rosters.certified import (
    DAY,
    GATE,
    GUARD,
    LAW,
    codes,
    give,
    planned,
    withdraw,
    words,
)
from tests.resources.rosters.squad import MONTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(cast):
    """Return two more guards of the gate and a mobile one, where certificates bind."""
    certified.bind(cast)
    return squad.hire(cast, {"gate_guard": 3, "mobile_guard": 1})


@pytest.fixture
def open_gate(cast):
    """Return the same where nobody has said that all certificates are entered."""
    squad.decide(cast)
    return squad.hire(cast, {"gate_guard": 3, "mobile_guard": 1})


# --- the duty list ------------------------------------------------------------------------------


def test_a_duty_by_hand_is_refused_without_it_and_the_sentence_says_what_to_do(cast, gate):
    with pytest.raises(Refused) as caught:
        planned(cast, cast.guard.person)
    (problem,) = caught.value.problems
    assert (problem.code, problem.source.ref) == ("rosters.no_certificate", LAW[1])
    assert problem.says.zh == "此人那天没有有效的保安员证。请先登记证书，或换人。"
    give(cast.guard.person)
    assert planned(cast, cast.guard.person).person == cast.guard.person


def test_a_post_that_asks_for_none_asks_for_none(cast, gate):
    queries.lacked(cast.site.pk, "cleaner", cast.cleaner.person.pk, DAY)
    with sites.reading.one_reading(), CaptureQueriesContext(connection) as found:
        sites.plan_of(cast.site.pk)
        known = len(found)
        assert queries.lacked(cast.site.pk, "cleaner", cast.cleaner.person.pk, DAY) == ()
    assert len(found) == known


def test_what_the_director_lets_pass_does_not_let_it_pass(cast, gate):
    with pytest.raises(Refused) as caught:
        planned(cast, cast.guard.person, accepted=["rosters.no_certificate"])
    assert codes(caught) == ["rosters.no_certificate"]


def test_where_it_does_not_bind_the_page_says_so_once_it_is_done(cast, open_gate, clock):
    client, guard = cast.captain.client, cast.guard.person
    form = {"post": GATE, "person": guard.pk, "start": "08:00", "end": "16:00", "note": ""}
    answer = client.post(f"/duty/?day={DAY.isoformat()}", form, follow=True)
    assert Duty.objects.get().person == guard
    assert "此人那天没有有效的保安员证" in words(answer)
    Duty.objects.all().delete()
    give(guard)
    answer = client.post(f"/duty/?day={DAY.isoformat()}", form, follow=True)
    assert Duty.objects.get().person == guard
    assert "保安员证" not in words(answer)


def test_where_it_does_not_bind_a_program_reads_so_in_its_answer(cast, open_gate, clock):
    program, guard = program_of(cast.captain), cast.guard.person
    body = {
        "post": GATE, "person": guard.pk, "start": f"{DAY}T08:00:00+08:00",
        "end": f"{DAY}T16:00:00+08:00",
    }  # fmt: skip
    answer = program.post("/duties", body)
    assert (answer.status_code, Duty.objects.get().person) == (201, guard)
    (mind,) = answer.json()["mind"]
    assert (mind["code"], mind["source"]["ref"]) == ("rosters.no_certificate", LAW[1])
    Duty.objects.all().delete()
    give(guard)
    assert program.post("/duties", body).json()["mind"] == []


# --- stand-ins ----------------------------------------------------------------------------------


def test_whoever_lacks_it_stands_among_those_who_may_not_come(cast, gate):
    give(cast.guard.person)
    give(gate[0])
    duty = planned(cast, cast.guard.person)
    found = queries.replacements(cast.captain.actor(), duty, at=NOW)
    assert [one.person for one in found.may_come] == [gate[0].pk]
    said = {one.person: [p.code for p in one.problems] for one in found.may_not}
    assert said == {one.pk: ["rosters.no_certificate"] for one in (gate[1], gate[-1])}
    page = words(cast.captain.client.get(f"/duty/{duty.pk}/replace/"))
    assert "没有有效的保安员证，请先登记证书" in page
    with pytest.raises(Refused) as caught:
        commands.replace(
            duty_id=duty.pk, person_id=gate[1].pk, cause="sick", accepted=True,
            actor=cast.captain.actor(), at=NOW,
        )  # fmt: skip
    assert codes(caught) == ["rosters.no_certificate"]


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_of_stand_ins_at_the_gate_asks_nine_questions_for_however_many(cast, gate, others):
    for one in (cast.guard.person, *gate[:others]):
        give(one)
    duty = planned(cast, cast.guard.person)
    assert len(asked(cast.captain.client, f"/duty/{duty.pk}/replace/")) == 9


def test_where_it_does_not_bind_it_stands_beside_the_name_and_has_no_price(cast, open_gate):
    duty = planned(cast, cast.guard.person)
    give(open_gate[0])
    found = queries.replacements(cast.captain.actor(), duty, at=NOW)
    notes = {one.person: [p.code for p in one.notes] for one in found.may_come}
    assert notes == {
        open_gate[0].pk: [],
        open_gate[1].pk: ["rosters.no_certificate"],
        open_gate[-1].pk: ["rosters.no_certificate"],
    }
    assert not [one for one in found.may_come if one.costs]
    page = words(cast.captain.client.get(f"/duty/{duty.pk}/replace/"))
    assert "没有有效的保安员证" in page
    row = commands.replace(
        duty_id=duty.pk, person_id=open_gate[1].pk, cause="sick", actor=cast.captain.actor(), at=NOW
    )
    assert row.accepted == []


# --- swaps --------------------------------------------------------------------------------------


def swap(cast, duty, colleague):
    """Let the guard ask a colleague to take a duty; return what it made."""
    return commands.ask_swap(
        duty_id=duty.pk, colleague_id=colleague.pk, actor=cast.guard.actor(), at=NOW
    )


def agreed(cast, row, colleague) -> Swap:
    people.open_accounts(person_ids=[colleague.pk], actor=cast.dispatcher.actor(), at=NOW)
    colleague.refresh_from_db()
    actor = actor_of(colleague.account_id, at=NOW)
    return commands.answer_swap(swap_id=row.pk, agree=True, actor=actor, at=NOW)


def test_a_swap_with_somebody_who_lacks_it_is_refused_by_name(cast, gate):
    give(cast.guard.person)
    duty = planned(cast, cast.guard.person)
    with pytest.raises(Refused) as caught:
        swap(cast, duty, gate[0])
    assert codes(caught) == ["rosters.swap_no_certificate"]
    (problem,) = caught.value.problems
    assert problem.says.zh.startswith(f"{gate[0].name}那天没有有效的保安员证。请先登记证书")
    give(gate[0])
    assert swap(cast, duty, gate[0]).state == "asked"


def test_one_that_was_withdrawn_since_stops_the_answer_and_the_decision(cast, gate):
    give(cast.guard.person)
    one = give(gate[0])
    row = swap(cast, planned(cast, cast.guard.person), gate[0])
    withdraw(one)
    with pytest.raises(Refused) as caught:
        agreed(cast, row, gate[0])
    assert codes(caught) == ["rosters.swap_no_certificate"]
    again = give(gate[0])
    if agreed_state(row, gate[0]) == "agreed":
        withdraw(again)
        with pytest.raises(Refused) as caught:
            commands.decide_swap(swap_id=row.pk, grant=True, actor=cast.captain.actor(), at=NOW)
        assert codes(caught) == ["rosters.swap_no_certificate"]


def agreed_state(row, colleague) -> str:
    actor = actor_of(colleague.account_id, at=NOW)
    return commands.answer_swap(swap_id=row.pk, agree=True, actor=actor, at=NOW).state


def test_where_it_does_not_bind_a_swap_is_warned_of_and_goes_on(cast, open_gate):
    duty = planned(cast, cast.guard.person)
    found = queries.around(duty).problems(open_gate[0].pk, None, at=NOW)
    assert [one.code for one in found] == ["rosters.swap_no_certificate"]
    assert not isinstance(found[0], Blocker)
    assert swap(cast, duty, open_gate[0]).state == "asked"


# --- the sheet ----------------------------------------------------------------------------------


def test_the_sheet_says_how_many_of_those_appointed_have_it(cast, gate, clock):
    give(cast.guard.person)
    give(gate[0], until=NOW.date())
    sheet = queries.sheet_of(cast.captain.actor(), squad.GROUP, MONTH, today=NOW.date())
    (share,) = sheet.certified[GATE]
    assert (share.asked.code, share.having, share.people) == (GUARD, 1, 3)
    page = words(cast.captain.client.get("/duty/feasibility/", {"month": "2026-12"}))
    assert "保安员证：有证 1 / 3" in page
    assert "第十六条" in page


def test_what_nobody_has_answered_of_certificates_stands_among_what_must_be_decided(cast):
    def open_keys():
        sheet = queries.sheet_of(cast.captain.actor(), squad.GROUP, MONTH, today=NOW.date())
        return [one.where for one in sheet.questions]

    squad.decide(cast)
    assert "settings.certificates_complete: value" in open_keys()
    certified.bind(cast)
    assert "settings.certificates_complete: value" not in open_keys()
    # Asked once, though the plan's strength and a certificate both wait for it.
    assert open_keys().count("settings.monitor_room_is_fire_control_room: value") == 1
