"""Reasons of state changes can be erased, and nobody else can change or take one unseen."""

import pytest
from django.db import DatabaseError, connection, transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.audit import command, history, log, reasons, sealer, triggers
from dayuan.platform.audit.erasure import erase_personal, erase_reasons
from dayuan.platform.audit.models import Change, Entry, Reason, ReasonErasure
from dayuan.platform.audit.verify import verify
from tests.platform.audit.conftest import ACT
from tests.platform.people import NOW, person, program

pytestmark = pytest.mark.django_db
ERASER = "audit.personal.erase"
WORDS = "王秀英住院，改天再来"


def moved(text: str) -> Change:
    change = Change(
        site_id=1, machine="m", subject_id=1, context_id=1, act="cancel", old="open",
        new="closed", at=NOW, actor_key="person:7",
    )  # fmt: skip
    reasons.write(change, text)
    return change


def _act(*, texts, entry, fails=(), actor, at):
    """Move a thing with each of these reasons; an inner act may fail and be taken back."""
    made = [moved(text) for text in texts]
    for text in fails:
        with pytest.raises(Refused):
            _inner(text=text, actor=actor, at=at)
    if entry:
        log.record(
            ACT, actor=actor, at=at, subject="thing", ids=[1], personal={"name": "".join(texts)}
        )
    return made


def _failing(*, text, actor, at):
    moved(text)
    raise Refused(hidden=True)


# They are commands like any other, and no part of the program's list of them.
act, _inner = command.command(_act), command.command(_failing)
for one in (_act, _failing):
    del command.commands[f"{one.__module__}.{one.__name__}"]


@pytest.fixture
def given():
    """Return three changes with a reason and one without, covered by a sealed entry."""
    made = act(texts=[WORDS, "", "缺零件", "重复报修"], entry=True, actor=person(7), at=NOW)
    sealer.seal(now=NOW)
    return [change for change in made if change.reason_digest]


def codes():
    return sorted(finding.code for finding in verify(now=NOW, anchored=False).findings)


def erase(changes, rule="retention.test"):
    ids = [change.pk for change in changes]
    return erase_reasons(change_ids=ids, rule=rule, actor=program(ERASER), at=NOW)


def told():
    return [(c.reason, c.erased) for c in history.changes_in(1, machines=("m",))]


def test_a_reason_stands_in_no_row_that_stays(given):
    for model in (Change, Entry):
        assert not any(WORDS in str(row) for row in model.objects.values_list())
    assert told() == [(WORDS, False), ("", False), ("缺零件", False), ("重复报修", False)]


def test_erasing_a_reason_leaves_the_chain_true_and_a_tombstone(given):
    assert erase(given[:2]) == 2
    sealer.seal(now=NOW)
    assert codes() == []
    assert told() == [("", True), ("", False), ("", True), ("重复报修", False)]
    tomb = ReasonErasure.objects.get(pk=given[0].pk)
    assert (tomb.rule, tomb.actor_key, tomb.at) == ("retention.test", program().key, NOW)
    entry = Entry.objects.get(type="audit.reason.erase")
    assert (entry.subject_kind, entry.subject_ids) == ("change", [c.pk for c in given[:2]])


def test_erasing_a_reason_twice_or_where_none_was_given_changes_nothing(given):
    assert erase(given) == 3
    assert erase(Change.objects.all(), rule="again") == 0
    assert not ReasonErasure.objects.filter(rule="again").exists()


def test_erasing_the_personal_values_of_an_entry_takes_the_same_words_from_the_changes(given):
    entry = Entry.objects.get(type=ACT.code)
    erase_personal(entry_ids=[entry.pk], rule="retention.test", actor=program(ERASER), at=NOW)
    assert not Reason.objects.exists()
    sealer.seal(now=NOW)
    assert codes() == []


def test_a_person_without_the_verb_cannot_erase_a_reason(given):
    with pytest.raises(Refused):
        erase_reasons(change_ids=[given[0].pk], rule="r", actor=person(1), at=NOW)
    assert Reason.objects.count() == 3


