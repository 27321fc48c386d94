"""Equipment out of an Excel file: what stands in a row, and what would become of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from dayuan.kernel import codes
from dayuan.kernel.problems import Problem, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.commands import items as commands
from dayuan.resources.equipment.commands.items import Described
from dayuan.resources.equipment.queries import Item, items

_COLUMNS = {"equipment.item_code": "code", "equipment.item_name": "name"}


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row; nothing is written."""
    known = items.by_code(actor.site_id, {_code(row) for row in rows})
    wanted = {row.text("place") for row in rows} - {""}
    found = places.named(actor.site_id, wanted) if wanted else {}
    return [_verdict(row, known.get(_code(row)), found) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Enter a piece, or correct the one of this code; one that is so already is let be."""
    item = items.by_code(actor.site_id, [_code(row)]).get(_code(row))
    written = row.text("place")
    place_id = places.id_named(actor.site_id, written) if written else None
    if written and place_id is None:
        raise Refused(rules.NO_SUCH_PLACE)
    described = _described(row, item, place_id)
    if item is None:
        commands.register(code=_code(row), described=described, actor=actor, at=at)
    elif _otherwise(item, described):
        commands.change(item_id=item.pk, described=described, actor=actor, at=at)


def _verdict(row: Given, item: Item | None, found: Mapping[str, Place]) -> Verdict:
    place = found.get(row.text("place"))
    described = _described(row, item, place.pk if place is not None else None)
    problems = _problems(row, item, described, found)
    if problems:
        return Verdict("wrong", problems)
    if item is None:
        return Verdict("new")
    before = _otherwise(item, described)
    return Verdict("changed" if before else "same", before=before)


def _problems(
    row: Given, item: Item | None, described: Described, found: Mapping[str, Place]
) -> dict[str, Problems]:
    """Return what the commands would say, and what is wrong with the place, by column."""
    if item is not None and item.state == "retired":
        return {"code": (rules.RETIRED,)}
    # Rows and systems were chosen from the plan's own, or stand there already.
    if item is None:
        against = rules.item_problems(
            [_code(row)], taken=(), name=described.name, row_known=True, system_known=True,
            copies=1,
        )  # fmt: skip
    else:
        against = rules.described_problems(described.name, row_known=True, system_known=True)
    problems: dict[str, Problems] = {}
    for one in against:
        column = _COLUMNS.get(one.code, "name")
        problems[column] = (*problems.get(column, ()), one)
    if place := _place_problem(row, item, found):
        problems["place"] = (place,)
    return problems


def _place_problem(row: Given, item: Item | None, found: Mapping[str, Place]) -> Problem | None:
    written = row.text("place")
    if not written:
        return None
    if written not in found:
        return rules.NO_SUCH_PLACE
    stays = item is not None and item.place_id == found[written].pk
    return rules.PLACE_RETIRED if found[written].retired_at is not None and not stays else None


def _described(row: Given, item: Item | None, place_id: int | None) -> Described:
    """Return what the row says of a piece; what it does not say stays as it is."""
    kept = item or Item()
    return Described(
        name=row.text("name") or kept.name,
        row=row.text("row") or kept.row,
        system=row.text("system") or kept.system,
        place_id=kept.place_id if place_id is None else place_id,
        serial=row.text("serial") or kept.serial,
        in_service_since=cast("date | None", row.values.get("since", kept.in_service_since)),
    )


def _otherwise(item: Item, described: Described) -> dict[str, str]:
    """Return what is on record, by column, where a row says otherwise."""
    of_row = items.system_of_row(item.site_id, described.row) if described.row else ""
    since = item.in_service_since
    stands = item.place_id == described.place_id
    # The whole title is asked for where it is shown alone.
    place = item.place.full_title.in_language("zh") if item.place and not stands else ""
    pairs = {
        "name": (item.name == described.name.strip(), item.name),
        "row": (item.row == described.row, item.row),
        "system": (item.system == (of_row or described.system), item.system),
        "place": (stands, place),
        "serial": (item.serial == described.serial.strip(), item.serial),
        "since": (since == described.in_service_since, since.isoformat() if since else ""),
    }
    return {column: kept for column, (same, kept) in pairs.items() if not same}


def _code(row: Given) -> str:
    return codes.tidy(row.text("code"))


def _rows(actor: Actor) -> Choices:
    rows = sites.plan_of(actor.site_id).handbook.equipment
    return [
        (code, row.name.text.joined(Text(code), by=" "))
        for code, row in sorted(rows.items(), key=lambda one: one[1].row)
    ]


def _systems(actor: Actor) -> Choices:
    return list(items.systems(actor.site_id).items())


IMPORTER = Importer(
    code="equipment.items",
    caption=Text("设备", "Equipment"),
    verb="equipment.item.manage",
    page="equipment:list",
    key=("code",),
    columns=(
        Column(
            code="code", label=Text("编号", "Code"), required=True, most=40,
            hint=Text("例如 KT-3-08", "Such as KT-3-08"),
        ),
        Column(
            code="name", label=Text("名称", "Name"), required=True, most=80,
            hint=Text("新设备必填", "Needed for a new piece"),
        ),
        Column(
            code="row", label=Text("方案清单中的行", "Row of the plan"), kind="choice",
            choices=_rows, hint=Text("从列表中选，可不填", "From the list; may be empty"),
        ),
        Column(
            code="system", label=Text("系统", "System"), kind="choice", choices=_systems,
            hint=Text("填了行就不用填", "Not needed beside a row"),
        ),
        Column(
            code="place", label=Text("所在场所", "Where it stands"),
            hint=Text("场所的编号，例如 A-3012", "Code of the place, such as A-3012"),
        ),
        Column(
            code="serial", label=Text("出厂编号", "Serial number"), most=60,
            hint=Text("可不填", "May be empty"),
        ),
        Column(
            code="since", label=Text("投用日期", "In service since"), kind="date",
            hint=Text("例如 2026-11-20", "Such as 2026-11-20"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
