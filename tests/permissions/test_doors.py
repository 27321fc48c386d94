"""Every door to rows: put one in its place that shows everything, and the table notices.

A door is a function of a module's ``queries`` through which rows come. Those found in
the code and those listed here are the same set: a new door is added here, with a door
that lets everybody through and the questions that notice it.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

import dayuan
from dayuan.platform.access import owners
from dayuan.platform.accounts.models import Account, Device
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.documents.models import Issued
from dayuan.platform.imports.models import Import
from dayuan.platform.lists.models import Export, View
from dayuan.platform.notices.models import Channel, Notice
from dayuan.platform.rest.models import Token
from dayuan.reference.people.models import Appointment, Certificate, Person
from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.models import Count, Item, Label
from dayuan.resources.rosters.models import (
    Away,
    Duty,
    HourRate,
    Mending,
    Planning,
    Roster,
    Swap,
    Wish,
)
from dayuan.services.callout.models import Call, Callout, Surge
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.handover.models import Handover, PassOn, ShiftLog
from dayuan.work.models import Application, Case, Fulfilment, Task
from tests.permissions import acts, breaking, driving, lists, table
from tests.permissions.driving import Cell
from tests.permissions.test_acts import outcome
from tests.permissions.world import undone

LINES = {line.name: line for line in table.LINES}
ACTS = {act.name: act for act in acts.ACTS}
LISTS = {one.what: one for one in lists.LISTS}
_DOOR = re.compile(r"^(seen|through|may_see|of_owner|open_tasks|fulfilments|my_work"
                   r"|(\w+_)?visible_to|(\w+_)?for|get_for)$")  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A door, one that lets everybody through, and who notices."""

    name: str
    broken: Callable[..., Any]
    #: Questions, as "GET desk:request guard hidden".
    cells: tuple[str, ...] = ()
    #: Lines of ``lists`` with the part that looks, as "guard: a need-to-know case".
    shown: tuple[str, ...] = ()
    #: Commands that another site's director then gives on ours.
    acts: tuple[str, ...] = ()


def _got(model: Any, **more: Any) -> Callable[..., Any]:
    def get(actor: Any, pk: int) -> Any:
        return model.objects.filter(pk=pk, **more).first()

    return get


def _all(model: Any, *order: str) -> Callable[..., Any]:
    return lambda actor, *_, **__: model.objects.order_by(*(order or ("-pk",)))


def _my_work(actor: Any, *, at: Any, most: int = 50) -> Any:
    queries = importlib.import_module("dayuan.work.queries")
    return queries.MyWork([], list(Task.objects.select_related("case", "person")))


def _sheet(actor: Any, pk: int) -> Any:
    queries = importlib.import_module("dayuan.resources.rosters.queries.rosters")
    return queries.sheet(Roster.objects.get(pk=pk))


def _waiting(actor: Any, pk: int) -> Any:
    rows = Handover.objects.select_related("given__holder", "declared_by")
    return rows.filter(given=pk).first()


