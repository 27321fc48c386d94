"""Whatever single check is taken away, the table notices."""

import pytest

from dayuan.config.catalogue import CATALOGUE
from dayuan.platform.audit.command import commands
from tests.permissions import acts, breaking, driving, lists, table
from tests.permissions.acts import ACTS
from tests.permissions.driving import Cell
from tests.permissions.test_acts import _fits, outcome
from tests.permissions.world import HERE, PARTS, undone, with_verb, without

#: The table is tried here, not the house: it notices alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]
#: Every verb a handbook can grant, and those only the program itself acts by.
VERBS = sorted({*CATALOGUE.verbs, *(verb for act in ACTS for verb in act.verbs)})
LINES = {line.name: line for line in table.LINES}
#: (address, verb): every check that stands before a view.
#: Addresses where the record's own rule refuses everybody but whoever began it, check or none.
OWN_RULE = {"handover:take_back": "only whoever declared a handover takes it back"}
GUARDS = [
    (route.name, verb)
    for route in driving.routes()
    if getattr(route.view, "declared_access", None) and route.name in LINES
    if route.name not in OWN_RULE
    for verb in route.view.declared_access
]
COMMAND_GUARDS = [(act, verb) for act in ACTS for verb in act.verbs]
_ROSTERS = "dayuan.resources.rosters.commands."
#: Checks with the record's own door behind them, which asks for the same verb: drafts of months,
#: certificates, and what somebody decides on. With the check gone, the door hides the record
#: all the same.
TWICE = {
    *(f"{_ROSTERS}rosters.{name}" for name in
      ("accept", "clear_cell", "discard", "publish", "set_cell")),
    f"{_ROSTERS}exchanging.exchange_cells", f"{_ROSTERS}planning.ask",
    f"{_ROSTERS}swaps.decide_swap", f"{_ROSTERS}away.decide_leave",
    f"{_ROSTERS}away.call_off_leave", f"{_ROSTERS}cutting.cut_leave",
    f"{_ROSTERS}cutting.give_back_leave",
    "dayuan.reference.people.commands.certificates.withdraw_certificate",
}  # fmt: skip


def first(line: table.Line, part: str) -> Cell:
    """Return the plainest question about a line: one that the part may ask, if there is one."""
    method = line.methods.split()[0]
    relations = ("open", *line.relations(part)) if line.about else ("",)
    fitting = (r for r in relations if line.answer(method, part, r) == "ok")
    return Cell(line, method, part, next(fitting, relations[0]))


def noticed(world, verb: str) -> bool:
    """Tell whether the table notices that everybody holds a verb."""
    by_page = (
        first(line, part)
        for name, line in LINES.items()
        if (name, verb) in GUARDS
        for part in PARTS
        if first(line, part).expected == "refused"
    )
    for act in ACTS:
        for part in [p for p in (*HERE, "police") if verb in act.verbs and p not in act.may]:
            with undone():
                arguments = act.arguments(world, part)
                actor = with_verb(world.actor(part), verb)
                if not _fits(act, part, acts.give(commands[act.name], arguments, actor)):
                    return True
    with breaking.granted_to_everybody(verb):
        if any(driving.mismatch(world, cell) for cell in by_page):
            return True
        shown = ((one, part) for one in lists.LISTS for part in one.others if one.verb == verb)
        if any(lists.mismatch(world, one, part) for one, part in shown):
            return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_everybody_holds_is_noticed(world, verb):
    assert noticed(world, verb)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "verb"), GUARDS)
def test_a_check_taken_from_a_page_is_noticed(world, name, verb):
    line = LINES[name]
    part = min(line.may & set(HERE))
    with breaking.taken_from_everybody(verb):
        assert driving.answer_of(world, first(line, part)) == "refused"
        with breaking.not_asked(verb):
            assert driving.answer_of(world, first(line, part)) != "refused"


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "verb"), COMMAND_GUARDS, ids=lambda one: getattr(one, "name", one))
def test_a_check_taken_from_a_command_is_noticed(world, act, verb):
    part = next(iter(sorted(act.may & set(HERE))), "director")
    with undone(), breaking.not_asked(verb):
        arguments = act.arguments(world, part)
        actor = without(world.actor(part), verb)
        got = acts.give(commands[act.name], arguments, actor)
        assert got not in ("no right", "hidden") or (got == "hidden" and act.name in TWICE)


@pytest.mark.django_db
def test_the_table_agrees_where_nothing_is_taken_away(world):
    """The negative control of everything above: an unbroken house is not complained about."""
    some = [first(LINES[name], part) for name in ("audit:entries", "board") for part in PARTS]
    assert [driving.mismatch(world, cell) for cell in some] == [None] * len(some)
    assert outcome(world, ACTS[0], "guard") == "done"
