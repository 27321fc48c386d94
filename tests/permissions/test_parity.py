"""The same act by every surface: the same decision, the same log, the same changes of state."""

import pytest

from dayuan.platform.audit.command import commands
from tests.permissions import parity
from tests.permissions.doing import came, giver, hows, via_of
from tests.permissions.test_acts import pkgutil as _every_command_is_loaded
from tests.permissions.ways import Program
from tests.permissions.world import HERE, undone
from tests.platform.rest import driving

assert _every_command_is_loaded

#: What the ways make of an act is alike on every engine; the acts themselves run on both.
pytestmark = [pytest.mark.whole, pytest.mark.once]


def test_every_command_is_given_by_programs_or_says_why_not():
    offered = [one.act.name for one in parity.WAYS]
    left = [f"dayuan.{name}" for name in parity.NOT_FOR_PROGRAMS]
    assert len(set(offered)) == len(offered)
    assert sorted(commands) == sorted([*offered, *left])
    assert all(parity.NOT_FOR_PROGRAMS.values())


@pytest.mark.django_db
def test_every_write_of_the_interface_is_one_of_these_acts(world):
    used = set()
    for one in parity.WAYS:
        with undone():
            arguments = one.act.arguments(world, "director")
            surfaces = one.surfaces(world, arguments)
            used |= {s.operation for s in surfaces if isinstance(s, Program)}
    writes = {name for name, (method, _, _) in driving.described().items() if method != "GET"}
    # One notice by its number is the same command as all of them.
    assert writes - used == {"notices_read_one"}


@pytest.mark.django_db
@pytest.mark.parametrize("ways", parity.WAYS, ids=lambda one: one.act.name.removeprefix("dayuan."))
def test_an_act_is_the_same_by_every_surface(world, ways):
    part = giver(ways)
    given = {how: came(world, ways, part, how) for how in hows(world, ways, part)}
    command = given.pop("the command")
    assert command.decision == "done"
    assert command.entries
    for how, one in given.items():
        assert one.decision == "done", how
        assert one.entries == command.entries, how
        assert one.changes == command.changes, how
        assert one.vias == {via_of(how)}, how


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ways",
    [one for one in parity.WAYS if set(HERE) - one.act.may],
    ids=lambda one: one.act.name.removeprefix("dayuan."),
)
def test_a_refusal_is_the_same_by_every_surface(world, ways):
    part = next(one for one in HERE if one not in ways.act.may)
    given = {how: came(world, ways, part, how) for how in hows(world, ways, part)}
    if ways.silent:
        given = {how: one for how, one in given.items() if not how.startswith("Page")}
    decisions = {one.decision for one in given.values()}
    assert len(decisions) == 1, {how: one.decision for how, one in given.items()}
    assert decisions != {"done"}
    assert not any(one.entries or one.changes for one in given.values())


@pytest.mark.django_db
@pytest.mark.parametrize("ways", parity.WAYS, ids=lambda one: one.act.name.removeprefix("dayuan."))
def test_an_act_that_was_done_already_is_answered_alike_by_every_surface(world, ways):
    part = giver(ways)
    given = {how: came(world, ways, part, how, again=True) for how in hows(world, ways, part)}
    command = given.pop("the command")
    for how, one in given.items():
        if how.split()[0] in ways.lets_be:
            assert one.decision == "nothing happened", how
            continue
        assert one.decision == command.decision, how
        assert one.entries == command.entries, how


@pytest.mark.django_db
def test_a_surface_that_writes_other_words_is_noticed(world, monkeypatch):
    """The negative control: an operation that leaves the reason out is another act."""
    from dayuan.work.api import tasks  # noqa: PLC0415 - broken here

    hand_back = tasks.commands.hand_back
    monkeypatch.setattr(tasks.commands, "hand_back", lambda **a: hand_back(**{**a, "reason": "无"}))
    (ways,) = (one for one in parity.WAYS if one.act.name.endswith("tasks.hand_back"))
    # The command itself is asked by its name in the log of commands, which is not broken.
    command, program = (came(world, ways, "dispatcher", how) for how in ("the command", "Program"))
    assert command.decision == program.decision == "done"
    assert command.changes != program.changes
