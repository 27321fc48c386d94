"""The same act by every surface: the same decision, the same log, the same changes of state."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.command import commands
from dayuan.platform.audit.models import Change, Entry, PersonalValues, Reason
from dayuan.platform.imports import importers
from dayuan.platform.imports.importers import Given
from dayuan.platform.offline.marks import mark_of
from tests.cast import NOW
from tests.permissions import acts, parity
from tests.permissions.parity import Page, Phone, Program, Row, Ways
from tests.permissions.test_acts import pkgutil as _every_command_is_loaded
from tests.permissions.world import HERE, World, undone
from tests.platform.rest import driving

assert _every_command_is_loaded

#: What the ways make of an act is alike on every engine; the acts themselves run on both.
pytestmark = [pytest.mark.whole, pytest.mark.once]

#: What carries an act writes of its own, whichever act it carries: that a token was used,
#: that a queued act or a key came in, that somebody was refused at the edge.
CARRIERS = frozenset(
    {"rest.token.use", "rest.request.carry_out", "offline.act.carry_out", "audit.refusal.record"}
)


@dataclass
class Came:
    """What came of an act: the decision, what the log says, which states changed."""

    decision: str
    entries: list[Any]
    changes: list[Any]
    vias: set[str]


def test_every_command_is_given_by_programs_or_says_why_not():
    offered = [one.act.name for one in parity.WAYS]
    left = [f"dayuan.{name}" for name in parity.NOT_FOR_PROGRAMS]
    assert len(set(offered)) == len(offered)
    assert sorted(commands) == sorted([*offered, *left])
    assert all(parity.NOT_FOR_PROGRAMS.values())


@pytest.mark.django_db
def test_every_write_of_the_interface_is_one_of_these_acts(world):
    used = set()
    for one in parity.WAYS:
        with undone():
            arguments = one.act.arguments(world, "director")
            surfaces = one.surfaces(world, arguments)
            used |= {s.operation for s in surfaces if isinstance(s, Program)}
    writes = {name for name, (method, _, _) in driving.described().items() if method != "GET"}
    # One notice by its number is the same command as all of them.
    assert writes - used == {"notices_read_one"}


@pytest.mark.django_db
@pytest.mark.parametrize("ways", parity.WAYS, ids=lambda one: one.act.name.removeprefix("dayuan."))
def test_an_act_is_the_same_by_every_surface(world, ways):
    part = _giver(ways)
    given = {how: came(world, ways, part, how) for how in _hows(world, ways, part)}
    command = given.pop("the command")
    assert command.decision == "done"
    assert command.entries
    for how, one in given.items():
        assert one.decision == "done", how
        assert one.entries == command.entries, how
        assert one.changes == command.changes, how
        assert one.vias == {"api" if how.startswith("Program") else "web"}, how


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ways",
    [one for one in parity.WAYS if set(HERE) - one.act.may],
    ids=lambda one: one.act.name.removeprefix("dayuan."),
)
def test_a_refusal_is_the_same_by_every_surface(world, ways):
    part = next(one for one in HERE if one not in ways.act.may)
    given = {how: came(world, ways, part, how) for how in _hows(world, ways, part)}
    if ways.silent:
        given = {how: one for how, one in given.items() if not how.startswith("Page")}
    decisions = {one.decision for one in given.values()}
    assert len(decisions) == 1, {how: one.decision for how, one in given.items()}
    assert decisions != {"done"}
    assert not any(one.entries or one.changes for one in given.values())


@pytest.mark.django_db
@pytest.mark.parametrize("ways", parity.WAYS, ids=lambda one: one.act.name.removeprefix("dayuan."))
def test_an_act_that_was_done_already_is_answered_alike_by_every_surface(world, ways):
    part = _giver(ways)
    given = {how: came(world, ways, part, how, again=True) for how in _hows(world, ways, part)}
    command = given.pop("the command")
    for how, one in given.items():
        if how.split()[0] in ways.lets_be:
            assert one.decision == "nothing happened", how
            continue
        assert one.decision == command.decision, how
        assert one.entries == command.entries, how


@pytest.mark.django_db
def test_a_surface_that_writes_other_words_is_noticed(world, monkeypatch):
    """The negative control: an operation that leaves the reason out is another act."""
    from dayuan.work.api import tasks  # noqa: PLC0415 - broken here

    hand_back = tasks.commands.hand_back
    monkeypatch.setattr(tasks.commands, "hand_back", lambda **a: hand_back(**{**a, "reason": "无"}))
    (ways,) = (one for one in parity.WAYS if one.act.name.endswith("tasks.hand_back"))
    # The command itself is asked by its name in the log of commands, which is not broken.
    command, program = (came(world, ways, "dispatcher", how) for how in ("the command", "Program"))
    assert command.decision == program.decision == "done"
    assert command.changes != program.changes


def _giver(ways: Ways) -> str:
    """Return who gives it: somebody with a post, who may, and on whose things it is."""
    return next(one for one in ("dispatcher", *HERE) if one in ways.act.may)


def _hows(world: World, ways: Ways, part: str) -> list[str]:
    with undone():
        found = ways.surfaces(world, ways.act.arguments(world, part))
    named = [_named(one) for one in found]
    htmx = [f"{name} by htmx" for name, one in zip(named, found, strict=True) if _is_page(one)]
    return ["the command", *named, *htmx]


def _is_page(surface: Any) -> bool:
    return isinstance(surface, Page)


def _named(surface: Any) -> str:
    return type(surface).__name__


def came(world: World, ways: Ways, part: str, how: str, *, again: bool = False) -> Came:
    """Do an act one way, see what came of it, and take it back; ``again`` after it was done."""
    with undone():
        _count_on_from_what_is_there()
        arguments = ways.act.arguments(world, part)
        if again:
            _do_first(world, ways, part, arguments)
        _count_on_from_what_is_there()
        entry, change = _last(Entry), _last(Change)
        with _refusals() as refused:
            if how == "the command":
                acts.give(commands[ways.act.name], arguments, world.actor(part))
            else:
                _send(world, part, how, ways.surfaces(world, arguments))
        entries = [
            one
            for one in Entry.objects.filter(pk__gt=entry).order_by("pk")
            if one.type not in CARRIERS | ways.besides
        ]
        changes = Change.objects.filter(pk__gt=change).order_by("pk")
        if ways.besides:
            changes = changes.filter(actor_key=world.actor(part).key)
        decision = "done" if entries else _decision(refused)
        return Came(
            decision, [_told(one) for one in entries], [_moved(one) for one in changes],
            {one.via for one in entries if one.actor_key == world.actor(part).key},
        )  # fmt: skip


def _do_first(world: World, ways: Ways, part: str, arguments: Mapping[str, Any]) -> None:
    """Do the act, and look at what it is about as it stands then."""
    done = acts.give(commands[ways.act.name], arguments, world.actor(part))
    assert done == "done"
    for one in arguments.values():
        if isinstance(one, Model):
            one.refresh_from_db()


def _send(world: World, part: str, how: str, surfaces: Any) -> None:
    surface = next(one for one in surfaces if how.startswith(_named(one)))
    match surface:
        case Page():
            _post(world, part, surface, htmx=how.endswith("htmx"))
        case Program():
            _ask(world, part, surface)
        case Phone():
            _bring(world, part, surface)
        case Row():
            _take(world, part, surface)


def _post(world: World, part: str, page: Page, *, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    url = reverse(page.name, args=page.of) + page.query
    world.browser(part).post(url, dict(page.typed), headers=headers)


def _ask(world: World, part: str, program: Program) -> None:
    method, path, _scope = driving.described()[program.operation]
    headers = {"Authorization": f"Bearer {driving.token_of(world, part)}"}
    body = "" if program.body is None else json.dumps(program.body)
    Client(raise_request_exception=False).generic(
        method, path.format(**program.of), body, content_type="application/json", headers=headers
    )


def _bring(world: World, part: str, phone: Phone) -> None:
    owner = mark_of(world.member(part).person.account_id or 0)
    said = {
        "id": str(uuid.uuid4()), "owner": owner, "act": phone.act, "about": phone.about,
        "values": phone.values, "claimed": NOW.isoformat(),
    }  # fmt: skip
    url = reverse("offline:act")
    world.browser(part).post(url, json.dumps(said), content_type="application/json")


def _take(world: World, part: str, row: Row) -> None:
    with acts.collecting_refusals():
        importers.importers[row.importer].take(Given(1, row.cells), world.actor(part), NOW)


class _refusals:  # noqa: N801 - a context, read as words
    """Collects every refusal that is raised, whoever answers it and how."""

    def __enter__(self) -> list[Refused]:
        self.found: list[Refused] = []
        self.was = Refused.__init__
        found, was = self.found, self.was

        def noted(refused: Refused, *problems: Any, **more: Any) -> None:
            was(refused, *problems, **more)
            found.append(refused)

        Refused.__init__ = noted  # type: ignore[method-assign, assignment]  # put back below
        return self.found

    def __exit__(self, *_raised: object) -> None:
        Refused.__init__ = self.was  # type: ignore[method-assign]  # see above


def _decision(refused: list[Refused]) -> str:
    if not refused:
        return "nothing happened"
    if refused[-1].hidden:
        return "hidden"
    return "no: " + ", ".join(sorted({one.code for one in refused[-1].problems}))


def _last(model: Any) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _told(one: Entry) -> Any:
    """Return what an entry says; salts and digests differ with every writing."""
    personal = PersonalValues.objects.filter(pk=one.pk).values_list("values", flat=True).first()
    details = {name: value for name, value in one.details.items() if name != "reasons"}
    subject = (one.subject_kind, one.subject_ids)
    return one.type, one.actor_key, one.at, *subject, details, personal, bool(one.personal_digest)


def _moved(one: Change) -> Any:
    reason = Reason.objects.filter(pk=one.pk).values_list("text", flat=True).first()
    return one.machine, one.subject_id, one.act, one.old, one.new, one.actor_key, reason


def _count_on_from_what_is_there() -> None:
    """Let new rows get the same numbers each time: PostgreSQL does not take numbers back."""
    for sql in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
        with connection.cursor() as cursor:
            cursor.execute(sql)
