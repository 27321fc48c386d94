"""What pages and commands ask of a plan in force."""

import pytest

from dayuan.handbook.compiled import Compiled, natural
from dayuan.handbook.digest import canonical_json, digest_of, from_canonical
from dayuan.handbook.schema import Who
from tests.handbook.minimal import BOOK, check_text, edited


def _plan(text: str = BOOK) -> Compiled:
    handbook = check_text(text).handbook
    assert handbook is not None
    return Compiled.of(handbook)


def test_a_case_gets_the_playbook_of_its_variant_or_else_the_one_for_all() -> None:
    plan = _plan()
    assert plan.playbook_for("mill.order", "folk") == "feast"
    assert plan.playbook_for("mill.order", "guild") == "order"
    assert plan.playbook_for("mill.order") == "order"
    assert plan.playbook_for("mill.nothing") is None


def test_steps_come_in_the_order_of_the_plan_and_by_id() -> None:
    plan = _plan()
    assert [step.id for step in plan.steps("order")] == ["weigh", "grind", "tell"]
    assert plan.step("order", "grind") is plan.steps("order")[1]
    with pytest.raises(KeyError):
        plan.step("order", "sweep")


@pytest.mark.parametrize(
    ("who", "category", "posts"),
    [
        (Who(post="miller"), None, ("miller",)),
        (Who(post="carter"), None, ("carter", "miller")),
        (Who(role="gate"), None, ("carter", "miller")),
        (Who(party="baker"), None, ("miller",)),
        (Who(case="responsible"), "bran", ("carter", "miller")),
        (Who(case="responsible"), "flour", ("miller",)),
        (Who(case="responsible"), None, ()),
        (Who(case="responsible"), "gone", ()),
    ],
)
def test_a_step_finds_its_posts_first_choice_first(
    who: Who, category: str | None, posts: tuple[str, ...]
) -> None:
    plan = _plan()
    assert plan.resolve(who, category=category) == posts
    assert plan.primary(who, category=category) == posts[:1]


def test_stand_ins_of_a_role_come_before_those_of_its_posts() -> None:
    text = edited(
        ("held_by: [carter]", "held_by: [carter], alternates: [boy]"),
        ("  carter:\n", ("  boy: {title: {en: Boy}, unit: yard, headcount: 1, reports_to: miller, "
         "source: {clause: M1}}\n  carter:\n")),
        ("posts_printed: 2", "posts_printed: 3"),
        ("people_printed: 3", "people_printed: 4"),
    )  # fmt: skip
    assert _plan(text).resolve(Who(role="gate")) == ("carter", "boy", "miller")


def test_permissions_reach_posts_directly_through_roles_and_everybody() -> None:
    plan = _plan()
    assert plan.verbs_of(["miller"]) == {"mill.open", "mill.report"}
    assert plan.verbs_of(["carter"]) == {"mill.open", "mill.report"}
    assert plan.verbs_of([]) == {"mill.report"}
    held = plan.holding("mill.open")
    assert held is not None
    assert (held.posts, held.everyone) == (("miller", "carter"), False)
    assert held.source.ref == "habit"
    everybody = plan.holding("mill.report")
    assert everybody is not None
    assert everybody.everyone
    assert plan.holding("mill.close") is None


def test_permissions_reach_outside_parties_that_a_grant_names() -> None:
    plan = _plan(edited(("    roles: [gate]\n", "    parties: [baker]\n")))
    assert plan.verbs_of_party("baker") == {"mill.open"}
    assert plan.verbs_of(["carter"]) == {"mill.report"}


def test_a_clause_knows_its_chapter_decisions_and_bindings() -> None:
    plan = _plan()
    assert plan.chapter_of("M2") == ("M", "N")
    assert [number for number, _ in plan.decisions_of("M1")] == ["A-01"]
    assert plan.decisions_of("M3") == ()
    assert [b.capability for b in plan.bindings_for("M1")] == ["mill.grind"]
    assert [b.clause for b in plan.bindings_of("mill.grind")] == ["M1"]
    assert plan.bindings_of("mill.bell") == ()


def test_titles_fall_back_to_the_code_of_what_is_gone() -> None:
    plan = _plan()
    assert str(plan.post_title("miller")) == "Miller"
    assert str(plan.post_title("gone")) == "gone"


def test_a_binding_can_be_taken_away_and_the_original_stays() -> None:
    plan = _plan()
    without = plan.without_binding("M1", "mill.grind")
    assert without.bindings_of("mill.grind") == ()
    assert len(plan.bindings_of("mill.grind")) == 1
    assert without.digest != plan.digest
    with pytest.raises(KeyError):
        plan.without_binding("M2", "mill.grind")


def test_the_digest_is_the_one_given_or_else_computed() -> None:
    handbook = _plan().handbook
    assert Compiled.of(handbook).digest == digest_of(handbook)
    assert Compiled.of(handbook, digest="known").digest == "known"


def test_ids_sort_as_the_plan_counts() -> None:
    ids = ["C10-1", "C2-10", "C2-9a", "C2-9", "B3"]
    assert sorted(ids, key=natural) == ["B3", "C2-9", "C2-9a", "C2-10", "C10-1"]


def test_entries_stand_in_the_order_of_the_plan_also_after_storing() -> None:
    text = edited(
        ("    headcount: 1\n", "    headcount: 1\n    row: 1\n"),
        ("    headcount: 2\n", "    headcount: 2\n    row: 2\n"),
        ("  M3: {", "  M10: {section: N, quote: Ten., kind: record}\n  M3: {"),
    )
    handbook = from_canonical(canonical_json(_plan(text).handbook))
    plan = Compiled.of(handbook).handbook
    assert list(plan.posts) == ["miller", "carter"]
    assert list(plan.clauses) == ["M1", "M2", "M3", "M10"]
    assert list(plan.levels) == ["guild", "folk"]