_A = "dayuan.platform.accounts.commands."
DOORS = (
    Door("work.queries.visible_to", _all(Case), ("GET desk:request guard hidden",),
         ("guard: a need-to-know case", "guard: an open need-to-know case",
          "checker: a need-to-know case on the board",
          "director: a need-to-know case in the log")),
    Door("work.queries.get_for", _got(Case), acts=("dayuan.work.commands.tasks.reassign",)),
    Door("work.queries.seen", lambda actor, ids: set(ids)),
    Door("work.queries.task_for", _got(Task), ("GET work:reassign supervisor hidden",)),
    Door("work.queries.my_work", _my_work, shown=("guard: a need-to-know task in one's work",)),
    Door("work.queries.open_tasks", lambda actor: Task.objects.select_related("case", "person"),
         shown=("director: a need-to-know case on the board",)),
    Door("work.queries.fulfilments",
         lambda actor, clause: Fulfilment.objects.filter(clause=clause).order_by("-case_id"),
         shown=("guard: a need-to-know case as evidence of a clause",)),
    Door("desk.queries.visible_to",
         lambda actor: Request.objects.select_related("case", "reporter"),
         ("GET desk:request guard hidden", "GET desk:request liaison open")),
    Door("desk.queries.get_for", _got(Request), ("GET desk:request guard hidden",)),
    Door("desk.queries.outside.outside_visible_to",
         lambda actor: OutsideReport.objects.select_related("label__item__place", "label__place"),
         ("GET desk:held_one dispatcher hidden",), ("dispatcher: another site's held report",)),
    Door("desk.queries.outside.outside_for", _got(OutsideReport),
         ("GET desk:held_one deputy hidden",)),
    Door("desk.queries.outside.seen", lambda actor, ids: set(ids)),
    Door("callout.queries.doors.visible_to", _all(Callout),
         ("GET callout:one director hidden",), ("director: another site's call-out",)),
    Door("callout.queries.doors.get_for", _got(Callout),
         ("GET callout:one director hidden", "GET callout:end director hidden")),
    Door("callout.queries.surges.surges_visible_to", _all(Surge),
         ("GET callout:surge director hidden",), ("director: another site's extra strength",)),
    Door("callout.queries.surges.surge_for", _got(Surge),
         ("GET callout:surge director hidden", "GET callout:surge_close director hidden")),
    Door("callout.queries.calls.call_for", _got(Call),
         ("GET callout:call guard open", "GET callout:note director hidden")),
    Door("callout.queries.doors.seen", lambda actor, ids: set(ids)),
    Door("callout.queries.calls.seen", lambda actor, ids: set(ids)),
    Door("handover.queries.doors.visible_to", _all(ShiftLog),
         ("GET handover:shift director hidden",), ("director: another site's shift",)),
    Door("handover.queries.doors.get_for", _got(ShiftLog),
         ("GET handover:shift director hidden", "GET handover:write guard hidden")),
    Door("handover.queries.doors.waiting_for", _waiting,
         ("GET handover:take_over director hidden",)),
    Door("handover.queries.doors.item_for", _got(PassOn),
         ("GET handover:close_item director hidden",)),
    Door("handover.queries.doors.seen", lambda actor, ids: set(ids)),
    Door("people.queries.persons.visible_to", _all(Person, "name_key"),
         ("GET people:person director hidden",), ("director: another site's person",)),
    Door("people.queries.persons.get_for", _got(Person), ("GET people:person director hidden",)),
    Door("people.queries.persons.appointment_for", _got(Appointment),
         ("GET people:end_appointment director hidden",)),
    Door("people.queries.qualified.certificates_visible_to",
         lambda actor: Certificate.objects.select_related("person"),
         ("GET people:withdraw_certificate director hidden",)),
    Door("people.queries.qualified.certificate_for", _got(Certificate),
         ("GET people:withdraw_certificate director hidden",)),
    Door("people.queries.qualified.seen", lambda actor, ids: set(ids)),
    Door("rosters.queries.duties.visible_to", _all(Duty), ("GET rosters:cancel director hidden",),
         ("guard: another site's duty",)),
    Door("rosters.queries.duties.get_for", _got(Duty), ("GET rosters:cancel director hidden",)),
    Door("rosters.queries.rosters.rosters_visible_to", _all(Roster),
         ("GET rosters:month guard open", "GET rosters:month director hidden")),
    Door("rosters.queries.rosters.roster_for", _got(Roster),
         ("GET rosters:publish director hidden",)),
    Door("rosters.queries.rosters.sheet_for", _sheet, ("GET rosters:month guard open",)),
    Door("rosters.queries.rosters.planning_for", _got(Planning),
         acts=("dayuan.resources.rosters.commands.planning.cancel",)),
    Door("rosters.queries.mending.mending_for", _got(Mending),
         ("GET rosters:mending director hidden",)),
    Door("rosters.queries.duties.seen", lambda actor, ids: set(ids)),
    Door("rosters.queries.hours.hours_visible_to", _all(Person), shown=(
        "guard: a colleague's hours", "director: another site's hours")),
    Door("rosters.queries.rates.rates_visible_to",
         lambda actor: HourRate.objects.all(), shown=("director: another site's rate",)),
    Door("rosters.queries.rates.seen", lambda actor, ids: set(ids)),
    Door("rosters.queries.leave.away_visible_to",
         lambda actor: Away.objects.select_related("person"),
         ("GET rosters:away director hidden", "GET rosters:away captain open")),
    Door("rosters.queries.leave.away_for", _got(Away), ("GET rosters:away captain open",)),
    Door("rosters.queries.leave.seen", lambda actor, ids: set(ids)),
    Door("rosters.queries.swaps.swaps_visible_to",
         lambda actor: Swap.objects.select_related("duty"),
         ("GET rosters:swap_one director hidden", "GET rosters:swap_one captain open")),
    Door("rosters.queries.swaps.swap_for", _got(Swap), ("GET rosters:swap_one captain open",)),
    Door("rosters.queries.swaps.seen", lambda actor, ids: set(ids)),
    Door("rosters.queries.wished.wishes_visible_to",
         lambda actor: Wish.objects.select_related("person"),
         shown=("supervisor: a wish of another unit",)),
    Door("rosters.queries.wished.wish_for", _got(Wish),
         ("GET rosters:drop_wish guard open", "GET rosters:drop_wish director hidden")),
    Door("sites.queries.places.places_visible_to",
         lambda actor: Place.objects.select_related("parent__parent__parent"),
         ("GET places:place director hidden",), ("director: another site's place",)),
    Door("sites.queries.places.place_for", _got(Place), ("GET places:place director hidden",)),
    Door("equipment.queries.items.visible_to",
         lambda actor: Item.objects.select_related("place__parent__parent__parent"),
         ("GET equipment:item director hidden",), ("director: another site's piece",)),
    Door("equipment.queries.items.get_for", _got(Item), ("GET equipment:item director hidden",)),
    Door("equipment.queries.survey.counts_for",
         lambda actor, clause: Count.objects.filter(row="smoke_detector").order_by("-pk"),
         shown=("guard: a count as evidence of a clause",
                "director: another site's count as evidence of a clause")),
    Door("equipment.queries.labels.labels_visible_to",
         lambda actor: Label.objects.select_related("item__place", "place"),
         ("GET equipment:label director hidden",)),
    Door("equipment.queries.labels.label_for", _got(Label),
         ("GET equipment:label director hidden",)),
    Door("accounts.queries.visible_to", _all(Account), acts=(_A + "deactivate",)),
    Door("accounts.queries.get_for", _got(Account),
         acts=(_A + "reset_password", _A + "change_phone")),
    Door("accounts.queries.devices_visible_to", _all(Device),
         ("GET accounts:revoke_device director hidden",), ("director: another site's device",)),
    Door("accounts.queries.device_for", _got(Device),
         ("GET accounts:revoke_device director hidden",)),
    Door("attachments.queries.get_for", _got(Attachment),
         ("GET attachments:download guard hidden", "GET attachments:preview liaison open")),
    Door("attachments.queries.of_owner", _all(Attachment)),
    Door("lists.queries.kept.views_visible_to", _all(View), ("POST lists:drop guard hidden",)),
    Door("lists.queries.kept.view_for", _got(View), ("POST lists:drop guard hidden",)),
    Door("lists.queries.kept.exports_visible_to", _all(Export), ("POST lists:cancel guard open",)),
    Door("lists.queries.kept.get_for", _got(Export), ("POST lists:cancel guard open",)),
    Door("documents.queries.issued_visible_to", _all(Issued),
         ("GET documents:issued_one director hidden",), ("director: a need-to-know form issued",)),
    Door("documents.queries.get_for", _got(Issued), ("GET documents:issued_one director hidden",)),
    Door("documents.queries.seen", lambda actor, ids: set(ids)),
    Door("imports.queries.imports_visible_to", _all(Import), ("GET imports:run director open",)),
    Door("imports.queries.get_for", _got(Import), ("GET imports:run director open",)),
    Door("rest.queries.tokens_visible_to", _all(Token), ("GET rest:revoke director open",)),
    Door("rest.queries.token_for", _got(Token), ("GET rest:revoke director open",)),
    Door("rest.queries.seen", lambda actor, ids: set(ids)),
    Door("imports.queries.seen", lambda actor, ids: set(ids)),
    Door("lists.queries.kept.seen", lambda actor, ids: set(ids)),
    Door("notices.queries.visible_to", _all(Notice), ("POST notices:follow guard open",)),
    Door("notices.queries.get_for", _got(Notice), ("POST notices:follow guard open",)),
    Door("notices.queries.channels_visible_to", _all(Channel),
         ("GET notices:channel director hidden",)),
    Door("notices.queries.personal_channels_for",
         lambda actor: list(Channel.objects.all()),
         shown=("guard: another site's channel",)),
    Door("notices.queries.channel_for", _got(Channel),
         ("GET notices:channel director hidden",)),
    Door("access.owners.may_see", lambda actor, kind, pk: True,
         ("GET attachments:download guard hidden",)),
    Door("work.queries.applications_for", _all(Application, "task__case", "asked_by"),
         ("GET work:decide deputy hidden",)),
    Door("work.queries.application_for", _got(Application),
         ("GET work:decide deputy hidden", "GET work:decide director none")),
    Door("access.owners.seen", lambda actor, kind, ids: set(ids),
         ("GET attachments:download guard hidden",),
         ("director: a need-to-know case in the log",)),
    Door("access.owners.through", lambda actor, rows, **how: list(rows),
         shown=("director: a need-to-know case in the log",)),
)  # fmt: skip

