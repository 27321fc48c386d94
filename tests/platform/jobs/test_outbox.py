import pytest
from django.db import connection, transaction

from dayuan.kernel.problems import Refused
from dayuan.kernel.registry import Registry
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import commands, outbox
from dayuan.platform.jobs.models import Delivery, Outbox
from tests.platform.people import NOW, later, person, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """Return what two consumers of ``thing.done`` and one of another kind hear."""
    monkeypatch.setattr(outbox, "consumers", Registry("outbox consumer"))
    heard = []
    for kind, name in [("thing.done", "first"), ("thing.done", "second"), ("other", "third")]:
        outbox.consumer(kind, name)(lambda message, name=name: heard.append((name, message)))
    return heard


def test_every_consumer_of_a_kind_hears_an_event_once(heard):
    event = outbox.publish("thing.done", at=NOW, thing=7, persons=[1, 2])
    assert outbox.deliver_due(now=NOW).done == 2
    assert outbox.deliver_due(now=later(days=1)).done == 0
    assert [name for name, _ in heard] == ["first", "second"]
    message = heard[0][1]
    assert (message.id, message.kind, dict(message.ids)) == (
        event,
        "thing.done",
        {"thing": 7, "persons": [1, 2]},
    )
    assert (message.at, message.now) == (NOW, NOW)


def test_an_event_of_a_rolled_back_act_never_happened(heard):
    with transaction.atomic():
        outbox.publish("thing.done", at=NOW, thing=7)
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("value", ["来访人 王秀英", "two words", 1.5, {"a": 1}, ["x y"], b"x"])
def test_names_and_texts_cannot_be_published(heard, value):
    with pytest.raises(ValueError, match="events carry ids"):
        outbox.publish("thing.done", at=NOW, thing=value)


@pytest.mark.parametrize("value", [7, None, "person:7", "2026-11-22T06:05:00+00:00", [1, "a.b"]])
def test_ids_and_codewords_can_be_published(heard, value):
    outbox.publish("thing.done", at=NOW, thing=value)
    outbox.deliver_due(now=NOW)
    assert heard[0][1].ids["thing"] == value


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_mistake(heard):
    if connection.in_atomic_block:
        pytest.skip("needs a connection without a transaction")
    with pytest.raises(RuntimeError, match="inside"):
        outbox.publish("thing.done", at=NOW, thing=1)


def test_a_failing_consumer_is_tried_again_later_and_stops_nobody(heard, monkeypatch):
    tries = []

    def fails(message):
        tries.append(message.now)
        raise ValueError("王秀英 has no phone")

    outbox.consumer("thing.done", "bad")(fails)
    outbox.publish("thing.done", at=NOW, thing=7)
    outcome = outbox.deliver_due(now=NOW)
    assert (outcome.done, outcome.postponed) == (2, 1)
    assert outbox.deliver_due(now=later(seconds=4)).postponed == 0
    assert outbox.deliver_due(now=later(seconds=5)).postponed == 1
    assert len(tries) == 2
    row = Delivery.objects.get(consumer="bad")
    assert (row.attempts, row.problem) == (2, "builtins.ValueError")
    assert row.next_at == later(seconds=15)


def test_what_fails_for_good_stays_visible_until_a_person_tries_again(heard):
    def fails(message):
        raise ValueError

    outbox.consumer("thing.done", "bad")(fails)
    outbox.publish("thing.done", at=NOW, thing=7)
    for hour in range(outbox.MAX_ATTEMPTS):
        outbox.deliver_due(now=later(hours=hour))
    row = Delivery.objects.get(consumer="bad")
    assert row.state == Delivery.State.FAILED
    assert outbox.deliver_due(now=later(days=9)).postponed == 0

    actor = program(commands.MANAGE)
    assert commands.retry(ids=[row.pk], actor=actor, at=later(days=9)) == 1
    assert outbox.deliver_due(now=later(days=9)).postponed == 1


def test_what_a_failing_consumer_wrote_is_taken_back(heard):
    def half(message):
        Outbox.objects.create(kind="half", created_at=message.now)
        raise ValueError

    outbox.consumer("thing.done", "half")(half)
    outbox.publish("thing.done", at=NOW, thing=7)
    outbox.deliver_due(now=NOW)
    assert not Outbox.objects.filter(kind="half").exists()


def test_a_consumer_that_left_the_program_is_visible(heard, monkeypatch):
    outbox.publish("thing.done", at=NOW, thing=7)
    monkeypatch.setattr(outbox, "consumers", Registry("outbox consumer"))
    assert outbox.deliver_due(now=NOW).postponed == 2
    assert set(Delivery.objects.values_list("problem", flat=True)) == {"builtins.KeyError"}


def test_a_held_outbox_sends_nothing_until_it_is_released(heard):
    actor = program(commands.MANAGE)
    assert commands.hold(reason="restore", actor=actor, at=NOW)
    assert not commands.hold(reason="restore", actor=actor, at=NOW)
    outbox.publish("thing.done", at=NOW, thing=7)
    assert outbox.deliver_due(now=NOW).done == 0
    assert commands.release(actor=actor, at=NOW) == 2
    assert outbox.deliver_due(now=NOW).done == 2
    assert commands.release(actor=actor, at=NOW) is None
    types = list(Entry.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["jobs.outbox.hold", "jobs.outbox.release"]


def test_a_person_without_the_verb_cannot_release_the_outbox():
    with pytest.raises(Refused):
        commands.release(actor=person(1), at=NOW)