def test_more_reasons_than_one_transaction_should_hold_are_refused():
    with pytest.raises(ValueError, match="at most 200"):
        erase_reasons(change_ids=range(201), rule="r", actor=program(ERASER), at=NOW)


@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.parametrize("model", [Reason, ReasonErasure])
def test_nobody_can_change_or_take_a_reason_with_a_raw_query(given, model, verb):
    erase(given[:1])
    sql = {
        "update": f"UPDATE {model._meta.db_table} SET change_id = change_id + 1000",  # noqa: S608 - our names
        "delete": f"DELETE FROM {model._meta.db_table}",  # noqa: S608 - our own names
    }[verb]
    before = model.objects.count()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert model.objects.count() == before > 0


def altered(victim):
    Reason.objects.filter(pk=victim.pk).update(text="没有原因")
    return "audit.reason_altered"


def replaced_with_its_digest(victim):
    reason = Reason.objects.get(pk=victim.pk)
    digest = reasons.digest_of(reason.salt, "没有原因")
    Reason.objects.filter(pk=victim.pk).update(text="没有原因")
    Change.objects.filter(pk=victim.pk).update(reason_digest=digest)
    return "audit.reason_unlike_sealed"


def taken_without_a_tombstone(victim):
    Reason.objects.filter(pk=victim.pk).delete()
    return "audit.reason_missing"


def taken_as_if_none_was_given(victim):
    Reason.objects.filter(pk=victim.pk).delete()
    Change.objects.filter(pk=victim.pk).update(reason_digest="")
    return "audit.reason_unlike_sealed"


def taken_with_the_change(victim):
    Reason.objects.filter(pk=victim.pk).delete()
    Change.objects.filter(pk=victim.pk).delete()
    return "audit.reason_unlike_sealed"


def come_back(victim):
    erase([victim])
    Reason.objects.create(change_id=victim.pk, salt="x", text=WORDS)
    return "audit.reason_erased_yet_there"


def put_to_a_change_without_one(victim):
    silent = Change.objects.get(reason_digest="")
    Reason.objects.create(change_id=silent.pk, salt="x", text="编造的")
    return "audit.orphan"


def buried_without_ever_being_given(victim):
    ReasonErasure.objects.create(change_id=10**9, at=NOW, actor_key="person:1", rule="r")
    return "audit.orphan"


ATTACKS = [
    altered,
    replaced_with_its_digest,
    taken_without_a_tombstone,
    taken_as_if_none_was_given,
    taken_with_the_change,
    come_back,
    put_to_a_change_without_one,
    buried_without_ever_being_given,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("which", range(3))
def test_an_owner_of_the_database_who_touches_a_reason_is_found_out(given, attack, which):
    assert codes() == []
    with triggers.lifted(connection):
        code = attack(given[which])
    sealer.seal(now=NOW)
    found = verify(now=NOW, anchored=False).findings
    assert code in {finding.code for finding in found}
    if code != "audit.orphan":
        assert {finding.change_id for finding in found} == {given[which].pk}


def test_a_command_that_gives_a_reason_and_writes_no_entry_after_it_is_a_fault():
    with pytest.raises(LookupError, match="covers"):
        act(texts=["没人记下"], entry=False, actor=person(7), at=NOW)
    assert not Change.objects.exists()


def test_an_act_taken_back_inside_another_leaves_no_reason_to_cover():
    (made,) = act(texts=["留下的"], fails=["收回的"], entry=True, actor=person(7), at=NOW)
    entry = Entry.objects.get(type=ACT.code)
    assert entry.details[reasons.COVERED] == {str(made.pk): made.reason_digest}
    sealer.seal(now=NOW)
    assert codes() == []


def test_each_reason_is_covered_by_one_entry_only(given):
    log.record(ACT, actor=person(7), at=NOW, subject="thing", ids=[2])
    covering = [e for e in Entry.objects.all() if reasons.COVERED in e.details]
    assert len(covering) == 1
