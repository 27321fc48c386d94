"""Every verb that a handbook can grant is asked somewhere, and nothing else is asked."""

import ast
from functools import cache

import pytest

from dayuan.config.catalogue import CATALOGUE
from tests.architecture import guards

#: Where a permission is asked, by the name of the function, and which argument is the verb.
ASKING = {"require": 1, "problems": 1, "holds": 0}
#: Acts of the program and of whoever keeps the machine: no handbook grants them.
OF_THE_PROGRAM = {
    "jobs.outbox.manage": "what waits or failed is let go from the machine's own terminal",
    "rosters.attendance.remind": "a sweep tells, once, that nobody was noted for a duty",
    "rosters.month.remind": "who has not read a month is reminded by a timer",
    "people.certificate.remind": "a timer tells, once, that a certificate runs out",
    "callout.surge.time_over": "extra strength ends with its time, by a timer",
    "callout.call.tell_unanswered": "a timer tells, once, that answers to a call-out are missing",
    "handover.shift.tell_late": "a timer tells that a shift was not handed over",
    "sites.site.open": "a compound is opened by the installation",
}


def asked(text: str) -> set[str]:
    """Return the verbs that a Python text asks for, by name or through its constants."""
    constants = {
        target.id: node.value.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        for argument in _verbs_of(call):
            if isinstance(argument, ast.Name):
                found.add(str(constants.get(argument.id, "")))
            elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.add(argument.value)
    return {verb for verb in found if verb.count(".") == 2}


def _verbs_of(call: ast.Call) -> list[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if name == "view_for":
        return call.args
    # A place of the menu is shown to whoever holds its verb: a question as well.
    shown = [one.value for one in call.keywords if one.arg == "verb"]
    at = ASKING.get(name)
    return [*shown, *(call.args[at : at + 1] if at is not None else [])]


@cache
def everywhere() -> dict[str, set[str]]:
    """Return each verb the program asks for, with the files that ask."""
    found: dict[str, set[str]] = {}
    for path in guards.python_files():
        for verb in asked(path.read_text("utf-8")):
            found.setdefault(verb, set()).add(str(path.relative_to(guards.SRC)))
    return found


@pytest.mark.parametrize("verb", sorted(CATALOGUE.verbs))
def test_a_verb_that_a_handbook_can_grant_is_asked_by_a_page_a_command_or_a_door(verb):
    # An entry of the menu alone guards nothing.
    assert {place for place in everywhere().get(verb, ()) if not place.endswith("apps.py")}


def test_every_verb_that_is_asked_can_be_granted_or_is_the_programs_own():
    assert set(everywhere()) - set(CATALOGUE.verbs) == set(OF_THE_PROGRAM)


def test_no_verb_of_the_program_itself_can_be_granted_by_a_handbook():
    assert not set(OF_THE_PROGRAM) & set(CATALOGUE.verbs)


@pytest.mark.parametrize(
    "text",
    [
        '@view_for("people.person.view", "a.b.c")\ndef page(request): ...',
        'permissions.require(actor, "a.b.c")',
        '_MAY = "a.b.c"\nproblems = permissions.problems(actor, _MAY)',
        'if request.actor.holds("a.b.c"): ...',
        'menu.Entry(code="x", verb="a.b.c")',
    ],
)
def test_a_question_is_found_in_every_form_it_takes(text):
    assert "a.b.c" in asked(text)


def test_words_that_only_look_like_a_verb_are_no_question():
    assert asked('declare("a.b.c", "做", "done")\nlog.record(kind, subject="a.b.c")') == set()
