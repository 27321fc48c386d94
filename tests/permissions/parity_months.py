"""By which surfaces months are arranged; written by hand, read by ``parity``."""

from collections.abc import Callable
from typing import Any

from tests.permissions.ways import Arguments, Page, Program, Surface
from tests.permissions.world import World

Surfaces = Callable[[World, Arguments], tuple[Surface, ...]]


def _open_month(_world: World, a: Arguments) -> tuple[Surface, ...]:
    said = {"group": a["group"], "month": a["month"].isoformat()}
    return (
        Page("rosters:months", (), {**said, "month": f"{a['month']:%Y-%m}"}),
        Program("rosters_open_month", {}, said),
    )


def _cell(operation: str, what: str, body: Any) -> Surfaces:
    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk, day = a["roster_id"], a["day"].isoformat()
        place = {"roster_id": pk, "person_id": a["person_id"], "day": day}
        typed = {"person": a["person_id"], "day": day, "what": what}
        return Page("rosters:cell", (pk,), typed), Program(operation, place, body)

    return surfaces


def _of_roster(page: str, operation: str, typed: Arguments, body: Any) -> Surfaces:
    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk = a["roster_id"]
        return Page(page, (pk,), typed), Program(operation, {"roster_id": pk}, body)

    return surfaces


def _cancel(world: World, a: Arguments) -> tuple[Surface, ...]:
    return (
        Page("rosters:stop", (world.ids["roster", "open"],)),
        Program("rosters_cancel_planning", {"planning_id": a["planning_id"]}),
    )


_M, _P = "resources.rosters.commands.rosters.", "resources.rosters.commands.planning."
_A = "resources.rosters.commands.acknowledging."
_D = "resources.rosters.commands.mending."
SURFACES: tuple[tuple[str, Surfaces], ...] = (
    (_M + "open_month", _open_month),
    (_M + "set_cell", _cell("rosters_set_cell", "off", {})),
    (_M + "clear_cell", _cell("rosters_clear_cell", "auto", None)),
    (_M + "accept",
     _of_roster("rosters:accept", "rosters_accept", {"rule": ["leader"]}, {"rules": ["leader"]})),
    (_M + "publish", _of_roster("rosters:publish", "rosters_publish", {}, None)),
    (_M + "discard", _of_roster("rosters:discard", "rosters_discard", {}, None)),
    (_P + "ask",
     _of_roster("rosters:plan", "rosters_ask_planning", {"seconds": 30}, {"seconds": 30})),
    (_P + "cancel", _cancel),
)  # fmt: skip
SILENT = {
    _M + "open_month": "whoever only reads the months is shown no form there, and none is read"
}
_PROGRAM = "the program's own act; a worker gives it, and no person may"
NOT_FOR_PROGRAMS = {
    "resources.rosters.commands.exchanging.exchange_cells":
        "what a hand drags on the grid; a program sets the two cells",
    **dict.fromkeys(
        (_D + "ask_mending", _D + "drop_mending", _D + "accept_mending"),
        "somebody at a telephone looks at a proposal and takes it or not; a program replaces",
    ),
    **dict.fromkeys(
        (_D + "begin_mending", _D + "propose", _D + "give_up_mending"), _PROGRAM
    ),
    _A + "acknowledge": "said by the person, on the own phone",
    _A + "remind_of_month": _PROGRAM,
    _P + "begin": _PROGRAM,
    _P + "finish": _PROGRAM,
    _P + "give_up": _PROGRAM,
}  # fmt: skip
