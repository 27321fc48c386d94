"""A request under a key is carried out once, whatever happens on the way."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.platform.rest import commands, rules, sweeps
from dayuan.platform.rest.models import Answered
from dayuan.services.desk.models import Request
from tests.cast import NOW

pytestmark = pytest.mark.django_db
FAULT = {"category": "air_conditioning", "place": "三楼东侧", "description": "不制冷"}


def test_a_report_sent_twice_under_one_key_is_made_once(program):
    who = program("guard")
    first, second = (who.post("/requests", FAULT, key="k1") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.said == second.said
    assert (first.headers.get("Idempotent-Replayed"), second["Idempotent-Replayed"]) == (
        None, "true",
    )  # fmt: skip
    assert Request.objects.count() == 1


def test_an_answer_sent_again_shows_the_record_as_it_is_now(program):
    who = program("dispatcher")
    made = who.post("/requests", FAULT, key="k1").said
    who.post(f"/requests/{made['id']}/dispatch", {})
    again = who.post("/requests", FAULT, key="k1")
    assert (made["state"], again.said["state"]) == ("reported", "dispatched")


def test_without_a_key_it_is_done_again(program):
    who = program("guard")
    for _ in range(2):
        who.post("/requests", FAULT)
    assert Request.objects.count() == 2


@pytest.mark.parametrize("other", [{**FAULT, "place": "四楼"}, None])
def test_another_request_under_a_used_key_is_refused(program, other):
    who = program("dispatcher")
    made = who.post("/requests", FAULT, key="k1").said
    path = "/requests" if other else f"/requests/{made['id']}/dispatch"
    answer = who.post(path, other or {}, key="k1")
    assert (answer.status_code, answer.said["reasons"][0]["code"]) == (409, "rest.key_used")
    assert Request.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(program):
    who = program("guard")
    assert who.post("/requests", {**FAULT, "place": ""}, key="k1").status_code == 422
    assert who.post("/requests", FAULT, key="k1").status_code == 201


def test_the_same_key_of_another_person_is_another_key(program):
    assert program("guard").post("/requests", FAULT, key="k1").status_code == 201
    assert program("cleaner").post("/requests", FAULT, key="k1").status_code == 201
    assert Request.objects.count() == 2


@pytest.mark.parametrize("key", ["空", "a b", "x" * 201])
def test_a_key_that_is_none_is_refused(program, key):
    answer = program("guard").post("/requests", FAULT, key=key)
    assert answer.status_code == 422
    assert not Request.objects.exists()


def test_keys_are_forgotten_after_three_days_and_hold_nothing_that_was_sent(program):
    program("guard").post("/requests", FAULT, key="k1")
    row = Answered.objects.get()
    assert "不制冷" not in str(vars(row))
    sweeps.tidy(now=NOW + rules.REMEMBERED)
    assert Answered.objects.exists()
    sweeps.tidy(now=NOW + rules.REMEMBERED + timedelta(seconds=1))
    assert not Answered.objects.exists()


def test_what_dies_in_the_middle_leaves_neither_key_nor_record(cast):
    actor = cast.guard.actor()

    def dies() -> int:
        Request.objects.all().delete()
        raise OSError("gone")

    call = {"key": "k1", "operation": "x", "digest": "d", "actor": actor, "at": NOW}
    with pytest.raises(OSError, match="gone"):
        commands.once(**call, act=dies)
    assert not Answered.objects.exists()
    assert commands.once(**call, act=lambda: 7) == commands.Done(7)
    assert commands.once(**call, act=dies) == commands.Done(7, again=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    sent=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=12),
)
def test_each_key_acts_once_for_its_first_request(cast, sent):
    actor, done, first = cast.guard.actor(), [], {}
    Answered.objects.all().delete()
    for key, digest in sent:

        def act(key=key, digest=digest):
            done.append((key, digest))
            return len(done)

        call = {"key": key, "operation": "x", "digest": digest, "actor": actor, "at": NOW}
        if first.setdefault(key, digest) == digest:
            commands.once(**call, act=act)
        else:
            with pytest.raises(commands.Refused):
                commands.once(**call, act=act)
    assert done == list(first.items())
