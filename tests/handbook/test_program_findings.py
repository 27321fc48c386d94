"""A handbook against the program: permissions, capabilities, parameters, settings, times."""

import pytest

from tests.handbook.minimal import BOOK, edited, reports


def test_the_small_handbook_is_without_fault() -> None:
    assert reports(BOOK) == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("verbs: [mill.open]", "verbs: [mill.opn]")],
            [
                (
                    "book.yaml:41: permissions[2].verbs[1]: the program has no permission "
                    "called mill.opn; did you mean mill.open?"
                ),
            ],
            id="a permission that is unknown",
        ),
        pytest.param(
            [("  - posts: [miller]\n    roles: [gate]\n    verbs", "  - verbs")],
            [
                (
                    "book.yaml:39: permissions[2]: is granted to nobody; write posts: "
                    "[…], roles: […], parties: […] or everyone: true"
                ),
            ],
            id="a grant to nobody",
        ),
        pytest.param(
            [("  - everyone: true\n", "  - everyone: true\n    posts: [miller]\n")],
            [
                (
                    "book.yaml:36: warning: permissions[1].everyone: everyone has it, "
                    "naming posts adds nothing; remove one of the two"
                ),
            ],
            id="a grant to everyone and some",
        ),
    ],
)
def test_a_permission_that_cannot_be_is_found(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("  - clause: M1\n    capability", "  - clause: M3\n    capability")],
            [
                (
                    "book.yaml:66: bindings[1].clause: M3 is a principle and cannot be "
                    "bound; remove the binding, or correct the clause's kind"
                ),
            ],
            id="a principle",
        ),
        pytest.param(
            [("capability: mill.bell", "capability: mill.belt")],
            [
                (
                    "book.yaml:65: bindings: no clause uses mill.bell (The bell); bind a "
                    "clause to it, or list it in own_sources with its source"
                ),
                (
                    "book.yaml:71: own_sources[1].capability: the program has no "
                    "capability called mill.belt; did you mean mill.bell?"
                ),
            ],
            id="an unknown capability",
        ),
        pytest.param(
            [("with: {speed: 3}", "with: {speed: fast}")],
            [
                ("book.yaml:68: bindings[1].with.speed: 'fast' is not right; write a whole number"),
            ],
            id="a parameter of the wrong type",
        ),
        pytest.param(
            [("with: {speed: 3}", "with: {sped: 3}")],
            [
                ("book.yaml:68: bindings[1].with: speed is missing; write speed: a whole number"),
                (
                    "book.yaml:68: bindings[1].with.sped: there is no key sped here; did "
                    "you mean speed?"
                ),
            ],
            id="a misspelt parameter",
        ),
        pytest.param(
            [("test: tests/mill.py::test_it_grinds", "test: mill")],
            [
                (
                    "book.yaml:69: bindings[1].test: mill is no path of a test; write "
                    "file::name, such as "
                    "tests/desk/test_requests.py::test_a_fault_is_closed"
                ),
            ],
            id="a path that is no test",
        ),
        pytest.param(
            [("  - {capability: mill.bell, source: {system: it rings}}", "  []")],
            [
                (
                    "book.yaml:65: bindings: no clause uses mill.bell (The bell); bind a "
                    "clause to it, or list it in own_sources with its source"
                ),
            ],
            id="a capability that nothing asks for",
        ),
        pytest.param(
            [
                (
                    "{system: it rings}}",
                    (
                        "{system: it rings}}\n  - {capability: mill.grind, with: {speed: "
                        "3}, source: {site: x}}"
                    ),
                )
            ],
            [
                (
                    "book.yaml:72: warning: own_sources[2].capability: a clause is bound "
                    "to mill.grind, it needs no other source; remove one of the two"
                ),
            ],
            id="a bound capability with another source",
        ),
        pytest.param(
            [
                (
                    "{system: it rings}}",
                    "{system: it rings}}\n  - {capability: mill.bell, source: {site: x}}",
                )
            ],
            [
                (
                    "book.yaml:72: own_sources[2].capability: mill.bell is listed twice; "
                    "merge the two"
                ),
            ],
            id="a capability with two sources",
        ),
    ],
)
def test_a_binding_that_cannot_be_is_found(edits: list[tuple[str, str]], said: list[str]) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("value: rye", "value: oats")],
            [
                (
                    "book.yaml:61: settings.grain.value: oats is none of the choices; "
                    "write one of rye, wheat"
                ),
            ],
            id="a value that is no choice",
        ),
        pytest.param(
            [("value: 5", "value: five")],
            [
                (
                    "book.yaml:64: settings.minutes.value: the value does not fit the "
                    "type minutes; write minutes (a whole number from 0), or nothing if "
                    "it is not decided"
                ),
            ],
            id="a word for minutes",
        ),
        pytest.param(
            [("value: 5, low: 1", "value: -5, low: -9")],
            [
                (
                    "book.yaml:64: settings.minutes.value: the value does not fit the "
                    "type minutes; write minutes (a whole number from 0), or nothing if "
                    "it is not decided"
                ),
            ],
            id="less than nothing",
        ),
        pytest.param(
            [("value: 5", "value: 50")],
            [
                (
                    "book.yaml:64: settings.minutes.value: 50 is out of range; write a "
                    "number from 1 to 9"
                ),
            ],
            id="a value out of its range",
        ),
        pytest.param(
            [
                (
                    "type: choice\n    value: rye\n    choices: [rye, wheat]\n",
                    "type: yes_no\n    value: 1\n",
                )
            ],
            [
                (
                    "book.yaml:61: settings.grain.value: the value does not fit the type "
                    "yes_no; write true or false, or nothing if it is not decided"
                ),
            ],
            id="a number for yes or no",
        ),
        pytest.param(
            [
                (
                    "type: choice\n    value: rye\n    choices: [rye, wheat]\n",
                    "type: post\n    value: carver\n",
                )
            ],
            [
                (
                    "book.yaml:61: settings.grain.value: there is no post called carver; "
                    "did you mean carter?"
                ),
            ],
            id="a post that is unknown",
        ),
        pytest.param(
            [("limit: minutes", "limit: grain")],
            [
                (
                    "book.yaml:110: playbooks.order.steps.tell.limit: the setting grain "
                    "is of type choice and cannot limit a time; name a setting of type "
                    "minutes or days"
                ),
            ],
            id="a limit that is no time",
        ),
        pytest.param(
            [("choices: [rye, wheat]", "choices: []")],
            [
                (
                    "book.yaml:58: settings.grain: has no choices; write choices: […], or "
                    "another type"
                ),
            ],
            id="a choice without choices",
        ),
        pytest.param(
            [("type: choice", "type: text")],
            [
                (
                    "book.yaml:62: settings.grain.choices: the type text has no choices; "
                    "write type: choice, or remove choices"
                ),
            ],
            id="choices without a choice",
        ),
        pytest.param(
            [("low: 1, high: 9,", "low: 9, high: 1,")],
            [
                ("book.yaml:64: settings.minutes.low: low is greater than high; swap low and high"),
            ],
            id="limits upside down",
        ),
        pytest.param(
            [("title: {en: Minutes}", "title: {en: Minutes}, required_for: mill.weel")],
            [
                (
                    "book.yaml:64: settings.minutes.required_for: the program has no "
                    "capability called mill.weel; did you mean mill.wheel?"
                ),
            ],
            id="a part of the program that is unknown",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_found(edits: list[tuple[str, str]], said: list[str]) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("until: O+2h", "until: O+30min")],
            [
                (
                    "book.yaml:102: playbooks.order.steps.grind.until: ends before it "
                    "starts (O+1h); correct due or until"
                ),
            ],
            id="an end before the start",
        ),
        pytest.param(
            [("due: O+5min", "due: O+3h")],
            [
                (
                    "book.yaml:103: warning: playbooks.order.steps.grind.after[1]: waits "
                    "for weigh, which is due later (O+3h) than this step (O+1h); look at "
                    "the due times of both"
                ),
            ],
            id="waiting for what is due later",
        ),
        pytest.param(
            [("        due: O+5min\n", "        due: O+5min\n        limit: minutes\n")],
            [
                (
                    "book.yaml:94: warning: playbooks.order.steps.weigh.limit: the plan "
                    "gives an exact time (O+5min), a limit of the site changes nothing; "
                    "remove limit"
                ),
            ],
            id="a limit where the plan has a number",
        ),
        pytest.param(
            [('edition: "1"', 'edition: "1"\n  time_zone: Asia/Shanghay')],
            [
                (
                    "book.yaml:7: handbook.time_zone: there is no time zone "
                    "Asia/Shanghay; write a name such as Asia/Shanghai"
                ),
            ],
            id="a time zone of nowhere",
        ),
        pytest.param(
            [('edition: "1"', 'edition: "1"\n  time_zone: ../../etc')],
            [
                (
                    "book.yaml:7: handbook.time_zone: there is no time zone ../../etc; "
                    "write a name such as Asia/Shanghai"
                ),
            ],
            id="a time zone that is a path",
        ),
        pytest.param(
            [("folk: null}", "}")],
            [
                (
                    "book.yaml:81: warning: security_table.door.cells: says nothing about "
                    "level folk; write folk: null if the print is blank"
                ),
            ],
            id="a level that the table leaves out",
        ),
        pytest.param(
            [
                (
                    "due: O-1d\n        source: {clause: M1}",
                    "due: O-1d\n        source: {clause: M2}",
                )
            ],
            [
                (
                    "book.yaml:120: playbooks.feast.steps.grind: the security table "
                    "leaves door blank for folk, so there must be no step; remove the "
                    "step"
                ),
            ],
            id="a step for a blank cell",
        ),
        pytest.param(
            [
                ("folk: null", "folk: {clause: M1}"),
                (
                    "due: O-1d\n        source: {clause: M1}",
                    "due: O-1d\n        source: {clause: M2}",
                ),
            ],
            [
                (
                    "book.yaml:120: warning: playbooks.feast.steps.grind: appeals to the "
                    "cell of guild, not of folk; name the clause of this level"
                ),
            ],
            id="a step with the cell of another level",
        ),
        pytest.param(
            [("        does: mill.grind\n        due: O+1h", "        due: O+1h")],
            [
                (
                    "book.yaml:83: warning: playbooks.order: no step is the act "
                    "mill.grind (Grind); write does: mill.grind in the step that is it"
                ),
            ],
            id="no step that is the act",
        ),
    ],
)
def test_a_time_or_table_that_cannot_be_is_found(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said


def test_a_step_may_ask_for_what_the_program_knows_without_declaring_it() -> None:
    assert reports(edited(("when: {fact: hurry}", "when: {fact: wet, equals: false}"))) == []


def test_what_the_program_knows_is_not_declared_a_second_time() -> None:
    own = "      wet: {title: {en: Wet}}\n"
    hurry = "      hurry: {title: {en: In a hurry}, decided_by: {post: miller}}\n"
    (said,) = reports(edited((hurry, hurry + own)))
    assert said == (
        "book.yaml:89: playbooks.order.facts.wet: the program itself knows wet; "
        "remove it; a step may ask for it in when"
    )
