"""Every command × part: who may give it, and that a refusal leaves nothing behind."""

import importlib
import pkgutil

import pytest

import dayuan
from dayuan.platform.audit.command import commands
from dayuan.platform.audit.models import Entry
from tests.permissions import acts, table
from tests.permissions.acts import Act
from tests.permissions.world import HERE, World, undone, without

for _module in pkgutil.walk_packages(dayuan.__path__, "dayuan."):
    if _module.name.endswith(("commands", "erasure")) or ".commands." in _module.name:
        importlib.import_module(_module.name)


def outcome(world: World, act: Act, part: str) -> str:
    """Give a command as a part and take it back; say how many entries it left."""
    with undone():
        arguments = act.arguments(world, part)
        before = Entry.objects.count()
        answer = acts.give(commands[act.name], arguments, world.actor(part))
        left = Entry.objects.count() - before
    if answer != "done" and left:
        return f"{answer}, yet {left} entries in the log"
    return answer if answer != "done" or left else "done without an entry in the log"


def test_every_command_stands_in_the_table():
    declared = [act.name for act in acts.ACTS]
    assert sorted(commands) == sorted([*declared, *acts.FOR_EVERYBODY])


@pytest.mark.django_db
@pytest.mark.parametrize("act", acts.ACTS, ids=lambda act: act.name.removeprefix("dayuan."))
def test_a_command_is_given_by_those_who_may_and_nobody_else(world, act):
    wrong = []
    for part in HERE:
        got = outcome(world, act, part)
        if not _fits(act, part, got):
            wrong.append(f"{part}: {got}")
    assert wrong == []


def _fits(act: Act, part: str, got: str) -> bool:
    if part in act.may:
        return got == "done"
    # Where no verb is asked the record's own rule refuses, with its reason.
    if got.startswith("no: people.not_in_your_line"):
        return True
    return got in ("no right", "hidden") or (not act.verbs and got.startswith("no: "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act", [a for a in acts.ACTS if a.ours], ids=lambda act: act.name.removeprefix("dayuan.")
)
@pytest.mark.once
def test_the_director_of_another_site_cannot_touch_ours(world, act):
    got = outcome(world, act, "elsewhere")
    assert got in ("no right", "hidden", *act.none_of_ours)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act", [a for a in acts.ACTS if a.verbs], ids=lambda act: act.name.removeprefix("dayuan.")
)
@pytest.mark.once
def test_a_command_asks_for_each_of_its_verbs(world, act):
    part = next(iter(sorted(act.may & set(HERE))), "director")
    for verb in act.verbs:
        with undone():
            arguments = act.arguments(world, part)
            actor = without(world.actor(part), verb)
            assert acts.give(commands[act.name], arguments, actor) == "no right", verb


@pytest.mark.django_db
def test_the_phone_one_signs_in_with_is_changed_by_those_who_issue_accounts(world):
    run = commands["dayuan.reference.people.commands.change_person"]
    for part in HERE:
        with undone():
            changed = {**acts.person(world, part), "name": "吴国庆", "phone": "13900000009"}
            got = acts.give(run, changed, world.actor(part))
        assert (got == "done") == (part in acts.parts(table.ACCOUNTS)), part


@pytest.mark.django_db
@pytest.mark.parametrize(("whose", "who"), [("director", ""), ("deputy", "director")])
def test_nobody_below_resets_a_password_not_even_whoever_opens_accounts(world, whose, who):
    run = commands["dayuan.platform.accounts.commands.reset_password"]
    arguments = {**acts.own_account(world, whose), "present": True}
    done = set()
    for part in HERE:
        with undone():
            if acts.give(run, arguments, world.actor(part)) == "done":
                done.add(part)
    assert done == acts.parts(who) - {"elsewhere"}


@pytest.mark.django_db
def test_a_call_is_written_down_for_somebody_only_by_those_at_the_desk(world):
    may = acts.parts("dispatcher checker deputy")
    run = commands["dayuan.services.desk.commands.requests.report"]
    for part in HERE:
        with undone():
            got = acts.give(run, acts.a_call(world, part), world.actor(part))
        assert (got == "done") == (part in may), part
