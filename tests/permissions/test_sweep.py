"""Every address × method × part × relation, against the table written by hand."""

import pytest

from tests.permissions import driving, table
from tests.permissions.world import PARTS

#: The one who may nearly all; and who is tried while somebody works: those who may little
#: or nothing, and one of each kind of stranger. `make test` tries every part.
FIRST = ("dispatcher", "technician", "guard", "liaison", "former", "nobody")
#: Whose pages are others' pages: asked on one engine.
ONLY_ONCE, ONCE = ("technician", "guard", "liaison"), pytest.mark.once
#: The others, asked in `make test` and there once: no engine answers otherwise.
MORE = [pytest.mark.whole, pytest.mark.once]


def test_every_address_of_the_program_stands_in_the_table():
    declared = [line.name for line in table.LINES]
    assert sorted(route.name for route in driving.routes()) == sorted(declared)


def test_every_view_says_who_may_open_it():
    silent = [r.name for r in driving.routes() if not hasattr(r.view, "declared_access")]
    assert silent == []


def test_an_open_view_says_why_and_only_the_tables_open_ones_are_open():
    open_views = {r.name for r in driving.routes() if r.view.declared_access is None}
    assert open_views == {line.name for line in table.LINES if line.open}
    assert all(r.view.open_because for r in driving.routes() if r.name in open_views)
    assert len([line for line in table.LINES if line.open and "GET" in line.methods]) <= 12


@pytest.mark.timeout(300)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "part",
    [
        pytest.param(FIRST[0], marks=pytest.mark.whole),
        *(pytest.param(p, marks=ONCE if p in ONLY_ONCE else ()) for p in FIRST[1:]),
        *(pytest.param(p, marks=MORE) for p in PARTS if p not in FIRST),
    ],
)
def test_every_answer_to_a_part_is_the_one_in_the_table(world, part):
    asked = driving.most_telling(driving.cells(parts=[part]))
    assert wrong(world, asked) == ""


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_every_cell_of_the_table_holds(world, part):
    assert wrong(world, driving.cells(parts=[part])) == ""


def wrong(world, cells) -> str:
    """Return what the program answers otherwise than the table, a line each."""
    return "\n".join(found for cell in cells if (found := driving.mismatch(world, cell)))
