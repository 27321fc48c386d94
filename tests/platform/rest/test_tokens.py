"""Tokens: made by their person, shown once, good for what was ticked, ended at any time."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import actor_of, system_actor
from dayuan.platform.accounts import commands as accounts
from dayuan.platform.audit.models import Entry
from dayuan.platform.rest import commands, queries, sweeps
from dayuan.platform.rest.models import Token
from dayuan.reference.people import commands as people
from tests.cast import NOW
from tests.programs import Program, program_of

pytestmark = pytest.mark.django_db


def issued(member, *, at=NOW, scopes=("self.read",), days=90, title="考勤机"):
    return commands.issue(title=title, scopes=scopes, days=days, actor=member.actor(at), at=at)


def codes(run, **given):
    with pytest.raises(Refused) as caught:
        run(**given)
    return {one.code for one in caught.value.problems}


def test_a_token_is_made_on_the_page_shown_once_and_stored_nowhere(cast):
    page = cast.dispatcher.client
    given = {"title": "总机", "scopes": ["self.read", "work.read"], "days": "30"}
    with time_machine.travel(NOW, tick=False):
        answer = page.post("/tokens/", given)
    shown = re.search(r"<code>(dayuan_[\w-]+)</code>", answer.content.decode())
    assert shown
    token = shown[1]
    assert "no-store" in answer["Cache-Control"]
    row = Token.objects.get()
    assert token not in str(vars(row))
    assert token not in str(list(Entry.objects.values()))
    with time_machine.travel(NOW, tick=False):
        assert token not in page.get("/tokens/").content.decode()
        said = Program(token).get("/me").said
    assert said["name"] == cast.dispatcher.person.name
    assert said["scopes"] == ["self.read", "work.read"]
    assert "desk.request.dispatch" in said["verbs"]


def test_a_form_without_a_tick_says_so_and_keeps_what_was_typed(cast):
    answer = cast.dispatcher.client.post("/tokens/", {"title": "总机", "days": "30"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请至少勾选一项用途" in text
    assert 'value="总机"' in text
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "rest.token_title"),
        ({"title": "长" * 61}, "rest.token_title"),
        ({"title": "机密★系统"}, "label.state_secret"),
        ({"scopes": []}, "rest.token_scopes"),
        ({"scopes": ["work.read", "no.such"]}, "rest.token_scopes"),
        ({"days": 3650}, "rest.token_days"),
        ({"scopes": ["feed.read", "work.read"]}, "rest.feed_alone"),
    ],
)
def test_what_makes_no_token_is_refused_with_its_reason(cast, wrong, code):
    good = {"title": "考勤机", "scopes": ["self.read"], "days": 30}
    found = codes(commands.issue, **{**good, **wrong}, actor=cast.guard.actor(), at=NOW)
    assert found == {code}


def test_nobody_has_more_than_ten_that_are_good(cast):
    made = [issued(cast.guard)[0] for _ in range(10)]
    good = {"title": "又一个", "scopes": ["self.read"], "days": 30, "at": NOW}
    assert codes(commands.issue, **good, actor=cast.guard.actor()) == {"rest.too_many_tokens"}
    commands.revoke(token_id=made[0].pk, actor=cast.guard.actor(), at=NOW)
    assert commands.issue(**good, actor=cast.guard.actor())


def test_a_program_cannot_make_itself_another_token(cast, program):
    actor = actor_of(cast.guard.person.account_id, at=NOW, via="api")
    good = {"title": "又一个", "scopes": ["self.read"], "days": 30, "at": NOW}
    assert codes(commands.issue, **good, actor=actor) == {"rest.no_account"}


@pytest.mark.parametrize(
    "ends",
    ["revoked", "over", "sessions ended", "account closed", "appointment ended", "unknown"],
)
def test_a_token_that_ended_is_out_with_the_next_request(cast, ends):
    row, token = issued(cast.technician, days=7)
    who, director = cast.technician, cast.director.actor()
    account = who.person.account_id
    now = NOW + timedelta(minutes=1)
    with time_machine.travel(now, tick=False):
        assert Program(token).get("/me").status_code == 200
    match ends:
        case "revoked":
            commands.revoke(token_id=row.pk, actor=who.actor(), at=now)
        case "over":
            now = NOW + timedelta(days=7)
        case "sessions ended":
            accounts.end_sessions(account_id=account, actor=who.actor(), at=now)
        case "account closed":
            accounts.deactivate(account_id=account, actor=director, at=now)
        case "appointment ended":
            held = who.person.appointments.get()
            people.end_appointment(appointment_id=held.pk, on=NOW.date(), actor=director, at=NOW)
        case "unknown":
            token = token[:-1] + ("A" if token[-1] != "A" else "B")
    with time_machine.travel(now, tick=False):
        answer = Program(token).get("/me")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_without_a_token_opens_nothing_and_needs_no_forgery_check(cast, client):
    client.cookies.update(cast.director.client.cookies)
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/requests", {}, content_type="application/json").status_code == 401


def test_a_token_does_nothing_that_was_not_ticked(program):
    reader = program("dispatcher", "work.read")
    refused = reader.post("/requests", {"category": "x"})
    assert (refused.status_code, refused.said["reasons"][0]["code"]) == (403, "rest.scope")
    assert reader.get("/cases").status_code == 200
    assert reader.get("/categories").status_code == 403


def test_a_token_does_nothing_that_its_person_may_not(program):
    guard = program("guard")
    made = guard.post("/requests", {"category": "air_conditioning", "place": "大厅",
                                    "description": "不制冷"}).said  # fmt: skip
    refused = guard.post(f"/requests/{made['id']}/dispatch", {})
    assert refused.status_code == 403
    reason = refused.said["reasons"][0]
    assert reason["code"] == "access.verb"
    assert reason["source"]["kind"] == "clause"
    assert reason["source"]["url"].startswith("/plan/")
    assert Entry.objects.filter(type="audit.refusal.record", via="api").count() == 1


def test_what_goes_wrong_is_said_in_the_language_that_is_asked_for(program):
    who = program("guard")
    assert "没有" in who.get("/cases/1").said["detail"]
    who.language = "en"
    answer = who.get("/cases/1")
    assert answer.said["detail"].startswith("There is no such record")
    assert answer["Content-Language"] == "en"


def test_a_use_is_written_down_once_a_day(cast):
    row, token = issued(cast.guard)
    for hours in (0, 1, 23, 25):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            assert Program(token).get("/me").status_code == 200
    assert Entry.objects.filter(type="rest.token.use", subject_id=row.pk).count() == 2
    row.refresh_from_db()
    assert row.used_at == NOW + timedelta(hours=25)


def test_others_neither_see_nor_end_my_token(cast):
    row, _token = issued(cast.guard)
    page = cast.director.client
    assert page.get(f"/tokens/{row.pk}/revoke/").status_code == 404
    assert page.post(f"/tokens/{row.pk}/revoke/").status_code == 404
    assert "考勤机" not in page.get("/tokens/").content.decode()
    assert queries.good(cast.guard.person.account_id, at=NOW) == 1
    own = cast.guard.client.post(f"/tokens/{row.pk}/revoke/", follow=True)
    assert "“考勤机”已停用" in own.content.decode()
    assert queries.good(cast.guard.person.account_id, at=NOW) == 0


def test_a_token_of_the_past_is_forgotten_after_ninety_days(cast):
    row, _token = issued(cast.guard, days=7)
    end = NOW + timedelta(days=7)
    sweeps.tidy(now=end + timedelta(days=89))
    assert Token.objects.filter(pk=row.pk).exists()
    sweeps.tidy(now=end + timedelta(days=90))
    assert not Token.objects.filter(pk=row.pk).exists()
    assert Entry.objects.filter(type="rest.token.forget").count() == 1


def test_the_sweep_forgets_nothing_that_is_good(cast):
    row, _token = issued(cast.guard)
    system = system_actor("rest", site_id=cast.site.pk)
    assert commands.forget_tokens(ids=[row.pk], actor=system, at=NOW) == 0
    assert Token.objects.filter(pk=row.pk).exists()


def test_a_program_that_is_no_json_is_told_so(program):
    who = program("guard")
    answer = who.client.post(
        "/api/v1/requests", "{", content_type="application/json",
        headers={"Authorization": f"Bearer {who.token}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_too_much_at_once_is_said_and_not_read(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program("guard").post("/requests", {"category": "x", "description": "长" * 1000})
    assert answer.status_code == 413


def test_the_account_page_leads_to_the_tokens_of_who_may_keep_any(cast):
    assert "/tokens/" in cast.guard.client.get("/accounts/me/").content.decode()
    member = program_of(cast.members["liaison"])
    assert member.token.startswith("dayuan_")
