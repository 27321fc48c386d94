"""What fits the schema and still cannot be: circles, sums, doubles, people out of reach."""

import pytest

from tests.handbook.minimal import BOOK, edited, reports


def test_the_small_handbook_is_without_fault() -> None:
    assert reports(BOOK) == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("due: O+5min\n", "due: O+1min\n        after: [tell]\n")],
            [
                (
                    "book.yaml:112: playbooks.order.steps.tell.after: goes round in a "
                    "circle: tell → grind → weigh → tell; break one link of it"
                ),
            ],
            id="steps",
        ),
        pytest.param(
            [("after: [weigh]", "after: [grind]")],
            [
                (
                    "book.yaml:103: playbooks.order.steps.grind.after: goes round in a "
                    "circle: grind → grind; break one link of it"
                ),
            ],
            id="a step that waits for itself",
        ),
        pytest.param(
            [
                (
                    "house: {title: {en: House}, lead: miller}",
                    "house: {title: {en: House}, lead: miller, parent: yard}",
                )
            ],
            [
                (
                    "book.yaml:8: units.house.parent: goes round in a circle: house → "
                    "yard → house; break one link of it"
                ),
            ],
            id="units",
        ),
        pytest.param(
            [
                (
                    "    headcount: 1\n    source",
                    "    headcount: 1\n    reports_to: carter\n    source",
                )
            ],
            [
                (
                    "book.yaml:15: posts.miller.reports_to: goes round in a circle: "
                    "miller → carter → miller; break one link of it"
                ),
            ],
            id="posts",
        ),
        pytest.param(
            [("responsible: miller, source", "responsible: miller, parent: bran, source")],
            [
                (
                    "book.yaml:73: categories.flour.parent: goes round in a circle: flour "
                    "→ bran → flour; break one link of it"
                ),
            ],
            id="categories",
        ),
        pytest.param(
            [("M: {title: {en: The mill}}", "M: {title: {en: The mill}, parent: N}")],
            [
                (
                    "book.yaml:44: sections.M.parent: goes round in a circle: M → N → M; "
                    "break one link of it"
                ),
            ],
            id="sections",
        ),
    ],
)
def test_what_goes_round_in_a_circle_is_found(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("alternates: [miller]", "alternates: [miller, miller]")],
            [
                (
                    "book.yaml:21: posts.carter.alternates[2]: miller stands in this list "
                    "twice; remove one"
                ),
            ],
            id="a stand-in",
        ),
        pytest.param(
            [("verbs: [mill.open]", "verbs: [mill.open, mill.open]")],
            [
                (
                    "book.yaml:41: permissions[2].verbs[2]: mill.open stands in this list "
                    "twice; remove one"
                ),
            ],
            id="a permission of a grant",
        ),
        pytest.param(
            [("- id: tell", "- id: grind")],
            [
                (
                    "book.yaml:106: playbooks.order.steps.grind.id: grind is used on "
                    "book.yaml:97 already; choose another one"
                ),
            ],
            id="a step",
        ),
        pytest.param(
            [
                (
                    "low: 1, high: 90}\n",
                    ("low: 1, high: 90}\n          - {id: weight, kind: photo, title: {en: P}}\n"),
                )
            ],
            [
                (
                    "book.yaml:96: playbooks.order.steps.weigh.evidence.weight.id: weight "
                    "is used on book.yaml:95 already; choose another id"
                ),
            ],
            id="a piece of evidence",
        ),
        pytest.param(
            [("rank: 2", "rank: 1")],
            [
                (
                    "book.yaml:77: levels.folk.rank: 1 is used on book.yaml:76 already; "
                    "choose another one"
                ),
            ],
            id="a rank",
        ),
        pytest.param(
            [
                ("    headcount: 1\n", "    headcount: 1\n    row: 1\n"),
                ("    headcount: 2\n", "    headcount: 2\n    row: 1\n"),
            ],
            [
                (
                    "book.yaml:21: posts.carter.row: 1 is used on book.yaml:15 already; "
                    "choose another one"
                ),
            ],
            id="a row",
        ),
        pytest.param(
            [
                (
                    "own_sources:\n",
                    ("  - {clause: M1, capability: mill.grind, with: {speed: 1}}\nown_sources:\n"),
                )
            ],
            [
                (
                    "book.yaml:70: bindings[2]: M1 is bound to mill.grind on book.yaml:66 "
                    "already; merge the two"
                ),
            ],
            id="a binding",
        ),
        pytest.param(
            [("    variant: folk\n", "")],
            [
                (
                    "book.yaml:114: playbooks.feast: serves the same kind and variant as "
                    "order (book.yaml:83); merge the two, or give them different variants"
                ),
            ],
            id="a playbook for the same cases",
        ),
        pytest.param(
            [("title: {en: Minutes}", "title: {en: Grain}")],
            [
                (
                    "book.yaml:64: warning: settings.minutes.title: has the same title as "
                    "grain, nobody can tell them apart; change the title, or remove the "
                    "double"
                ),
            ],
            id="the title of a setting",
        ),
        pytest.param(
            [("own_sources:\n", "retired: [carter]\nown_sources:\n")],
            [
                (
                    "book.yaml:16: posts.carter: the codeword carter was retired; choose "
                    "a new codeword; old records still mean the old one"
                ),
            ],
            id="a retired post",
        ),
        pytest.param(
            [("own_sources:\n", "retired: [playbooks.order.weigh]\nown_sources:\n")],
            [
                (
                    "book.yaml:91: playbooks.order.steps.weigh: the codeword weigh was "
                    "retired; choose a new codeword; old records still mean the old one"
                ),
            ],
            id="a retired step",
        ),
    ],
)
def test_what_stands_twice_is_found(edits: list[tuple[str, str]], said: list[str]) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("people_printed: 3", "people_printed: 4")],
            [
                (
                    "book.yaml:29: establishment.subtotals[1]: printed are 2 posts and 4 "
                    "people, the posts add up to 2 and 3; correct the posts, or keep what "
                    "is printed and write discrepancy: {decision: A-…}"
                ),
            ],
            id="people of the centre",
        ),
        pytest.param(
            [("posts_printed: 2", "posts_printed: 5")],
            [
                (
                    "book.yaml:29: establishment.subtotals[1]: printed are 5 posts and 3 "
                    "people, the posts add up to 2 and 3; correct the posts, or keep what "
                    "is printed and write discrepancy: {decision: A-…}"
                ),
            ],
            id="posts of the centre",
        ),
        pytest.param(
            [("posts: [carter], people: 2", "posts: [carter], people: 5")],
            [
                (
                    "book.yaml:34: establishment.groups[1]: printed are 5 people, the "
                    "posts named add up to 2; correct the posts, or write discrepancy: "
                    "{decision: A-…}"
                ),
            ],
            id="people of a group",
        ),
        pytest.param(
            [("held_by: [carter], headcount: 1", "held_by: [carter], headcount: 3")],
            [
                (
                    "book.yaml:24: roles.gate.headcount: needs 3 people, the posts that "
                    "hold it have 2; lower it or add a post to held_by"
                ),
            ],
            id="holders of a role",
        ),
        pytest.param(
            [("people_printed: 3", "people_printed: 3\n      discrepancy: {decision: A-01}")],
            [
                (
                    "book.yaml:32: warning: establishment.subtotals[1].discrepancy: the "
                    "sums match, there is nothing to explain; remove discrepancy"
                ),
            ],
            id="a decision for what matches",
        ),
        pytest.param(
            [("people_printed: 3", "people_printed: 4\n      discrepancy: {site: so be it}")],
            [
                (
                    "book.yaml:32: establishment.subtotals[1].discrepancy: a difference "
                    "is explained by a decision; write discrepancy: {decision: A-…}"
                ),
            ],
            id="a difference without a decision",
        ),
        pytest.param(
            [("people_printed: 3", "people_printed: 4\n      discrepancy: {decision: A-77}")],
            [
                (
                    "book.yaml:32: establishment.subtotals[1].discrepancy.decision: there "
                    "is no decision called A-77; declare it in the section decisions"
                ),
            ],
            id="a difference with a missing decision",
        ),
        pytest.param(
            [("people_printed: 3", "people_printed: 4\n      discrepancy: {decision: A-01}")],
            [],
            id="a difference that is explained is fine",
        ),
        pytest.param(
            [
                (
                    "      posts_printed: 2\n      people_printed: 3\n",
                    ("      posts: [carter]\n      posts_printed: 1\n      people_printed: 3\n"),
                )
            ],
            [
                (
                    "book.yaml:29: establishment.subtotals[1]: printed are 1 posts and 3 "
                    "people, the posts add up to 1 and 2; correct the posts, or keep what "
                    "is printed and write discrepancy: {decision: A-…}"
                ),
            ],
            id="a block of named posts",
        ),
    ],
)
def test_a_sum_that_does_not_match_is_found(edits: list[tuple[str, str]], said: list[str]) -> None:
    assert reports(edited(*edits)) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("{title: {en: Baker}, liaison: miller}", "{title: {en: Baker}}")],
            [
                (
                    "book.yaml:108: playbooks.order.steps.tell.who.party: the party baker "
                    "has no liaison, so nobody would get the task; write liaison: a post "
                    "in parties.baker"
                ),
            ],
            id="a party without a liaison",
        ),
        pytest.param(
            [
                (
                    "    headcount: 1\n    source: {clause: M1}\n",
                    (
                        "    headcount: 1\n    source: {clause: M1}\n"
                        "  clerk: {title: {en: Clerk}, unit: yard, headcount: 1, source: "
                        "{clause: M1}}\n"
                    ),
                ),
                ("posts_printed: 2", "posts_printed: 3"),
                ("people_printed: 3", "people_printed: 4"),
                ("lead: miller}", "lead: clerk}"),
            ],
            [
                (
                    "book.yaml:16: posts.clerk: cannot be reached from the top (miller) "
                    "by reports_to; write reports_to: the post above it"
                ),
            ],
            id="a post outside the line of command",
        ),
        pytest.param(
            [
                (
                    "    headcount: 1\n    source: {clause: M1}\n",
                    (
                        "    headcount: 1\n    source: {clause: M1}\n"
                        "  clerk: {title: {en: Clerk}, unit: yard, headcount: 1, "
                        "reports_to: miller, source: {clause: M1}}\n"
                    ),
                ),
                ("posts_printed: 2", "posts_printed: 3"),
                ("people_printed: 3", "people_printed: 4"),
            ],
            [
                (
                    "book.yaml:16: warning: posts.clerk: no step, category, service, "
                    "shift plan or role turns to this post; name it in one of them"
                ),
            ],
            id="a post that nothing turns to",
        ),
        pytest.param(
            [
                (
                    (
                        "categories:\n  flour: {title: {en: Flour}, responsible: miller, "
                        "source: {clause: M1}}\n"
                        "  bran: {title: {en: Bran}, parent: flour, responsible: carter, "
                        "source: {clause: M1}}\n"
                    ),
                    "",
                )
            ],
            [
                (
                    "book.yaml:96: playbooks.order.steps.grind.who.case: there are no "
                    "categories, so no post is responsible; write categories with their "
                    "responsible post"
                ),
            ],
            id="a case without categories",
        ),
        pytest.param(
            [("who: {role: gate}", "who: {post: miller}")],
            [
                (
                    "book.yaml:112: playbooks.order.steps.tell.not_by_doer_of[1]: only "
                    "the same one person can do weigh, so nobody is left for this step; "
                    "give the post alternates, or name somebody else in who"
                ),
            ],
            id="a second person where there is one",
        ),
        pytest.param(
            [("limit: minutes\n", "limit: minutes\n        for_each_holder: true\n")],
            [
                (
                    "book.yaml:111: playbooks.order.steps.tell.for_each_holder: only a "
                    "post or a role has holders; remove it, or name a post or role in who"
                ),
            ],
            id="a holder of a party",
        ),
        pytest.param(
            [
                (
                    "does: mill.grind\n        due: O+1h",
                    "does: mill.grind\n        for_each_holder: true\n        due: O+1h",
                )
            ],
            [
                (
                    "book.yaml:101: playbooks.order.steps.grind.for_each_holder: the case goes on "
                    "by a step with does, so it cannot be one for every holder; remove one of "
                    "them, or make it two steps"
                ),
                (
                    "book.yaml:101: playbooks.order.steps.grind.for_each_holder: only a "
                    "post or a role has holders; remove it, or name a post or role in who"
                ),
            ],
            id="a step that carries the case for every holder",
        ),
    ],
)
def test_what_nobody_can_reach_is_found(edits: list[tuple[str, str]], said: list[str]) -> None:
    assert reports(edited(*edits)) == said
