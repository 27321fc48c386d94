"""What is typed at the server decides and writes down what the page does, but for who and how."""

from collections.abc import Iterator

import click
import pytest

from dayuan.config import cli
from dayuan.platform.audit.models import Entry
from dayuan.reference.sites.models import Site
from tests.permissions import doing, shells
from tests.permissions.shells import Line
from tests.permissions.ways import Page, Shell
from tests.permissions.world import World, undone

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole


def test_every_line_gives_what_people_give_or_says_why_it_gives_nothing() -> None:
    given = {line.of for line in shells.LINES} | {"init"}
    assert sorted(_lines(cli.main)) == sorted(given | set(shells.GIVES_NOTHING))
    assert given.isdisjoint(shells.GIVES_NOTHING)


def _lines(group: click.Group, before: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        if isinstance(one, click.Group):
            yield from _lines(one, f"{before}{name} ")
        else:
            yield f"{before}{name}"


@pytest.mark.django_db
@pytest.mark.parametrize("line", shells.LINES, ids=lambda one: f"{one.of} {one.decision}")
def test_a_line_comes_to_what_the_page_comes_to(world: World, line: Line) -> None:
    typed, page = _came(world, line, at="prompt"), _came(world, line, at="page")
    assert typed.decision == line.decision
    assert page.decision == (line.page_says or line.decision)
    assert typed.entries == page.entries
    assert typed.changes == page.changes
    assert typed.vias == ({"cli"} if typed.entries else set())


def _came(world: World, line: Line, *, at: str) -> doing.Came:
    """Do it at the prompt or otherwise, see what came of it, and take it back."""
    with undone():
        doing.count_on_from_what_is_there()
        line.first(world)
        doing.count_on_from_what_is_there()
        surfaces = (Shell(tuple(line.typed(world))),) if at == "prompt" else line.otherwise(world)
        with doing.watched(world, "director") as seen:
            for one in surfaces:
                if isinstance(one, Page | Shell):
                    doing.send(world, "director", one)
                else:
                    one.give(world)
        return seen.came


@pytest.mark.django_db
def test_making_a_site_leaves_one_entry_for_each_of_its_commands(world: World) -> None:
    folder = shells.plan("code: pukou", "code: third")
    line = ("init", str(folder), "--staff-number", "A001", "--name", "王主任")
    with undone():
        last = doing.last_of(Entry)
        doing.send(world, "director", Shell(line))
        (made,) = Site.objects.filter(code="third")
        entries = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
        assert [one.type for one in entries] == list(shells.INIT)
        assert {one.via for one in entries} == {"cli"}
        assert {one.actor_key for one in entries} == {"system:installer"}
        assert {one.site_id for one in entries[2:]} == {made.pk}
