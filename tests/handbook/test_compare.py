"""A director reads what a new revision changes before it comes into force."""

import pytest

from dayuan.handbook.compare import Change, ChangeKind, difference
from dayuan.handbook.nouns import KEY_NAMES, SECTION_NAMES
from dayuan.handbook.schema import Handbook, plan
from dayuan.handbook.schema import organisation as org
from dayuan.handbook.schema import playbooks as pb
from dayuan.handbook.schema import root as root_part
from dayuan.handbook.schema.base import Part
from dayuan.handbook.shape import hints
from tests.handbook.minimal import BOOK, CATALOGUE, check_text, edited


def _book(text: str) -> Handbook:
    checked = check_text(text)
    assert checked.handbook is not None, [f.report() for f in checked.errors]
    return checked.handbook


def _changes(*edits: tuple[str, str]) -> list[Change]:
    return difference(_book(BOOK), _book(edited(*edits)), catalogue=CATALOGUE)


def _said(change: Change, language: str = "en") -> str:
    old, new = (t.in_language(language) if t else "-" for t in (change.old, change.new))
    mark = "! " if change.important else ""
    return f"{mark}{change.where.in_language(language)}: {old} → {new}"


NEW_STEP = """\
      - id: sweep
        title: {zh: 扫地, en: Sweep}
        who: {post: miller}
        due: O+asap
        evidence: [{id: p, kind: photo, title: {en: Floor}}]
        source: {clause: M1}
      - id: weigh"""


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        pytest.param(
            [("O+5min", "O-2d")],
            [
                (
                    "! Playbooks › Order › steps › Weigh › due: 5 minutes after Ordered → "
                    "2 days before Ordered"
                )
            ],
            id="the time of a step",
        ),
        pytest.param(
            [("who: {role: gate}", "who: {post: carter}")],
            ["! Playbooks › Order › steps › Weigh › who: role: Gate → post: Carter"],
            id="the owner of a step",
        ),
        pytest.param(
            [("high: 90}", "high: 90}\n          - {id: p, kind: photo, title: {en: It}}")],
            ["! Playbooks › Order › steps › Weigh › evidence › p: - → It (photo)"],
            id="the evidence of a step",
        ),
        pytest.param(
            [("low: 1, high: 90", "low: 2, high: 90")],
            ["! Playbooks › Order › steps › Weigh › evidence › weight › lowest: 1 → 2"],
            id="the limit of a reading",
        ),
        pytest.param(
            [("      - id: weigh", NEW_STEP)],
            [
                (
                    "! Playbooks › Order › steps › Sweep: - → "
                    "Sweep, post: Miller, at once after Ordered, Floor (photo)"
                )
            ],
            id="a new step changes nothing else",
        ),
        pytest.param(
            [("        after: [grind]\n", "")],
            ["! Playbooks › Order › steps › Tell the baker › waits for: Grind → -"],
            id="a step that waits no longer",
        ),
        pytest.param(
            [("  - posts: [miller]\n", "  - posts: [miller, carter]\n")],
            ["! Permissions › Open › posts: Miller → Carter, Miller"],
            id="a permission",
        ),
        pytest.param(
            [("with: {speed: 3}", "with: {speed: 4}")],
            ["! Bindings › M1 · mill.grind › parameters: speed: 3 → speed: 4"],
            id="a number of a binding",
        ),
        pytest.param(
            [("    alternates: [miller]\n", "")],
            ["Posts › Carter › stand-ins: Miller → -"],
            id="stand-ins",
        ),
        pytest.param(
            [("people_printed: 3\n", "people_printed: 4\n      discrepancy: {decision: A-01}\n")],
            [
                "Establishment › subtotals › All › people as printed: 3 → 4",
                "Establishment › subtotals › All › what explains the difference: - → decision A-01",
            ],
            id="a printed sum",
        ),
        pytest.param(
            [("source: {system: it rings}", "source: {law: bells act}")],
            ["Own sources › mill.bell › source: the program needs it: it rings → law bells act"],
            id="a source",
        ),
        pytest.param(
            [("quote: Grind fine.", "quote: Grind finer.")],
            ["Clauses › M2 › quote: Grind fine. → Grind finer."],
            id="the words of a clause",
        ),
        pytest.param(
            [("own_sources:", "retired: [old]\nown_sources:")],
            ["Retired codewords › old: - → old"],
            id="a retired codeword",
        ),
        pytest.param(
            [("O+5min", "O+300min"), ("O+1h", "O+10h"), ("O+2h", "O+20h")],
            [
                (
                    "! Playbooks › Order › steps › Weigh › due: 5 minutes after Ordered → "
                    "300 minutes after Ordered"
                ),
                (
                    "! Playbooks › Order › steps › Grind › due: 1 hour after Ordered → "
                    "10 hours after Ordered"
                ),
                (
                    "! Playbooks › Order › steps › Grind › until: 2 hours after Ordered → "
                    "20 hours after Ordered"
                ),
            ],
            id="several at once",
        ),
    ],
)
def test_a_change_is_said_with_its_place_and_both_values(
    edits: list[tuple[str, str]], said: list[str]
) -> None:
    assert [_said(change) for change in _changes(*edits)] == said


def test_a_change_is_said_in_chinese() -> None:
    (change,) = _changes(("O+5min", "O-2d"))
    assert _said(change, "zh-hans") == (
        "! 预案 › Order › 步骤 › Weigh › 时间: 下单后 5 分钟 → 下单前 2 天"
    )


def test_what_is_gone_is_said_with_its_old_title() -> None:
    (change,) = difference(_book(edited(("      - id: weigh", NEW_STEP))), _book(BOOK))
    assert change.kind is ChangeKind.REMOVED
    assert change.where.zh == "预案 › Order › 步骤 › 扫地"
    assert change.new is None


def test_gathering_the_same_permissions_otherwise_is_no_change() -> None:
    grant = "  - {roles: [gate], verbs: [mill.open], source: {site: habit}}"
    text = edited(
        ("    roles: [gate]\n", ""),
        ("\nsections:\n", f"\n{grant}\nsections:\n"),
    )
    changed = [_said(c) for c in difference(_book(BOOK), _book(text))]
    assert not any("posts" in line or "roles" in line for line in changed)


def test_every_section_and_key_has_a_name_people_read() -> None:
    assert set(SECTION_NAMES) == set(Handbook.model_fields)
    parts = [
        part
        for module in (org, plan, pb, root_part)
        for part in vars(module).values()
        if isinstance(part, type) and issubclass(part, Part) and part not in (Part, Handbook)
    ]
    assert len(parts) > 30
    named = KEY_NAMES.keys() | SECTION_NAMES.keys()
    assert {key for part in parts for key in hints(part)} - named == set()
