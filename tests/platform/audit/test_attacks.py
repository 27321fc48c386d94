"""Eight attacks by somebody who owns the database, each found and located."""

import random

import pytest
from django.db import connection, transaction

from dayuan.platform.audit import anchors, sealer, triggers
from dayuan.platform.audit.models import Entry, PersonalValues, Seal
from dayuan.platform.audit.verify import verify
from tests.platform.people import NOW, later

pytestmark = pytest.mark.django_db


def edit(rng, entries, write):
    victim = rng.choice(entries)
    change = rng.choice(
        [{"details": {"n": 99}}, {"actor_key": "person:8"}, {"at": later(hours=-1)}, {"type": "x"}]
    )
    Entry.objects.filter(pk=victim.pk).update(**change)
    return "audit.altered", victim.pk


def delete(rng, entries, write):
    victim = rng.choice(entries)
    Entry.objects.filter(pk=victim.pk).delete()
    return "audit.entry_missing", victim.pk


def insert(rng, entries, write):
    forged = write(1, at=later(days=-1))[0]
    if rng.random() < 0.5:
        # Put before all others, and left for the sealer to make it look true.
        Entry.objects.filter(pk=forged.pk).update(id=entries[0].pk - 1)
        if rng.random() < 0.5:
            sealer.seal(now=NOW, full=True)
        return "audit.inserted", entries[0].pk - 1
    place = rng.randrange(1, len(entries))
    for seal in Seal.objects.filter(number__gte=place).order_by("-number"):
        Seal.objects.filter(number=seal.number).update(number=seal.number + 1)
    Seal.objects.create(number=place, entry_id=forged.pk, digest="a" * 64, sealed_at=NOW)
    return "audit.altered", forged.pk


def reorder(rng, entries, write):
    first, second = rng.sample(range(1, len(entries) + 1), 2)
    one, two = Seal.objects.get(number=first), Seal.objects.get(number=second)
    Seal.objects.filter(number=first).update(entry_id=-1)
    Seal.objects.filter(number=second).update(entry_id=one.entry_id)
    Seal.objects.filter(number=first).update(entry_id=two.entry_id)
    return "audit.altered", one.entry_id


def cut_tail(rng, entries, write):
    kept = rng.randrange(1, len(entries))
    gone = list(Seal.objects.filter(number__gt=kept).values_list("entry_id", flat=True))
    Seal.objects.filter(number__gt=kept).delete()
    Entry.objects.filter(pk__in=gone).delete()
    PersonalValues.objects.filter(pk__in=gone).delete()
    return "audit.tail_cut", kept + 1


def cut_and_refill(rng, entries, write):
    cut_tail(rng, entries, write)
    write(len(entries) - Seal.objects.count())
    sealer.seal(now=NOW)
    return "audit.rewritten", len(entries)


def replace_all(rng, entries, write):
    for model in (Seal, Entry, PersonalValues):
        model.objects.all().delete()
    write(len(entries) + rng.randrange(3), invented=True)
    sealer.seal(now=NOW)
    return "audit.rewritten", len(entries)


def swap_keys(rng, entries, write):
    first, second = rng.sample(list(PersonalValues.objects.order_by("pk")), 2)
    PersonalValues.objects.filter(pk=first.pk).update(salt=second.salt)
    PersonalValues.objects.filter(pk=second.pk).update(salt=first.salt)
    return "audit.personal_altered", first.pk


ATTACKS = [edit, delete, insert, reorder, cut_tail, cut_and_refill, replace_all, swap_keys]


def detected(attack, entries, write, place, *, seed):
    """Let one attack happen, look for it, undo it; True when found at its place."""
    with transaction.atomic():
        code, where = attack(random.Random(seed), entries, write)  # noqa: S311 - no secret
        report = verify(now=later(minutes=2), place=place)
        transaction.set_rollback(True)
    return any(f.code == code and where in (f.entry_id, f.number) for f in report.findings)


@pytest.fixture
def owned(chain, tmp_path):
    """Return an anchored chain in a database whose owner has dropped the guards."""
    anchors.drop(now=NOW, force=True, place=tmp_path)
    triggers.remove(connection)
    yield chain, tmp_path
    triggers.install(connection)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_owner_of_the_database_is_found_out(owned, write, attack):
    entries, place = owned
    missed = [s for s in range(20) if not detected(attack, entries, write, place, seed=s)]
    assert missed == []
    assert verify(now=NOW, place=place).sound


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_owner_of_the_database_is_found_out_a_hundred_times(owned, write, attack):
    entries, place = owned
    missed = [s for s in range(100) if not detected(attack, entries, write, place, seed=s)]
    assert missed == []


@pytest.mark.parametrize("attack", [cut_tail, cut_and_refill, replace_all])
def test_without_an_anchor_a_rewritten_end_is_not_seen(owned, write, attack):
    # The negative control: it is the anchor that finds these, not the chain.
    entries, _place = owned
    attack(random.Random(1), entries, write)  # noqa: S311 - no secret
    assert verify(now=NOW, anchored=False).sound