#: Doors that no page reaches by themselves yet; asked directly instead.
ASKED_DIRECTLY = {
    "work.queries.seen", "rosters.queries.duties.seen",
    "desk.queries.outside.seen", "attachments.queries.of_owner",
    "lists.queries.kept.seen", "imports.queries.seen", "rest.queries.seen",
    "documents.queries.seen", "rosters.queries.leave.seen",
    "rosters.queries.swaps.seen", "rosters.queries.rates.seen",
    "people.queries.qualified.seen", "handover.queries.doors.seen", "callout.queries.doors.seen",
    "callout.queries.calls.seen",
}  # fmt: skip


def _module(door: Door) -> str:
    short = door.name.rsplit(".", maxsplit=1)[0]
    return next(name for name in _query_modules() if name.endswith(f".{short}"))


def _query_modules() -> list[str]:
    names = [one.name for one in pkgutil.walk_packages(dayuan.__path__, "dayuan.")]
    return [n for n in names if re.search(r"\.(queries(\.\w+)?|access\.owners)$", n)]


def found_doors() -> set[str]:
    """Return every door of the code: functions that answer for an actor which rows there are."""
    found = set()
    for name in _query_modules():
        for word, function in vars(importlib.import_module(name)).items():
            if not inspect.isfunction(function) or function.__module__ != name:
                continue
            if _DOOR.match(word) and "actor" in inspect.signature(function).parameters:
                found.add(f"{name}.{word}")
    return found


