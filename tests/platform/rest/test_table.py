"""Every operation × part × relation, against the table written by hand."""

import pytest

from dayuan.platform.rest import kit
from tests.permissions import table as pages
from tests.permissions.conftest import _blank_paper as _blank_paper
from tests.permissions.conftest import _inhabited as _inhabited
from tests.permissions.conftest import world as world
from tests.permissions.world import PARTS
from tests.platform.rest import driving, table
from tests.platform.rest.driving import Cell

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

#: Who is tried while somebody works, as for the pages; ``make test`` tries every part.
FIRST = ("dispatcher", "technician", "guard", "liaison", "former", "nobody")
#: Whose answers are others' answers: asked on one engine.
ONLY_ONCE, ONCE = ("technician", "guard", "liaison"), pytest.mark.once
#: The others, asked in `make test` and there once: no engine answers otherwise.
MORE = [pytest.mark.whole, pytest.mark.once]
_PAGES = {line.name: line for line in pages.LINES}


def test_every_operation_of_the_interface_stands_in_the_table():
    declared = {one.name: one.method for one in table.OPERATIONS}
    assert len(declared) == len(table.OPERATIONS)
    described = {name: method for name, (method, _, _) in driving.described().items()}
    assert described == declared


@pytest.mark.parametrize(
    "operation", [o for o in table.OPERATIONS if o.page], ids=lambda one: one.name
)
def test_an_operation_opens_to_nobody_to_whom_its_page_is_shut(operation):
    page = _PAGES[operation.page]
    # Whoever speaks for a party without any grant keeps no tokens.
    assert operation.line.may <= page.may - {"police"}
    if operation.unlike:
        return
    assert operation.line.may == page.may - {"police"}
    method = "GET" if operation.method == "GET" else "POST"
    assert method in page.methods.split()
    said = {key.split()[1]: who for key, who in operation.line.but.items()}
    assert operation.line.about == page.about
    assert said == {k.split()[1]: who for k, who in page.but.items() if k.startswith(method)}


def test_scopes_say_reading_or_writing_as_the_method_does():
    wrong = {
        name
        for name, (method, _path, scope) in driving.described().items()
        if (method == "GET") != scope.endswith(".read")
    }
    assert wrong == set()
    assert {scope.split(".")[0] for _, _, scope in driving.described().values()} == set(kit.parts)


@pytest.mark.timeout(300)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "part",
    [
        *(pytest.param(p, marks=ONCE if p in ONLY_ONCE else ()) for p in FIRST),
        *(pytest.param(p, marks=MORE) for p in PARTS if p not in FIRST),
    ],
)
def test_every_answer_to_a_part_is_the_one_in_the_table(world, part):
    asked = driving.most_telling(driving.cells(table.OPERATIONS, [part]))
    assert wrong(world, asked) == ""


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_every_cell_of_the_table_holds(world, part):
    assert wrong(world, driving.cells(table.OPERATIONS, [part])) == ""


@pytest.mark.django_db
def test_no_operation_answers_without_a_token_nor_to_a_session(world):
    for operation in table.OPERATIONS:
        cell = Cell(operation, "director", operation.line.relations("director")[0])
        stranger = Cell(operation, "nobody", operation.line.relations("nobody")[0])
        for answer in (driving.ask(world, cell, by=driving.COOKIE), driving.ask(world, stranger)):
            assert answer.status == 401, operation.name
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), operation.name


@pytest.mark.django_db
def test_every_operation_asks_for_its_scope(world):
    for operation in table.OPERATIONS:
        part = next(p for p in PARTS if p in operation.line.may)
        cell = Cell(operation, part, operation.line.relations(part)[0])
        answer = driving.ask(world, cell, by=driving.NARROW)
        assert answer.status == 403, f"{operation.name}: {answer.status}"
        assert b'"rest.scope"' in answer.body, operation.name


@pytest.mark.django_db
def test_a_check_that_is_taken_away_is_noticed(world, monkeypatch):
    """The negative control: an operation that asks for nothing answers whom it should not."""
    monkeypatch.setattr(kit.Part, "_ask", lambda *_args: None)
    asked = driving.cells([one for one in table.OPERATIONS if one.name == "log_entries"], ["guard"])
    assert "as guard: the table says refused, the program answers ok" in wrong(world, asked)


def wrong(world, cells) -> str:
    """Return what the program answers otherwise than the table, a line each."""
    return "\n".join(found for cell in cells if (found := driving.mismatch(world, cell)))
