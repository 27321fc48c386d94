"""What the schema refuses is said in plain words, with the line and what to write instead."""

import pytest

from tests.handbook.minimal import BOOK, edited, reports


def test_the_small_handbook_is_without_fault() -> None:
    assert reports(BOOK) == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("    unit: house\n", "    unitt: house\n")],
            [
                (
                    "book.yaml:11: posts.miller: unit is missing; write unit: a codeword "
                    "(lower case letters, digits, underscores, such as gate_guard)"
                ),
                (
                    "book.yaml:13: posts.miller.unitt: there is no key unitt here; did "
                    "you mean unit?"
                ),
            ],
            id="a misspelt key",
        ),
        pytest.param(
            [("    headcount: 1\n", "")],
            [
                (
                    "book.yaml:11: posts.miller: headcount is missing; write headcount: a "
                    "whole number greater than 0"
                ),
            ],
            id="a missing key",
        ),
        pytest.param(
            [("    headcount: 1\n", "    headcount: one\n")],
            [
                (
                    "book.yaml:14: posts.miller.headcount: 'one' is not right; write a "
                    "whole number greater than 0"
                ),
            ],
            id="a word for a number",
        ),
        pytest.param(
            [("    headcount: 1\n", "    headcount: 0\n")],
            [
                (
                    "book.yaml:14: posts.miller.headcount: 0 is not right; write a whole "
                    "number greater than 0"
                ),
            ],
            id="nobody in a post",
        ),
        pytest.param(
            [("    headcount: 1\n", "    headcount: 1.5\n")],
            [
                (
                    "book.yaml:14: posts.miller.headcount: 1.5 is not right; write a "
                    "whole number greater than 0"
                ),
            ],
            id="a part of a person",
        ),
        pytest.param(
            [('edition: "1"', "edition: 1")],
            [
                'book.yaml:6: handbook.edition: 1 is a number; put it in quotes: "1"',
            ],
            id="a number for a text",
        ),
        pytest.param(
            [("title: {en: Yard}", "title: 7")],
            [
                'book.yaml:9: units.yard.title: 7 is a number; put it in quotes: "7"',
            ],
            id="a number for words",
        ),
        pytest.param(
            [('edition: "1"', "edition:")],
            [
                "book.yaml:6: handbook.edition: is empty; write one line of text",
            ],
            id="nothing for a text",
        ),
        pytest.param(
            [("title: {en: Yard}", "title: [Yard]")],
            [
                (
                    "book.yaml:9: units.yard.title: must not be a list; write words (such "
                    "as {zh: 门卫岗, en: Gate guard})"
                ),
            ],
            id="a list for words",
        ),
        pytest.param(
            [("title: {en: Yard}", "title: {en: ''}")],
            [
                (
                    "book.yaml:9: units.yard.title: has no words; write {zh: …, en: …} "
                    "with at least one of them"
                ),
            ],
            id="words without a word",
        ),
        pytest.param(
            [("title: {en: Yard}", "title: {en: Yard, the big one}")],
            [
                (
                    "book.yaml:9: units.yard.title.the big one: there is no key the big "
                    "one here; if a comma split the text, quote all of it"
                ),
            ],
            id="a comma that splits a text",
        ),
        pytest.param(
            [("kind: deadline", "kind: dedline")],
            [
                (
                    "book.yaml:48: clauses.M2.kind: 'dedline' is not right; did you mean "
                    "deadline? Choices: playbook_task, record, permission, principle, "
                    "roster, routing, deadline, approval, training, kpi, sign_off, report"
                ),
            ],
            id="a word that is nearly a choice",
        ),
        pytest.param(
            [("kind: reading", "kind: measure")],
            [
                (
                    "book.yaml:95: playbooks.order.steps.weigh.evidence.weight.kind: "
                    "'measure' is not right; write one of text, reading, yes_no, photo, "
                    "file, signature, scan, consent"
                ),
            ],
            id="a word that is no choice",
        ),
        pytest.param(
            [("type: minutes", "type: time")],
            [
                (
                    "book.yaml:64: settings.minutes.type: 'time' is not right; write one "
                    "of yes_no, number, text, choice, minutes, days, post, list"
                ),
            ],
            id="a setting of an unknown type",
        ),
        pytest.param(
            [("limit: minutes\n", "limit: minutes\n        for_each_holder: perhaps\n")],
            [
                (
                    "book.yaml:111: playbooks.order.steps.tell.for_each_holder: 'perhaps' "
                    "is not right; write true or false"
                ),
            ],
            id="a word for yes or no",
        ),
        pytest.param(
            [("quote: Grind fine.", "quote: ''")],
            [
                "book.yaml:48: clauses.M2.quote: is empty; write one line of text",
            ],
            id="an empty quote",
        ),
        pytest.param(
            [("{section: M, quote", "{section: m, quote")],
            [
                (
                    "book.yaml:47: clauses.M1.section: 'm' is not right; write a clause "
                    "id (starting with a capital letter, such as C9.9-99)"
                ),
            ],
            id="a section in small letters",
        ),
        pytest.param(
            [("rank: 1", "rank: true")],
            [
                (
                    "book.yaml:76: levels.guild.rank: true is not right; "
                    "write a whole number greater than 0"
                ),
            ],
            id="a truth for a number",
        ),
        pytest.param(
            [("rank: 1", 'rank: "1"')],
            ["book.yaml:76: levels.guild.rank: '1' is not right; write 1, without quotes"],
            id="a number in quotes",
        ),
        pytest.param(
            [("low: 1, high: 90", "low: true, high: 90")],
            [
                (
                    "book.yaml:95: playbooks.order.steps.weigh.evidence.weight.low: "
                    "true is not right; write a number"
                ),
            ],
            id="a truth for a limit",
        ),
        pytest.param(
            [("due: O-1d", "due: O-1")],
            [
                (
                    "book.yaml:124: playbooks.feast.steps.grind.due: has a number without a unit; "
                    "write min, h, d or w after the number"
                ),
            ],
            id="the only step of a playbook",
        ),
        pytest.param(
            [("held_by: [carter]", "held_by: carter")],
            [
                "book.yaml:24: roles.gate.held_by: is no list; write a list: [carter]",
            ],
            id="a word for a list",
        ),
        pytest.param(
            [("held_by: [carter]", "held_by: [carter，miller]")],
            [
                (
                    "book.yaml:24: roles.gate.held_by[1]: 'carter，miller' is not right; "
                    "the line holds full-width punctuation; use a plain colon and space "
                    "after a key and plain commas in lists"
                ),
            ],
            id="commas of Chinese type",
        ),
        pytest.param(
            [("title: {en: Yard}", 'title: {"\\e[31mred": x}')],
            [
                (
                    "book.yaml:9: units.yard.title.·[31mred: there is no key ·[31mred "
                    "here; known are: zh, en"
                ),
            ],
            id="a sign that steers terminals",
        ),
        pytest.param(
            [("held_by: [carter]", "held_by: []")],
            [
                (
                    "book.yaml:24: roles.gate.held_by: is empty; write a list, each item "
                    "a codeword (lower case letters, digits, underscores, such as "
                    "gate_guard)"
                ),
            ],
            id="an empty list",
        ),
        pytest.param(
            [("alternates: [miller]", "alternates: {first: miller}")],
            [
                (
                    "book.yaml:21: posts.carter.alternates: must not be keys with values; "
                    "write a list, each item a codeword (lower case letters, digits, "
                    "underscores, such as gate_guard)"
                ),
            ],
            id="a mapping for a list",
        ),
        pytest.param(
            [("parties:\n  baker: {title: {en: Baker}, liaison: miller}", "parties: baker")],
            [
                "book.yaml:25: parties: 'baker' is not right; write names with contents",
            ],
            id="a word for a section",
        ),
        pytest.param(
            [
                (
                    (
                        "units:\n  house: {title: {en: House}, lead: miller}\n"
                        "  yard: {title: {en: Yard}, parent: house}\n"
                    ),
                    "units: [house, yard]\n",
                )
            ],
            [
                "book.yaml:7: units: must not be a list; write names with contents",
            ],
            id="a list for a section",
        ),
        pytest.param(
            [("  baker: {", "  Baker!: {")],
            [
                (
                    "book.yaml:26: parties.Baker!: Baker! cannot be a name here; write a "
                    "codeword (lower case letters, digits, underscores, such as "
                    "gate_guard)"
                ),
                (
                    "book.yaml:108: playbooks.order.steps.tell.who.party: there is no "
                    "party called baker; declare it in the section parties"
                ),
            ],
            id="a name that is no codeword",
        ),
        pytest.param(
            [("parties:\n", "partys:\n")],
            [
                (
                    "book.yaml:25: there is no section called partys; did you mean "
                    "parties? sections are handbook, property, equipment, units, posts, "
                    "roles, parties, establishment, qualifications, shift_plans, leave_kinds, "
                    "squads, surges, "
                    "permissions, sections, clauses, decisions, settings, bindings, "
                    "own_sources, services, kpis, categories, office_hours, escalation, "
                    "case_kinds, playbooks, levels, security_table, petition_routing, "
                    "confidentiality, retired"
                ),
            ],
            id="a misspelt section",
        ),
    ],
)
def test_a_wrong_key_or_value_is_named_with_what_to_write(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("due: O+5min", "due: soon")],
            [
                (
                    "book.yaml:93: playbooks.order.steps.weigh.due: 'soon' is not right; "
                    "write a due time (such as T-7d, S+5min, N+asap, T-before)"
                ),
            ],
            id="a due time in free words",
        ),
        pytest.param(
            [("due: O+5min", "due: O+99999999999d")],
            [
                (
                    "book.yaml:93: playbooks.order.steps.weigh.due: 'O+99999999999d' is "
                    "not right; write a due time (such as T-7d, S+5min, N+asap, T-before)"
                ),
            ],
            id="a due time beyond all time",
        ),
        pytest.param(
            [("due: O+5min", "due: O+5")],
            [
                (
                    "book.yaml:93: playbooks.order.steps.weigh.due: has a number without "
                    "a unit; write min, h, d or w after the number"
                ),
            ],
            id="a due time without a unit",
        ),
        pytest.param(
            [("source: {site: habit}", "source: {site: habit, law: x}")],
            [
                (
                    "book.yaml:42: permissions[2].source: needs exactly one source; write "
                    "one of {clause: …}, {decision: A-…}, {law: …}, {site: …}, {system: "
                    "…}"
                ),
            ],
            id="two sources",
        ),
        pytest.param(
            [("source: {site: habit}", "source: {}")],
            [
                (
                    "book.yaml:42: permissions[2].source: needs exactly one source; write "
                    "one of {clause: …}, {decision: A-…}, {law: …}, {site: …}, {system: "
                    "…}"
                ),
            ],
            id="no source",
        ),
        pytest.param(
            [("source: {site: habit}", "source: {sit: habit}")],
            [
                (
                    "book.yaml:42: permissions[2].source.sit: there is no key sit here; "
                    "did you mean site?"
                ),
            ],
            id="an unknown kind of source",
        ),
        pytest.param(
            [("who: {role: gate}", "who: {role: gate, post: miller}")],
            [
                (
                    "book.yaml:92: playbooks.order.steps.weigh.who: needs exactly one who "
                    "does it; write exactly one of post, role, party, case"
                ),
            ],
            id="two doers",
        ),
        pytest.param(
            [("who: {role: gate}", "who: gate")],
            [
                (
                    "book.yaml:92: playbooks.order.steps.weigh.who: 'gate' is not right; "
                    "write who does it (such as {post: gate_guard} or {role: front_desk})"
                ),
            ],
            id="a bare word for a doer",
        ),
        pytest.param(
            [("low: 1, high: 90", "low: 91, high: 90")],
            [
                (
                    "book.yaml:95: playbooks.order.steps.weigh.evidence.weight: low is "
                    "greater than high; swap low and high"
                ),
            ],
            id="limits upside down",
        ),
        pytest.param(
            [("kind: reading, title", "kind: text, title")],
            [
                (
                    "book.yaml:95: playbooks.order.steps.weigh.evidence.weight: only a "
                    "reading has limits; remove low and high, or write kind: reading"
                ),
            ],
            id="limits of a text",
        ),
        pytest.param(
            [("schema: 1", "schema: 2")],
            [
                (
                    "book.yaml:2: handbook.schema: this program does not know schema 2; "
                    "write schema: 1, or update the program"
                ),
            ],
            id="a schema of the future",
        ),
        pytest.param(
            [("schema: 1", "schema: one")],
            [
                "book.yaml:2: handbook.schema: 'one' is not right; write one of 1",
            ],
            id="a schema that is no number",
        ),
    ],
)
def test_a_value_that_contradicts_itself_is_named(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said
