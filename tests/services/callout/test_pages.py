"""The pages of a call-out: the order, the phone of whoever is called, the page that counts."""

import re

import pytest

from dayuan.services.callout.models import Call, Callout
from tests.cast import NOW
from tests.permissions.plenty import asked
from tests.services.callout.squad import MOBILE, PATROL, answer, call_of, order, pk

pytestmark = pytest.mark.usefixtures("clock")


def page(member, url: str) -> str:
    found = member.client.get(url)
    assert found.status_code == 200, found.status_code
    return found.content.decode()


def test_the_order_proposes_the_first_and_says_honestly_who_stands_how(guards):
    shown = page(guards.cast.captain, "/callout/squads/emergency_squad/")
    assert shown.index("丁一") < shown.index("丁三") < shown.index("王休息")
    assert "丁三 · 护管机动岗 · 请假" in shown
    assert "王下夜 · 护管巡查岗 · 刚下班，没有歇够" in shown
    assert "王当班" not in shown
    ticked = re.findall(r'value="(\d+)"[^>]* checked', shown)
    called = [one for one in (*MOBILE, *PATROL) if one not in ("ill", "on_patrol")]
    assert {int(one) for one in ticked} > {pk(guards, one) for one in called}


def test_an_order_from_the_page_calls_those_ticked(guards):
    typed = {"reason": "西门有人聚集", "gather": "安保值班室", "persons": [pk(guards, "first")]}
    done = guards.cast.captain.client.post("/callout/squads/emergency_squad/", typed)
    made = Callout.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/callout/{made.pk}/")
    assert [one.person_id for one in made.calls.all()] == [pk(guards, "first")]


def test_an_order_without_a_reason_stays_in_the_form(guards):
    typed = {"gather": "安保值班室", "persons": [pk(guards, "first")]}
    done = guards.cast.captain.client.post("/callout/squads/emergency_squad/", typed)
    assert done.status_code == 422
    assert "请写一句为什么集合" in done.content.decode()


def test_whoever_is_called_finds_it_among_the_own_shifts_and_answers_with_one_button(guards):
    made = order(guards, "first")
    call = call_of(made, guards, "first")
    assert f"/callout/calls/{call.pk}/" in page(guards.first, "/duty/mine/")
    assert "叫到您了" not in page(guards.second, "/duty/mine/")
    shown = page(guards.first, f"/callout/calls/{call.pk}/")
    assert "西门有人聚集" in shown
    guards.first.client.post(f"/callout/calls/{call.pk}/coming/")
    guards.first.client.post(f"/callout/calls/{call.pk}/here/")
    call.refresh_from_db()
    assert (call.state, call.arrived_at) == ("here", NOW)


def test_a_call_comes_before_all_work_until_one_is_there(guards):
    made = order(guards, "first")
    call = f"/callout/calls/{call_of(made, guards, 'first').pk}/"
    shown = page(guards.first, "/mine/")
    assert call in shown
    assert "没有等您办的事" not in shown
    assert call not in page(guards.second, "/mine/")
    guards.first.client.post(f"{call}coming/")
    assert "我到了" in page(guards.first, "/mine/")
    guards.first.client.post(f"{call}here/")
    shown = page(guards.first, "/mine/")
    assert call not in shown
    assert "没有等您办的事" in shown


def test_whoever_cannot_is_asked_why(guards):
    call = call_of(order(guards, "first"), guards, "first")
    url = f"/callout/calls/{call.pk}/cannot/"
    assert guards.first.client.post(url, {"why": ""}).status_code == 422
    assert guards.first.client.post(url, {"why": "不在本市"}).status_code == 302
    assert Call.objects.get(pk=call.pk).why == "不在本市"


def test_the_page_counts_who_comes_and_lets_the_caller_note_an_hour(guards):
    made = order(guards, "first", "second")
    answer(guards, made, "second", at=NOW, coming=False, why="不在本市")
    call = call_of(made, guards, "first")
    typed = {"answer": "here", "time": "10:00"}
    done = guards.cast.captain.client.post(f"/callout/calls/{call.pk}/note/", typed)
    assert done.status_code == 302
    shown = page(guards.cast.captain, f"/callout/{made.pk}/")
    assert "马文博代登记" in shown
    assert "不在本市" in shown
    assert 'hx-trigger="every 5s"' in shown


def test_why_somebody_cannot_come_is_not_printed_on_what_is_issued(guards):
    from dayuan.platform.documents import content  # noqa: PLC0415 - with the database
    from dayuan.platform.documents.papers import papers  # noqa: PLC0415 - see above

    made = order(guards, "first")
    answer(guards, made, "first", at=NOW, coming=False, why="不在本市")
    actor, paper = guards.cast.captain.actor(), papers["callout.callout"]
    drawn = [paper.compose(actor, str(made.pk), at=NOW, for_all=one) for one in (False, True)]
    assert ["不在本市" in str(content.as_data(one)) for one in drawn] == [True, False]


def test_the_order_and_the_page_ask_no_more_for_more_people(guards):
    everybody = [one for one in (*MOBILE, *PATROL) if one != "on_patrol"]
    few, many = order(guards, *everybody[:1]), order(guards, *everybody)
    browser = guards.cast.captain.client
    counts = [len(asked(browser, f"/callout/{one.pk}/")) for one in (few, many)]
    assert counts == [5, 5]
    assert len(asked(browser, "/callout/squads/emergency_squad/")) == 6
