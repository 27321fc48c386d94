"""What the program does by itself, timer by timer and delivery by delivery, by hand.

A line says how the world is brought to where something is due, and with what the commands
are given that a timer gives. What a timer leaves is what its commands leave when they are
given at once; where people give the same command, what they leave. What gives none says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor, system_actor
from dayuan.platform.accounts.models import Account
from dayuan.platform.attachments import store
from dayuan.platform.audit.command import commands
from dayuan.platform.documents import keeping, making, rules
from dayuan.platform.documents.models import Issued
from dayuan.platform.imports.models import Import
from dayuan.platform.jobs import outbox, sweeps
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.lists.models import Export
from dayuan.platform.rest.models import Token
from dayuan.processes import reading_opens_request
from dayuan.reference.people.models import Certificate
from dayuan.resources.rosters.models import Duty, Mending, Planning
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import OutsideReport
from dayuan.services.handover.models import ShiftLog
from dayuan.work import queries as work
from dayuan.work.models import Task
from dayuan.work.queries import Reading
from tests.cast import NOW
from tests.permissions import callouts
from tests.permissions.world import World

Arguments = Mapping[str, Any]
LONG_AGO = timedelta(days=400)


@dataclass(frozen=True)
class Timer:
    """A timer, or a consumer of what waits to be delivered, and the commands it gives."""

    name: str
    due: Callable[[World], object]
    gives: Callable[[World], Sequence[tuple[str, Arguments]]]
    #: The verb that the timer brings along.
    verb: str = ""
    #: People give the same command, and leave the same.
    people: bool = False

    def run(self, world: World) -> None:
        """Do what is due now."""
        if self.name in sweeps.registered:
            sweeps.registered[self.name].function(now=NOW)
        elif self.name == "documents:keep":
            # What the consumer hands on to a worker.
            keeping.run(world.ids["issued", "open"], now=NOW)
        else:
            with pytest.MonkeyPatch.context() as there:
                there.setattr(work, "reading_of", lambda task, _item: _reading(task))
                outbox.consumers[self.name].function(_message(world))

    def directly(self, world: World) -> None:
        """Give the same commands with nothing between, as the program."""
        verbs = frozenset({self.verb} - {""})
        self.give(world, system_actor("timer", site_id=world.cast.site.pk, verbs=verbs))

    def give(self, world: World, actor: Actor) -> None:
        """Give the same commands as somebody."""
        for name, arguments in self.gives(world):
            commands[f"dayuan.{name}"](**arguments, actor=actor, at=NOW)


def _message(world: World) -> Message:
    ids = {"task": world.ids["task", "open"], "item": "temperature"}
    return Message(1, "tests", {**ids, "category": "air_conditioning"}, NOW, NOW)


def _old(model: Any, kind: str, **fields: Any) -> Callable[[World], object]:
    """Bring a record of the world to where its time is over."""
    return lambda world: model.objects.filter(pk=world.ids[kind, "open"]).update(**fields)


def _one(name: str, argument: str, kind: str, **more: Any) -> Any:
    return lambda world: [(name, {argument: world.ids[kind, "open"], **more})]


def _many(name: str, kind: str, relation: str = "open") -> Any:
    return lambda world: [(name, {"ids": [world.ids[kind, relation]]})]


def _late(world: World) -> object:
    before: datetime = NOW - timedelta(hours=1)
    rows = Task.objects.filter(pk=world.ids["task", "open"])
    return rows.update(late_from=before, next_at=before, rung=0)


def _escalated(world: World) -> Sequence[tuple[str, Arguments]]:
    task = Task.objects.select_related("case").get(pk=world.ids["task", "open"])
    return [("work.commands.clocks.escalate", {"task": task})]


def _closed_with_a_view(world: World) -> object:
    account = world.cast.electrician.person.account_id
    return Account.objects.filter(pk=account).update(is_active=False, closed_at=NOW)


def _keep(world: World) -> Sequence[tuple[str, Arguments]]:
    row = Issued.objects.get(pk=world.ids["issued", "open"])
    name = f"{row.drawn['title']} {rules.number_text(row).zh}.pdf"
    with making.made("pdf", row.drawn, at=row.issued_at) as file:
        accepted = store.take_own(file, media_type=making.MEDIA_TYPES["pdf"], name=name)
    return [
        ("platform.documents.commands.keep", {"issued_id": row.pk, "accepted": accepted})
    ]  # fmt: skip


def _reading(task: Task) -> Reading:
    return Reading(Text("供水温度", "Supply"), 15.0, "℃", 6.0, 9.0, task.case.number)


def _report(world: World) -> Sequence[tuple[str, Arguments]]:
    task = Task.objects.select_related("case").get(pk=world.ids["task", "open"])
    words = reading_opens_request.reading_says(_reading(task)).zh
    report = desk.Report("air_conditioning", task.case.title[:120], words)
    return [("services.desk.commands.requests.report", {"report": report})]


_LISTS, _OUTSIDE = "platform.lists.commands.", "services.desk.commands.outside."
TIMERS = (
    Timer("work.late", _late, _escalated, "work.task.escalate"),
    Timer("imports.old", _old(Import, "import", asked_at=NOW - LONG_AGO),
          _one("platform.imports.commands.expire", "import_id", "import")),
    Timer("lists.exports", _old(Export, "export", asked_at=NOW - LONG_AGO, state="ready"),
          _one(_LISTS + "exports.expire", "export_id", "export")),
    Timer("lists.exports", _old(Export, "export", asked_at=NOW - LONG_AGO),
          _one(_LISTS + "exports.give_up", "export_id", "export", problem="lost")),
    Timer("lists.views", _closed_with_a_view,
          _many(_LISTS + "views.forget_closed", "view", "hidden")),
    Timer("rest.tidy", _old(Token, "key", issued_at=NOW - 2 * LONG_AGO, expires_at=NOW - LONG_AGO),
          _many("platform.rest.commands.forget_tokens", "key")),
    Timer("desk.outside",
          _old(OutsideReport, "outside", state="set_aside", decided_at=NOW - LONG_AGO,
               decided_by="person:1"),
          _one(_OUTSIDE + "clear", "outside_id", "outside"), "desk.outside.clear"),
    Timer("rosters.plannings", _old(Planning, "planning", state="waiting", ended_at=None,
                                    asked_at=NOW - LONG_AGO),
          _one("resources.rosters.commands.planning.give_up", "planning_id", "planning",
               problem="lost")),
    Timer("rosters.mendings", _old(Mending, "mending", state="waiting", ended_at=None,
                                   asked_at=NOW - LONG_AGO),
          _one("resources.rosters.commands.mending.give_up_mending", "mending_id", "mending",
               problem="lost")),
    Timer("rosters.attendance",
          _old(Duty, "duty", post="gate_guard", start=NOW - timedelta(hours=1)),
          _one("resources.rosters.commands.attendance.remind", "duty_id", "duty"),
          "rosters.attendance.remind"),
    Timer("handover.late", _old(ShiftLog, "log", late_at=NOW - timedelta(minutes=1)),
          _one("services.handover.commands.late.tell_late", "log_id", "log"),
          "handover.shift.tell_late"),
    Timer("callout.surges", callouts.over,
          _one("services.callout.commands.clocks.end_in_time", "surge_id", "surge"),
          "callout.surge.time_over"),
    Timer("callout.unanswered", callouts.late,
          _one("services.callout.commands.clocks.tell_unanswered", "callout_id", "callout"),
          "callout.call.tell_unanswered"),
    Timer("people.certificates", _old(Certificate, "certificate", until=NOW.date()),
          _one("reference.people.commands.certificates.remind_of_certificate",
               "certificate_id", "certificate"),
          "people.certificate.remind"),
    Timer("documents:keep", lambda _w: None, _keep),
    # The one act that people give too: somebody reports what a reading reports by itself.
    Timer(reading_opens_request.NAME, lambda _w: None, _report, "desk.request.report",
          people=True),
)  # fmt: skip

_DELETES = "deletes what counts no more; the log says nothing of it"
#: Timers and consumers that give no command, or whose command is held to its entry elsewhere.
OTHERS = {
    "accounts.tries": _DELETES,
    "attachments.orphans": _DELETES,
    "attachments.quotas": _DELETES,
    "desk.traces": _DELETES,
    "notices.old": _DELETES,
    "offline.forget": _DELETES,
    "jobs.prune": _DELETES,
    "jobs.reap": "gives back what a worker left that died",
    "audit.seal": "seals what others wrote",
    "audit.seal_all": "seals what others wrote",
    "rosters.forget": _DELETES,
    "search.follow": "follows the log",
    "work.holders": "needs a plan of its own: tests/work/test_each_holder.py",
    "notices.outward": "needs a way out of the house: tests/platform/notices/test_outward.py",
    "processes:withdrawn_is_told": "tells people: tests/platform/documents/test_withdrawing.py",
    "imports:take_rows": "takes rows as whoever brought them: tests/permissions/parity.py",
    "rosters.unread": "needs a plan of its own: tests/resources/rosters/test_months_read.py",
    "rosters:mend_month": "mends: tests/resources/rosters/test_mending.py",
    "rosters:plan_month": "plans: tests/resources/rosters/test_planning_runs.py",
    "lists:write_export": "is what a page does at once: tests/permissions/parity.py",
}
