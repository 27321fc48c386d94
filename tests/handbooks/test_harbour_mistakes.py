"""What authors of another compound get wrong is answered as plainly."""

from pathlib import Path

import pytest

from dayuan.handbook.load import check

FOLDER = Path(__file__).parent / "harbour"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            "handbook.yaml",
            "  edition: first edition\n",
            "",
            [("handbook.yaml:4: handbook: edition is missing; write edition: one line of text")],
            id="no edition",
        ),
        pytest.param(
            "handbook.yaml",
            "language: en",
            "language: English",
            [
                (
                    "handbook.yaml:12: handbook.language: 'English' is not right; "
                    "write one of zh-hans, en"
                )
            ],
            id="a language by its name",
        ),
        pytest.param(
            "organisation.yaml",
            "start: 06:00",
            "start: 6:00",
            [
                (
                    "organisation.yaml:88: shift_plans.lodge.shifts[1].start: '6:00' "
                    "is not right; write 06:00"
                )
            ],
            id="a time without its nought",
        ),
        pytest.param(
            "organisation.yaml",
            "end: 06:00",
            "end: 24:00",
            [
                (
                    "organisation.yaml:90: shift_plans.lodge.shifts[3].end: '24:00' "
                    "is not right; write 00:00"
                )
            ],
            id="midnight as 24",
        ),
        pytest.param(
            "organisation.yaml",
            "start: 06:00",
            "start: 25:00",
            [
                (
                    "organisation.yaml:88: shift_plans.lodge.shifts[1].start: "
                    "'25:00' is not right; write a time of day (such as 08:30)"
                )
            ],
            id="an hour that is none",
        ),
        pytest.param(
            "handbook.yaml",
            "quantity: 1\n",
            "quantity: 0\n",
            [
                (
                    "handbook.yaml:34: equipment.lift.quantity: 0 is not right; "
                    "write a whole number greater than 0, or {min: …, max: …}, or "
                    "one of pending, unstated"
                )
            ],
            id="a quantity of nothing",
        ),
        pytest.param(
            "handbook.yaml",
            "{min: 12, max: 15}",
            "12-15",
            [
                (
                    "handbook.yaml:39: equipment.visitor_parking.quantity: '12-15' "
                    "is not right; write a whole number greater than 0, or {min: …, "
                    "max: …}, or one of pending, unstated"
                )
            ],
            id="a range as words",
        ),
        pytest.param(
            "handbook.yaml",
            "{min: 12, max: 15}",
            "{min: 15, max: 12}",
            [
                (
                    "handbook.yaml:39: equipment.visitor_parking.quantity: min is "
                    "greater than max; swap min and max"
                )
            ],
            id="a range upside down",
        ),
        pytest.param(
            "visitors.yaml",
            "steps:\n      - id: meet\n        title",
            "steps:\n      meet:\n        title",
            [
                (
                    "visitors.yaml:69: playbooks.guest.steps: must not be keys with "
                    "values; write a list, each item {id: …, title: …, who: …, due: "
                    "…, source: …}"
                )
            ],
            id="steps by name",
        ),
        pytest.param(
            "visitors.yaml",
            "when: {fact: eats}",
            "when: eats",
            [
                (
                    "visitors.yaml:53: playbooks.delegation.steps.tell_caterer.when: "
                    "'eats' is not right; write a list, each item {fact: …}"
                )
            ],
            id="a condition as a word",
        ),
        pytest.param(
            "requests.yaml",
            "- {id: what, kind: text, title: {en: What was done}}",
            "- photo",
            [
                (
                    "requests.yaml:52: playbooks.request.steps.mend.evidence[1]: "
                    "'photo' is not right; write {id: …, kind: …, title: …}"
                )
            ],
            id="evidence as a word",
        ),
        pytest.param(
            "handbook.yaml",
            "  language: en",
            "  language: en\n  document: {title: {en: X}, sha256: abc}",
            [
                (
                    "handbook.yaml:13: handbook.document.sha256: 'abc' is not right; "
                    "write 64 hexadecimal digits"
                )
            ],
            id="a digest that is none",
        ),
        pytest.param(
            "visitors.yaml",
            "      T: {title",
            "      t: {title",
            [
                (
                    "visitors.yaml:19: case_kinds.visitors.visit.anchors.t: t cannot "
                    "be a name here; write capital letters (such as T or TEND)"
                ),
                (
                    "visitors.yaml:43: playbooks.delegation.steps.prepare.due: "
                    "visitors.visit has no anchor T; did you mean t?"
                ),
                (
                    "visitors.yaml:51: playbooks.delegation.steps.tell_caterer.due: "
                    "visitors.visit has no anchor T; did you mean t?"
                ),
                (
                    "visitors.yaml:60: playbooks.delegation.steps.door.due: "
                    "visitors.visit has no anchor T; did you mean t?"
                ),
                (
                    "visitors.yaml:73: playbooks.guest.steps.meet.due: "
                    "visitors.visit has no anchor T; did you mean t?"
                ),
            ],
            id="an anchor in small letters",
        ),
        pytest.param(
            "organisation.yaml",
            "source: {clause: S3.1}",
            "source: S3.1",
            [
                (
                    "organisation.yaml:56: roles.help_point.source: 'S3.1' is not "
                    "right; write one source (such as {clause: C9.9-99} or {site: a "
                    "reason})"
                )
            ],
            id="a source as a word",
        ),
        pytest.param(
            "permissions.yaml",
            "{clause: S3.3, capability: desk.respond}",
            "{clause: S3.3, capability: desk.respond, with: [480]}",
            [
                (
                    "permissions.yaml:53: bindings[9].with: must not be a list; "
                    "write names with contents"
                )
            ],
            id="parameters as a list",
        ),
        pytest.param(
            "requests.yaml",
            "    formula_source",
            "    target: 95%\n    formula_source",
            [("requests.yaml:14: kpis.mended_in_time.target: '95%' is not right; write a number")],
            id="a target with its sign",
        ),
        pytest.param(
            "organisation.yaml",
            "  cleaner:\n    row: 5\n",
            "  gardener:\n  cleaner:\n    row: 5\n",
            [
                (
                    "organisation.yaml:44: posts.gardener: is empty; write {title: "
                    "…, unit: …, headcount: …, source: …}"
                )
            ],
            id="a post without content",
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_write(
    file: str, old: str, new: str, said: list[str]
) -> None:
    files = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.yaml")}
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    checked = check({name: text.encode() for name, text in files.items()})
    assert [finding.report() for finding in checked.findings] == said
