"""Tasks on a phone without a network: what may be read there, what may be queued."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from dayuan.platform.audit.models import Entry
from dayuan.platform.offline.marks import mark_of
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import EvidenceItem
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

WORDS, PLACE = "空调滴水，地上湿了一片", "主楼5层5000室"


@pytest.fixture
def task(cast: Cast, now):
    """Return a fault that waits for the technicians; a caller is named in it."""
    given = desk.Report("air_conditioning", PLACE, WORDS, "孙玉兰", "13912340000")
    request = desk.report(report=given, actor=cast.dispatcher.actor(), at=now)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
    found = [t for t in queries.tasks_of(request.case) if t.step == "handle"]
    return queries.task(found[-1].pk)


def send(member, act, about, values=None, *, pk=None, claimed):
    body = {
        "id": str(pk or uuid4()), "owner": mark_of(member.person.account_id), "act": act,
        "about": about, "values": values or {}, "claimed": claimed.isoformat(),
    }  # fmt: skip
    return member.client.post(
        reverse("offline:act"), json.dumps(body), content_type="application/json"
    )


def day(member):
    return member.client.get(reverse("offline:day")).json()


def test_a_technician_takes_and_finishes_a_task_that_he_did_without_a_network(cast, task, now):
    technician, pk = cast.technician, uuid4()
    then = now - timedelta(minutes=30)
    assert send(technician, "work.accept", task.pk, claimed=then).status_code == 200
    typed = {"result": ["疏通了排水管。"]}
    for _again in range(2):
        answer = send(technician, "work.finish", task.pk, typed, pk=pk, claimed=then)
        assert answer.status_code == 200
    task.refresh_from_db()
    assert (task.state, task.done_at) == ("done", now)
    assert EvidenceItem.objects.get(task=task).text == "疏通了排水管。"
    assert Entry.objects.filter(type="work.task.finish").count() == 1


def test_somebody_faster_is_told_in_a_sentence_and_nothing_is_lost(cast, task, now):
    work.accept(task=task, actor=cast.colleague.actor(), at=now)
    answer = send(cast.technician, "work.accept", task.pk, claimed=now)
    assert answer.status_code == 409
    assert answer.json()["says"][0].endswith("。")
    task.refresh_from_db()
    assert task.person_id == cast.colleague.person.pk


def test_finishing_before_taking_is_refused_with_the_next_step(cast, task, now):
    answer = send(cast.technician, "work.finish", task.pk, {"result": ["好了"]}, claimed=now)
    assert answer.status_code == 409
    assert answer.json()["says"] == ["这项任务不在您手上。请先接单。"]


def test_what_is_missing_is_named_as_on_the_page(cast, task, now):
    send(cast.technician, "work.accept", task.pk, claimed=now)
    answer = send(cast.technician, "work.finish", task.pk, claimed=now)
    assert answer.json()["says"] == ["还缺“处理结果”，请补上再完成。"]


def test_a_pause_carries_its_reason(cast, task, now):
    send(cast.technician, "work.accept", task.pk, claimed=now)
    answer = send(cast.technician, "work.pause", task.pk, {"reason": ["等配件"]}, claimed=now)
    assert answer.status_code == 200
    send(cast.technician, "work.resume", task.pk, claimed=now)
    task.refresh_from_db()
    assert task.state == "accepted"


def test_somebody_of_another_post_cannot_take_it_this_way_either(cast, task, now):
    answer = send(cast.guard, "work.accept", task.pk, claimed=now)
    assert answer.status_code == 409
    assert "您不在这个岗位上" in answer.json()["says"][0]


def test_a_task_that_is_hidden_answers_like_one_that_does_not_exist(cast, task, now):
    hidden = send(cast.liaison, "work.accept", task.pk, claimed=now)
    nowhere = send(cast.liaison, "work.accept", 10**9, claimed=now)
    assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content)


@pytest.mark.parametrize("values", [{"result": "text"}, {"result": [1]}, {"result": ["长" * 2001]}])
def test_values_that_no_form_sends_are_refused(cast, task, now, values):
    send(cast.technician, "work.accept", task.pk, claimed=now)
    answer = send(cast.technician, "work.finish", task.pk, values, claimed=now)
    assert answer.status_code == 409
    task.refresh_from_db()
    assert task.state == "accepted"


def test_the_days_list_holds_numbers_steps_and_times_and_nothing_that_people_typed(cast, task):
    found = day(cast.technician)
    assert [one["number"] for one in found["tasks"]] == [task.case.number]
    said = json.dumps(found, ensure_ascii=False)
    for private in (WORDS, PLACE, "孙玉兰", "13912340000", cast.technician.person.name):
        assert private not in said
    assert "处理" in said


def test_the_list_of_somebody_else_is_another_one(cast, task):
    assert day(cast.electrician)["tasks"] == []
    assert day(cast.electrician)["owner"] != day(cast.technician)["owner"]
    assert day(cast.liaison)["tasks"] == []


def test_a_step_with_a_page_of_its_own_waits_for_the_network(cast, now):
    given = desk.Report("air_conditioning", PLACE, WORDS)
    desk.report(report=given, actor=cast.guard.actor(), at=now)
    assert [one["own_page"] for one in day(cast.dispatcher)["tasks"]] == [True]


def test_whoever_is_not_logged_in_gets_neither_list_nor_act(client, db):
    assert client.get(reverse("offline:day")).status_code == 302
    assert (
        client.post(reverse("offline:act"), "{}", content_type="application/json").status_code
        == 302
    )


def test_logging_out_clears_what_the_phone_keeps_even_without_scripts(cast):
    answer = cast.guard.client.post(reverse("accounts:logout"))
    assert answer.headers["Clear-Site-Data"] == '"storage"'
