"""Doing an act by one of its surfaces, seeing what came of it, and taking it back."""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from dayuan.config import cli
from dayuan.kernel.problems import Refused
from dayuan.platform.attachments import store
from dayuan.platform.audit.command import commands
from dayuan.platform.audit.models import Change, Entry, PersonalValues, Reason
from dayuan.platform.imports import commands as imports
from dayuan.platform.imports import importers, queries, taking
from dayuan.platform.imports.judging import judged
from dayuan.platform.imports.opening import Written
from dayuan.platform.offline.marks import mark_of
from dayuan.reference.sites import queries as sites
from tests.cast import NOW
from tests.permissions import acts
from tests.permissions.ways import Page, Phone, Program, Row, Shell, Ways
from tests.permissions.world import HERE, World, undone
from tests.platform.rest import driving

#: What carries an act writes of its own, whichever act it carries: that a token was used,
#: that a queued act or a key came in, that somebody was refused at the edge.
CARRIERS = frozenset(
    {"rest.token.use", "rest.request.carry_out", "offline.act.carry_out", "audit.refusal.record"}
)
#: As whom the command line acts; the log names it in place of a person.
OPERATORS = frozenset({"system:installer", "system:cli"})
GIVER = "whoever gives it"


@dataclass
class Came:
    """What came of an act: the decision, what the log says, which states changed."""

    decision: str
    entries: list[Any]
    changes: list[Any]
    vias: set[str]


def via_of(how: str) -> str:
    """Return by which way an entry says that it came, for each kind of surface."""
    known = {"Program": "api", "Row": "import", "Shell": "cli"}
    return known.get(how.split()[0], "web")


def giver(ways: Ways) -> str:
    """Return who gives it: somebody with a post, who may, and on whose things it is."""
    return next(one for one in ("dispatcher", *HERE) if one in ways.act.may)


def hows(world: World, ways: Ways, part: str) -> list[str]:
    """Return by which ways a command is given, the command itself first."""
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
        count_on_from_what_is_there()
        arguments = ways.act.arguments(world, part)
        if again:
            _do_first(world, ways, part, arguments)
        count_on_from_what_is_there()
        with watched(world, part, besides=ways.besides) as seen:
            if how == "the command":
                acts.give(commands[ways.act.name], arguments, world.actor(part))
            else:
                found = ways.surfaces(world, arguments)
                send(world, part, _surface(found, how), htmx=how.endswith("htmx"))
        return seen.came


@dataclass
class Seen:
    """Holds what came of a block once it is over."""

    came: Came = field(default_factory=lambda: Came("", [], [], set()))


@contextmanager
def watched(world: World, part: str, *, besides: frozenset[str] = frozenset()) -> Iterator[Seen]:
    """See what comes of a block that a part, or the machine's keeper, does something in."""
    seen, givers = Seen(), {world.actor(part).key, *OPERATORS}
    entry, change = last_of(Entry), last_of(Change)
    with refusals() as refused:
        yield seen
    rows = Entry.objects.filter(pk__gt=entry).exclude(subject_kind=queries.IMPORT)
    entries = [one for one in rows.order_by("pk") if one.type not in CARRIERS | besides]
    changes = Change.objects.filter(pk__gt=change).exclude(machine=queries.IMPORT)
    if besides:
        changes = changes.filter(actor_key=world.actor(part).key)
    seen.came = Came(
        "done" if entries else _decision(refused),
        [told(one, givers) for one in entries],
        [moved(one, givers) for one in changes.order_by("pk")],
        {one.via for one in entries if one.actor_key in givers},
    )


def _do_first(world: World, ways: Ways, part: str, arguments: Mapping[str, Any]) -> None:
    """Do the act, and look at what it is about as it stands then."""
    done = acts.give(commands[ways.act.name], arguments, world.actor(part))
    assert done == "done"
    for one in arguments.values():
        if isinstance(one, Model):
            one.refresh_from_db()


def _surface(surfaces: Any, how: str) -> Any:
    return next(one for one in surfaces if how.startswith(_named(one)))


def send(world: World, part: str, surface: Any, *, htmx: bool = False) -> None:
    """Do an act by one of its surfaces."""
    match surface:
        case Page():
            _post(world, part, surface, htmx=htmx)
        case Program():
            _ask(world, part, surface)
        case Phone():
            _bring(world, part, surface)
        case Row():
            _take(world, part, surface)
        case Shell():
            _type(world, surface)


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
    """Bring a file with this one row, and have it taken where it is one to take."""
    importer, actor = importers.importers[row.importer], world.actor(part)
    cells = {column: str(words) for column, words in row.cells.items()}
    file = store.accept(ContentFile("内容".encode(), name="说明.txt"))
    with acts.collecting_refusals():
        found = judged(importer, [Written(2, cells)], actor)
        made = imports.read(
            importer=importer.code, accepted=file, rows=found, actor=actor, at=NOW
        )  # fmt: skip
        verdict = found[0].verdict
        if verdict.outcome == "wrong":
            raise Refused(*(one for wrong in verdict.problems.values() for one in wrong))
        if verdict.outcome != "same":
            imports.start(import_id=made.pk, actor=actor, at=NOW)
            taking.run(made.pk, now=NOW)


def _type(world: World, shell: Shell) -> None:
    """Type a line at the server's prompt; Django is awake, and the tables are there."""
    with pytest.MonkeyPatch.context() as outer:
        outer.setattr("django.setup", lambda: None)
        outer.setattr("django.core.management.call_command", lambda *_words, **_more: None)
        outer.setattr(sites, "only_site", lambda: world.cast.site)
        answer = CliRunner().invoke(cli.main, [*shell.line], env={"LANG": "en_US.UTF-8"})
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception


class refusals:  # noqa: N801 - a context, read as words
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


def last_of(model: Any) -> int:
    """Return the newest number of a table."""
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def told(one: Entry, givers: set[str]) -> Any:
    """Return what an entry says; salts and digests differ with every writing."""
    personal = PersonalValues.objects.filter(pk=one.pk).values_list("values", flat=True).first()
    details = {name: value for name, value in one.details.items() if name != "reasons"}
    subject = (one.subject_kind, one.subject_ids)
    who = GIVER if one.actor_key in givers else one.actor_key
    return one.type, who, one.at, *subject, details, personal, bool(one.personal_digest)


def moved(one: Change, givers: set[str]) -> Any:
    """Return what a change of state says."""
    reason = Reason.objects.filter(pk=one.pk).values_list("text", flat=True).first()
    who = GIVER if one.actor_key in givers else one.actor_key
    return one.machine, one.subject_id, one.act, one.old, one.new, who, reason


def count_on_from_what_is_there() -> None:
    """Let new rows get the same numbers each time: PostgreSQL does not take numbers back."""
    for sql in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
        with connection.cursor() as cursor:
            cursor.execute(sql)
