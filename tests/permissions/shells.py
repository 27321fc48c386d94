"""What `dayuan …` gives at the server: every line of it, by hand, beside how people do the same.

A line acts as the installation, not as a person: who gave it and by which way is all that may
differ from the page. Lines that give nothing say why.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from dayuan.handbook.digest import digest_of
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.command import commands
from dayuan.platform.jobs.commands import MANAGE
from dayuan.platform.jobs.models import Delivery, Hold, Outbox
from tests.cast import NOW, PUKOU, read
from tests.permissions.ways import Page
from tests.permissions.world import World


@dataclass(frozen=True)
class Directly:
    """A command that no page gives, called with nothing between."""

    name: str
    arguments: Mapping[str, Any]

    def give(self, world: World) -> None:
        """Give it as the program itself."""
        actor = system_actor("cli", site_id=world.cast.site.pk, verbs=frozenset({MANAGE}))
        commands[f"dayuan.{self.name}"](**self.arguments, actor=actor, at=NOW)


@dataclass(frozen=True)
class Line:
    """A line at the prompt, and how else the same is done; ``first`` makes it possible."""

    of: str
    typed: Callable[[World], Sequence[str]]
    otherwise: Callable[[World], Sequence[Page | Directly]]
    first: Callable[[World], None] = lambda _world: None
    #: What it comes to: done, or the codeword of what stands in the way.
    decision: str = "done"
    #: What the page says where the prompt has a line of its own to say.
    page_says: str = ""


# --- plans in folders ---------------------------------------------------------------------------


def plan(old: str = "", new: str = "") -> Path:
    """Return a copy of the plan in which one thing reads otherwise."""
    folder = Path(mkdtemp(prefix="plan-")) / "plan"
    shutil.copytree(PUKOU, folder)
    head = folder / "handbook.yaml"
    assert old in head.read_text("utf-8")
    head.write_text(head.read_text("utf-8").replace(old, new), "utf-8")
    return folder


NEXT = ('edition: "2026-1"', 'edition: "2026-9"')


def _upload(folder: Path) -> Page:
    """Return the page that takes a plan, with the folder as one zip."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for file in sorted(folder.rglob("*.yaml")):
            archive.write(file, str(file.relative_to(folder)))
    return Page("revisions:load", (), {"handbook": SimpleUploadedFile("plan.zip", out.getvalue())})


def _consent(folder: Path, words: str) -> Page:
    digest = digest_of(read(folder))
    return Page("revisions:confirm", (digest,), {"consent": words})


def _loaded(old: str = "", new: str = "", consent: str = "2号") -> dict[str, Any]:
    """Return the line that loads a plan, and the two pages on which people do."""
    folders: list[Path] = []

    def typed(_world: World) -> Sequence[str]:
        folders[:] = [plan(old, new)]
        return ("handbook", "load", str(folders[0]), "--consent", consent)

    def otherwise(_world: World) -> Sequence[Page]:
        folder = plan(old, new)
        upload = _upload(folder)
        return (upload, _consent(folder, consent)) if (old, new) == NEXT else (upload,)

    return {"of": "handbook load", "typed": typed, "otherwise": otherwise}


# --- accounts and the outbox --------------------------------------------------------------------


def _slip(world: World) -> Sequence[str]:
    return ("slip", "--staff-number", world.cast.electrician.person.staff_number)


def _reset(world: World) -> Sequence[Page]:
    return (Page("people:reset", (world.ids["person", "open"],), {"present": "on"}),)


def _closed(world: World) -> None:
    commands["dayuan.platform.accounts.commands.deactivate"](
        account_id=world.cast.electrician.person.account_id, actor=world.actor("director"), at=NOW
    )


def _hold_it(_world: World) -> None:
    Hold.objects.create(name="outbox", since=NOW, reason="by_hand")


def _one_failed(_world: World) -> None:
    event = Outbox.objects.create(kind="tests.failed", payload={}, created_at=NOW)
    Delivery.objects.create(
        event=event, consumer="tests:failed", next_at=NOW, state=Delivery.State.FAILED, attempts=8
    )


def _failed(_world: World) -> Sequence[Directly]:
    found = Delivery.objects.filter(state=Delivery.State.FAILED).values_list("pk", flat=True)
    return (Directly("platform.jobs.commands.retry", {"ids": list(found)}),)


_JOBS = "platform.jobs.commands."
LINES = (
    Line(**_loaded(*NEXT)),
    Line(**_loaded(), decision="nothing happened"),
    Line(**_loaded("code: pukou", "code: nowhere"), decision="nothing happened",
         page_says="no: sites.other_site"),
    Line(**_loaded(*NEXT, consent=" "), decision="done"),
    Line("slip", _slip, _reset),
    Line("slip", _slip, _reset, first=_closed, decision="no: accounts.inactive"),
    Line("outbox hold", lambda _w: ("outbox", "hold"),
         lambda _w: (Directly(_JOBS + "hold", {"reason": "by_hand"}),)),
    Line("outbox release", lambda _w: ("outbox", "release"),
         lambda _w: (Directly(_JOBS + "release", {}),), first=_hold_it),
    Line("outbox retry", lambda _w: ("outbox", "retry"), _failed, first=_one_failed),
)  # fmt: skip

#: What ``dayuan init`` leaves in the log, in this order: each is the entry of one command.
INIT = (
    "plans.revision.load",
    "sites.site.open",
    "sites.calendar.seed",
    "people.person.create",
    "people.appointment.make",
    "accounts.account.issue",
    "people.account.open",
)

_FILES = "reads and writes files beside the house, and changes no record"
_RUNS = "runs the house; what is done in it is done by others"
_SEES = "looks, and changes nothing"
_DEMO = "acts as the people of a demonstration, by their commands"
#: Lines that give no command, and why.
GIVES_NOTHING = {
    "bench roster": _FILES,
    "handbook check": _SEES,
    "handbook coverage": _SEES,
    "handbook schema": _SEES,
    "outbox status": _SEES,
    "audit verify": _SEES,
    "doctor": _SEES,
    "rosters feasibility": _SEES,
    "audit seal": "seals what others wrote",
    "search rebuild": "writes the index anew from the records",
    "serve": _RUNS,
    "worker": _RUNS,
    "live": _RUNS,
    "up": _RUNS,
    "migrate": "changes tables, not records",
    "upgrade": "changes tables, not records",
    "backup": _FILES,
    "restore": "puts back what was there, with its log; the outbox is held with it",
    "ca make": _FILES,
    "ca issue": _FILES,
    "demo prepare": _DEMO,
    "demo at": _DEMO,
    "demo history": _DEMO,
    "demo run": _DEMO,
}
