"""What can be concluded without being shown: a hidden thing answers like no thing at all."""

import re

import pytest

from dayuan.services.desk import commands as desk
from tests.cast import NOW
from tests.permissions import driving, table
from tests.permissions.driving import Answer, Cell
from tests.permissions.world import undone

#: Alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]

#: Every address about a thing that can be hidden, with those who may ask it.
HIDING = [
    (line.name, method, part)
    for line in table.LINES
    if line.about and line.about not in table.FOR_ALL
    for method in line.methods.split()
    for part in ("director", "dispatcher", "guard", "liaison")
    if part in line.may
]
LINES = {line.name: line for line in table.LINES}
#: What differs from one answer to the next whatever is asked: tokens and nonces.
_FRESH = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="\w+"'), b"TOKEN"),
    (re.compile(rb'"[Xx]-?[Cc][Ss][Rr][Ff]-?[Tt]oken": ?"\w+"'), b"TOKEN"),
    (re.compile(rb'nonce="[\w+/=-]+"'), b"NONCE"),
)


def plain(answer: Answer, given: object) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer without what is fresh each time and without the id asked for."""
    body = answer.body.replace(f"/{given}/".encode(), b"/ID/")
    body = body.replace(f"%2F{given}%2F".encode(), b"%2FID%2F")
    for pattern, word in _FRESH:
        body = pattern.sub(word, body)
    kept = {k: v for k, v in answer.headers.items() if k not in ("Set-Cookie", "Content-Length")}
    policy = kept.get("Content-Security-Policy", "")
    kept["Content-Security-Policy"] = re.sub(r"'nonce-[^']+'", "NONCE", policy)
    return answer.status, body, kept


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method", "part"), HIDING)
def test_a_hidden_thing_answers_byte_for_byte_like_one_that_does_not_exist(
    world, name, method, part
):
    line = LINES[name]
    answers = [
        plain(
            driving.ask(world, Cell(line, method, part, relation)),
            world.id(line.about, relation, part),
        )
        for relation in ("hidden", "none")
    ]
    assert answers[0][0] == 404
    assert answers[0] == answers[1]


@pytest.mark.django_db
def test_a_thing_that_is_not_hidden_answers_otherwise(world):
    """The negative control: the comparison can tell two answers apart."""
    cells = [Cell(LINES["desk:request"], "GET", "guard", r) for r in ("open", "none")]
    first, second = (plain(driving.ask(world, cell), "x") for cell in cells)
    assert first != second


@pytest.mark.django_db
def test_a_refused_part_learns_nothing_from_the_id(world):
    line = LINES["people:person"]
    answers = {
        plain(
            driving.ask(world, Cell(line, "GET", "guard", relation)),
            world.id("person", relation, "guard"),
        )[:2]
        for relation in ("open", "hidden", "none")
    }
    assert len(answers) == 1


@pytest.mark.django_db
def test_numbers_are_given_out_per_site_so_that_another_site_counts_nothing_of_ours(world):
    report = desk.Report(category="air_conditioning", place="三楼", description="不冷")
    with undone():
        theirs = desk.report(report=report, actor=world.actor("elsewhere"), at=NOW)
    assert theirs.case.number == "B2026-00001"


@pytest.mark.django_db
@pytest.mark.parametrize("hostile", ["0", "-1", "1e3", "９", "9" * 40, "1%00", "../1"])
def test_odd_ids_are_no_ids(world, hostile):
    browser = world.browser("guard")
    for start in ("/desk/", "/tasks/", "/files/"):
        with undone():
            status = driving.answered(browser.get(f"{start}{hostile}/")).status
        assert status == 404, f"{start}{hostile}/ answers {status}"
