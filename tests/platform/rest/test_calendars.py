"""A person's own calendar: duties and due tasks, by an address that opens nothing else."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from dayuan.platform.rest import commands, feeds
from dayuan.resources.rosters import commands as rosters
from dayuan.services.desk import commands as desk
from dayuan.work.models import Task
from tests.cast import NOW
from tests.programs import Program

pytestmark = pytest.mark.django_db


def address(member):
    """Make the address of a calendar as a person does, on the page."""
    given = {"title": "手机日历", "scopes": ["feed.read"], "days": "365"}
    text = member.client.post("/tokens/", given).content.decode()
    found = re.search(r"<code>http://testserver(/tokens/calendar/[^<]+\.ics)</code>", text)
    assert found, text
    return found[1]


def read(client, path):
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture(autouse=True)
def standing():
    with time_machine.travel(NOW, tick=False):
        yield


def on_duty(cast, who, *, hours=8):
    member = cast.members[who]
    return rosters.plan(
        post=member.actor().posts[0], person_id=member.person.pk, start=NOW,
        end=NOW + timedelta(hours=hours), note="张三的事", actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip


def test_a_guard_sees_his_duties_and_nobody_elses(cast, client):
    mine, _other = on_duty(cast, "guard"), on_duty(cast, "electrician")
    found = read(client, address(cast.guard))
    assert [str(one["SUMMARY"]) for one in found] == ["护管门卫岗"]
    assert (found[0].start, found[0].end) == (mine.start, mine.end)
    assert str(found[0]["UID"]) == f"duty-{mine.pk}@dayuan"


def test_a_cancelled_duty_leaves_the_calendar(cast, client):
    duty, path = on_duty(cast, "guard"), address(cast.guard)
    assert len(read(client, path)) == 1
    rosters.cancel(duty_id=duty.pk, actor=cast.captain.actor(), at=NOW)
    assert read(client, path) == []


def test_a_due_task_stands_there_by_its_step_and_number_alone(cast, client):
    report = desk.Report("air_conditioning", "局长办公室", "局长说太冷")
    made = desk.report(report=report, actor=cast.guard.actor(), at=NOW)
    task = Task.objects.filter(case=made.case, state="ready").get()
    Task.objects.filter(pk=task.pk).update(
        state="accepted", person=cast.dispatcher.person, accepted_at=NOW,
        due_at=NOW + timedelta(hours=2),
    )  # fmt: skip
    path = address(cast.dispatcher)
    body = client.get(path).content.decode()
    (event,) = read(client, path)
    assert made.case.number in str(event["SUMMARY"])
    assert event.end == NOW + timedelta(hours=2)
    assert "局长" not in body


def test_the_address_opens_nothing_but_the_calendar(cast):
    token = address(cast.director).rsplit("/", 1)[1].removesuffix(".ics")
    refused = Program(token).get("/me")
    assert (refused.status_code, refused.said["reasons"][0]["code"]) == (403, "rest.scope")


@pytest.mark.parametrize("scopes", [("work.read",), ("self.read", "work.read")])
def test_a_token_of_a_program_is_no_address(cast, client, scopes):
    _row, token = commands.issue(
        title="x", scopes=scopes, days=30, actor=cast.guard.actor(), at=NOW
    )
    assert client.get(f"/tokens/calendar/{token}.ics").status_code == 404
    assert client.get("/tokens/calendar/dayuan_nothing.ics").status_code == 404


def test_a_revoked_address_is_gone(cast, client):
    path = address(cast.guard)
    cast.guard.client.post(f"/tokens/{commands.Token.objects.get().pk}/revoke/")
    assert client.get(path).status_code == 404


def test_words_cannot_break_out_of_their_line():
    at = datetime.fromisoformat("2026-11-20T02:00:00+00:00")
    nasty = "a;b,c\\d\r\nBEGIN:VEVENT\r\nSUMMARY:x" + "长" * 200
    event = feeds.Event("task-1", nasty, at, at + timedelta(hours=1), "/x/")
    body = feeds.written([event], name="大院", base="https://d.example", at=at)
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    (found,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(found["SUMMARY"]).replace("\n", "") == nasty.replace("\r\n", "")
    assert str(found["URL"]) == "https://d.example/x/"