def test_every_door_of_the_code_is_broken_here_once():
    listed = {f"{_module(door)}.{door.name.rsplit('.', maxsplit=1)[1]}" for door in DOORS}
    assert found_doors() == listed


def _witnesses(world, door: Door) -> list[str]:
    """Return what the table says against the house as it is now."""
    found = []
    for text in door.cells:
        method, name, part, relation = text.split()
        found.append(driving.mismatch(world, Cell(LINES[name], method, part, relation)))
    for text in door.shown:
        part, what = text.split(": ", maxsplit=1)
        found.append(lists.mismatch(world, LISTS[what], part))
    for name in door.acts:
        got = outcome(world, ACTS[name], "elsewhere")
        found.append(None if got in ("no right", "hidden") else f"{name}: {got}")
    return [one or "" for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "door", [d for d in DOORS if d.name not in ASKED_DIRECTLY], ids=lambda door: door.name
)
def test_a_door_that_shows_everything_is_noticed_by_every_witness(world, door):
    name = door.name.rsplit(".", maxsplit=1)[1]
    places = [importlib.import_module(_module(door))]
    package = importlib.import_module(_module(door).rsplit(".", maxsplit=1)[0])
    if package.__name__.endswith("queries") and hasattr(package, name):
        places.append(package)
    assert not any(_witnesses(world, door)), "the house is whole"
    with breaking.replaced(tuple(places), name, door.broken):
        said = _witnesses(world, door)
    assert said
    assert all(said), said


@pytest.mark.django_db
def test_files_notices_and_the_log_ask_the_cases_own_door(world):
    queries = importlib.import_module("dayuan.work.queries")
    hidden = world.ids["case", "hidden"]
    assert owners.doors["work.case"] is queries.seen
    for part in ("director", "guard", "liaison", "police", "elsewhere"):
        assert not owners.may_see(world.actor(part), "work.case", hidden)
        assert not owners.may_see(world.actor(part), "no.such.kind", 1)
    assert owners.may_see(world.cast.electrician.actor(), "work.case", hidden)


@pytest.mark.django_db
def test_the_files_of_a_hidden_case_are_listed_to_nobody_else(world):
    files = importlib.import_module("dayuan.platform.attachments.queries")
    hidden = world.ids["case", "hidden"]
    with undone():
        seen = {p: files.of_owner(world.actor(p), "work.case", hidden).count() for p in table.HERE}
    assert set(seen.values()) == {0}
    assert files.of_owner(world.cast.electrician.actor(), "work.case", hidden).count() == 1
