"""A name that nothing declares is found wherever it stands."""

import pytest

from tests.handbook.minimal import BOOK, edited, reports


def test_the_small_handbook_is_without_fault() -> None:
    assert reports(BOOK) == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("    unit: yard", "    unit: yar")],
            [
                (
                    "book.yaml:18: posts.carter.unit: there is no unit called yar; did "
                    "you mean yard?"
                ),
            ],
            id="the unit of a post",
        ),
        pytest.param(
            [("lead: miller}", "lead: smith}")],
            [
                (
                    "book.yaml:8: units.house.lead: there is no post called smith; "
                    "declare it in the section posts"
                ),
            ],
            id="the lead of a unit",
        ),
        pytest.param(
            [("reports_to: miller", "reports_to: mill")],
            [
                (
                    "book.yaml:20: posts.carter.reports_to: there is no post called mill; "
                    "did you mean miller?"
                ),
            ],
            id="the chief of a post",
        ),
        pytest.param(
            [("alternates: [miller]", "alternates: [milller]")],
            [
                (
                    "book.yaml:21: posts.carter.alternates[1]: there is no post called "
                    "milller; did you mean miller?"
                ),
            ],
            id="a stand-in",
        ),
        pytest.param(
            [("held_by: [carter]", "held_by: [carter, smith]")],
            [
                (
                    "book.yaml:24: roles.gate.held_by[2]: there is no post called smith; "
                    "declare it in the section posts"
                ),
            ],
            id="who holds a role",
        ),
        pytest.param(
            [("liaison: miller", "liaison: meller")],
            [
                (
                    "book.yaml:26: parties.baker.liaison: there is no post called meller; "
                    "did you mean miller?"
                ),
            ],
            id="a liaison",
        ),
        pytest.param(
            [("posts: [carter], people: 2", "posts: [cart], people: 2")],
            [
                (
                    "book.yaml:34: establishment.groups[1].posts[1]: there is no post "
                    "called cart; did you mean carter?"
                ),
            ],
            id="a post of a group",
        ),
        pytest.param(
            [("  - posts: [miller]\n", "  - posts: [mile]\n")],
            [
                (
                    "book.yaml:39: permissions[2].posts[1]: there is no post called mile; "
                    "did you mean miller?"
                ),
            ],
            id="a post of a grant",
        ),
        pytest.param(
            [("    roles: [gate]", "    roles: [fence]")],
            [
                (
                    "book.yaml:40: permissions[2].roles[1]: there is no role called "
                    "fence; declare it in the section roles"
                ),
            ],
            id="a role of a grant",
        ),
        pytest.param(
            [("title: {en: Notes}, parent: M", "title: {en: Notes}, parent: MM")],
            [
                ("book.yaml:45: sections.N.parent: there is no section called MM; did you mean M?"),
            ],
            id="a section around a section",
        ),
        pytest.param(
            [("M2: {section: N", "M2: {section: NX")],
            [
                (
                    "book.yaml:48: clauses.M2.section: there is no section called NX; did "
                    "you mean N?"
                ),
            ],
            id="the section of a clause",
        ),
        pytest.param(
            [("decisions: [A-01]", "decisions: [A-02]")],
            [
                (
                    "book.yaml:47: clauses.M1.decisions[1]: there is no decision called "
                    "A-02; did you mean A-01?"
                ),
            ],
            id="a decision of a clause",
        ),
        pytest.param(
            [("clauses: [M1]", "clauses: [M9]")],
            [
                (
                    "book.yaml:55: decisions.A-01.clauses[1]: there is no clause called "
                    "M9; declare it in the section clauses"
                ),
            ],
            id="a clause of a decision",
        ),
        pytest.param(
            [("settings: [grain]", "settings: [grains]")],
            [
                (
                    "book.yaml:56: decisions.A-01.settings[1]: there is no setting called "
                    "grains; did you mean grain?"
                ),
            ],
            id="a setting of a decision",
        ),
        pytest.param(
            [("source: {system: it rings}", "source: {clause: M4}")],
            [
                (
                    "book.yaml:71: own_sources[1].source.clause: there is no clause "
                    "called M4; declare it in the section clauses"
                ),
            ],
            id="the clause of a source",
        ),
        pytest.param(
            [("source: {system: it rings}", "source: {decision: A-44}")],
            [
                (
                    "book.yaml:71: own_sources[1].source.decision: there is no decision "
                    "called A-44; declare it in the section decisions"
                ),
            ],
            id="the decision of a source",
        ),
        pytest.param(
            [("  - clause: M1\n    capability", "  - clause: M7\n    capability")],
            [
                (
                    "book.yaml:66: bindings[1].clause: there is no clause called M7; "
                    "declare it in the section clauses"
                ),
            ],
            id="a bound clause",
        ),
        pytest.param(
            [("parent: flour", "parent: flowers")],
            [
                (
                    "book.yaml:74: categories.bran.parent: there is no category called "
                    "flowers; did you mean flour?"
                ),
            ],
            id="the parent of a category",
        ),
        pytest.param(
            [("responsible: carter", "responsible: carpenter")],
            [
                (
                    "book.yaml:74: categories.bran.responsible: there is no post called "
                    "carpenter; did you mean carter?"
                ),
            ],
            id="who answers for a category",
        ),
        pytest.param(
            [("responsible: carter,", "responsible: carter, equipment_system: Wheels,")],
            [
                (
                    "book.yaml:74: warning: categories.bran.equipment_system: no row of "
                    "the equipment has the system Wheels; write it as the equipment rows "
                    "do"
                ),
            ],
            id="a system of the equipment",
        ),
        pytest.param(
            [("guild: {clause: M2}, folk: null", "guild: {clause: M2}, folk: null, folks: null")],
            [
                (
                    "book.yaml:81: security_table.door.cells.folks: there is no level "
                    "called folks; did you mean folk?"
                ),
            ],
            id="a level of the security table",
        ),
        pytest.param(
            [("cells: {guild: {clause: M2}", "cells: {guild: {clause: M5}")],
            [
                (
                    "book.yaml:81: security_table.door.cells.guild.clause: there is no "
                    "clause called M5; declare it in the section clauses"
                ),
            ],
            id="the clause of a cell",
        ),
        pytest.param(
            [("title: {en: Door}\n", "title: {en: Door}\n    decision: A-07\n")],
            [
                (
                    "book.yaml:81: security_table.door.decision: there is no decision "
                    "called A-07; did you mean A-01?"
                ),
            ],
            id="the decision of a row",
        ),
    ],
)
def test_a_name_that_nothing_declares_is_found(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("who: {role: gate}", "who: {role: gait}")],
            [
                (
                    "book.yaml:92: playbooks.order.steps.weigh.who.role: there is no role "
                    "called gait; did you mean gate?"
                ),
            ],
            id="a role that does a step",
        ),
        pytest.param(
            [("decided_by: {post: miller}", "decided_by: {post: gate}")],
            [
                (
                    "book.yaml:88: playbooks.order.facts.hurry.decided_by.post: there is "
                    "no post called gate; gate is the name of a role"
                ),
            ],
            id="a role where a post is needed",
        ),
        pytest.param(
            [("who: {party: baker}", "who: {party: bakery}")],
            [
                (
                    "book.yaml:108: playbooks.order.steps.tell.who.party: there is no "
                    "party called bakery; did you mean baker?"
                ),
            ],
            id="a party that does a step",
        ),
        pytest.param(
            [("decided_by: {post: miller}", "decided_by: {post: minister}")],
            [
                (
                    "book.yaml:88: playbooks.order.facts.hurry.decided_by.post: there is "
                    "no post called minister; declare it in the section posts"
                ),
            ],
            id="who decides a fact",
        ),
        pytest.param(
            [("after: [weigh]", "after: [weight]")],
            [
                (
                    "book.yaml:103: playbooks.order.steps.grind.after[1]: the playbook "
                    "has no step called weight; did you mean weigh?"
                ),
            ],
            id="a step to wait for",
        ),
        pytest.param(
            [("not_by_doer_of: [weigh]", "not_by_doer_of: [tell]")],
            [
                (
                    "book.yaml:112: playbooks.order.steps.tell.not_by_doer_of[1]: the "
                    "step names itself; name another step"
                ),
            ],
            id="a step that excludes its own doer",
        ),
        pytest.param(
            [("not_by_doer_of: [weigh]", "not_by_doer_of: [way]")],
            [
                (
                    "book.yaml:112: playbooks.order.steps.tell.not_by_doer_of[1]: the "
                    "playbook has no step called way; known are: grind, weigh"
                ),
            ],
            id="a step whose doer may not",
        ),
        pytest.param(
            [("when: {fact: hurry}", "when: {fact: hurt}")],
            [
                (
                    "book.yaml:104: playbooks.order.steps.grind.when[1].fact: the "
                    "playbook has no fact called hurt; did you mean hurry?"
                ),
            ],
            id="a fact",
        ),
        pytest.param(
            [("limit: minutes", "limit: minute")],
            [
                (
                    "book.yaml:110: playbooks.order.steps.tell.limit: there is no setting "
                    "called minute; did you mean minutes?"
                ),
            ],
            id="a limit",
        ),
        pytest.param(
            [("due: O+5min", "due: P+5min")],
            [
                (
                    "book.yaml:93: playbooks.order.steps.weigh.due: mill.order has no "
                    "anchor P; known are: O"
                ),
            ],
            id="an anchor of the due time",
        ),
        pytest.param(
            [("until: O+2h", "until: T+2h")],
            [
                (
                    "book.yaml:102: playbooks.order.steps.grind.until: mill.order has no "
                    "anchor T; known are: O"
                ),
            ],
            id="an anchor of the end",
        ),
        pytest.param(
            [("kind: mill.order\n    source", "kind: mill.ordr\n    source")],
            [
                (
                    "book.yaml:85: playbooks.order.kind: there is no kind of case called "
                    "mill.ordr; did you mean mill.order?"
                ),
            ],
            id="a kind of case",
        ),
        pytest.param(
            [("variant: folk", "variant: fools")],
            [
                (
                    "book.yaml:117: playbooks.feast.variant: there is no level, category "
                    "or variant called fools; did you mean folk?"
                ),
            ],
            id="a variant",
        ),
        pytest.param(
            [("does: mill.grind\n        due: O+1h", "does: mill.grnd\n        due: O+1h")],
            [
                (
                    "book.yaml:83: warning: playbooks.order: no step is the act "
                    "mill.grind (Grind); write does: mill.grind in the step that is it"
                ),
                (
                    "book.yaml:100: playbooks.order.steps.grind.does: mill.order has no "
                    "act mill.grnd; did you mean mill.grind?"
                ),
            ],
            id="an act",
        ),
    ],
)
def test_a_name_inside_a_playbook_that_nothing_declares_is_found(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said
