"""What programs read holds no canary either: every read of the interface, with every id."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dayuan.platform.rest import description
from tests.canaries import crawling
from tests.permissions.world import NO_ID, World, undone
from tests.platform.rest.test_fuzz import KINDS
from tests.programs import Program, program_of

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(300)]

_OTHERS = ("open", "hidden", "guard", "liaison", "elsewhere")
#: What follows the address: all there ever was, and what a search finds.
_QUERIES = {"/cases": ("", "?show=all"), "/search": ("?q=鸟",)}


def reads(world: World) -> Iterator[str]:
    """Yield the path of every read with every id of the world."""
    for full, methods in description.whole()["paths"].items():
        path = full.removeprefix("/api/v1")
        if "get" not in methods:
            continue
        names = re.findall(r"{(\w+)}", path)
        values = [_ids(world, name) for name in names]
        for chosen in itertools.product(*values):
            url = path.format(**dict(zip(names, chosen, strict=True)))
            yield from (url + query for query in _QUERIES.get(path, ("",)))


#: What stands in an address besides numbers of records.
_SAID: dict[str, list[Any]] = {"year": [2026], "group": ["guards"], "month": [11, "2026-12-01"]}


def _ids(world: World, name: str) -> list[Any]:
    if name not in KINDS:
        return _SAID.get(name, [11])
    found = {world.ids.get((KINDS[name], one), NO_ID) for one in _OTHERS}
    return sorted(found)


def heard(world, part, cage, path) -> set:
    """Return the canaries that a part's program finds there and may not."""
    with undone():
        answer = _program(world, part).get(path)
    body = answer.whole.decode(errors="replace")
    text = f"{answer.headers}\n{body}"
    return {one for one in cage.found_in(text) if part not in one.may}


def _program(world: World, part: str) -> Program:
    return program_of(world.member(part))


@pytest.mark.parametrize("part", ["guard", "liaison"])
def test_a_program_finds_no_canary_that_is_not_its_persons_own(aviary, part):
    world, cage = aviary
    paths = list(reads(world))
    assert len(paths) > 15
    leaks = {path: found for path in paths if (found := heard(world, part, cage, path))}
    assert leaks == {}


def test_nothing_of_it_reaches_the_log(aviary):
    world, cage = aviary
    with crawling.logged() as lines:
        for path in reads(world):
            heard(world, "dispatcher", cage, path)
    assert cage.found_in("\n".join(lines)) == set()


def test_a_program_finds_what_its_person_may_know(aviary):
    """The negative control: the canaries do sing where they may."""
    world, cage = aviary
    with undone():
        case = world.ids["case", "hidden"]
        text = str(_program(world, "dispatcher").get("/cases?show=all").said)
        assert cage.found_in(text)
        assert _program(world, "guard").get(f"/cases/{case}").status_code == 404
