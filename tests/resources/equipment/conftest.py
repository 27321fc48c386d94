"""A floor with two rooms, and pieces in them."""

import pytest

from dayuan.reference.sites.commands import places
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.states import PlaceKind
from dayuan.resources.equipment.commands import items
from dayuan.resources.equipment.commands.items import Described
from tests.cast import NOW


@pytest.fixture
def house(cast):
    """Return the places of a small house by their codes."""

    def enter(code, kind, title, parent=None):
        new = NewPlace(code, kind, title, parent_id=parent.pk if parent else None)
        return places.create_place(place=new, actor=cast.supervisor.actor(), at=NOW)

    main = enter("A", PlaceKind.BUILDING, "主楼")
    floor = enter("A-3", PlaceKind.FLOOR, "3层", main)
    rooms = [enter(f"A-3-{n}", PlaceKind.ROOM, f"300{n}室", floor) for n in (1, 2)]
    return {one.code: one for one in (main, floor, *rooms)}


@pytest.fixture
def register(cast):
    """Enter pieces in the supervisor's name."""

    def register(code, name, *, copies=1, by="supervisor", **more):
        return items.register(
            code=code, copies=copies, described=Described(name, **more),
            actor=getattr(cast, by).actor(), at=NOW,
        )  # fmt: skip

    return register


@pytest.fixture
def coils(house, register):
    """Twelve fan coil units on the third floor."""
    return register("KT-3-01", "风机盘管", copies=12, row="fan_coil_unit",
                    place_id=house["A-3-1"].pk)  # fmt: skip


@pytest.fixture
def page(clock):
    """Open a page as somebody and return its text."""

    def page(member, url: str, *, language: str = "zh-hans", status: int = 200) -> str:
        member.client.cookies["dayuan_language"] = language
        answer = member.client.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return page


def codes(caught) -> list[str]:
    """Return what a refusal says, by its codewords."""
    return [problem.code for problem in caught.value.problems]
