"""Finds every sensitive field by itself, fills a world, and plants a canary in each row."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from dayuan.platform.audit.models import Change, Entry, PersonalValues, Reason
from dayuan.platform.audit.types import types
from dayuan.platform.notices.models import Preference
from dayuan.platform.search import keeping
from dayuan.platform.search.models import Line
from dayuan.resources.equipment.models import Label
from dayuan.services.desk.models import Request
from dayuan.work.models import EvidenceItem, Task
from tests.canaries import entitled
from tests.canaries.birds import Cage, Canary
from tests.cast import NOW
from tests.permissions import world as worlds
from tests.permissions.world import DRAWN, World

#: A field whose name sounds like a person, a text of somebody's, or a secret.
_SOUNDS_PERSONAL = re.compile(
    r"name|phone|mobile|caller|description|reason|text|title|note|place|address|comment|remark"
    r"|content|values|password|secret|token|pin$|code$|digest|birth|id_number|plate|consent|user"
)
#: Fields that sound so and are not, each with its reason.
PLAIN = {
    "accounts.Account.staff_number": "the number on everybody's badge",
    "accounts.Device.title": "what stands on the tablet: where it lies",
    "accounts.Tries.who": "a keyed digest of what was typed",
    "documents.Issued.digest": "of all the words at once; tells none of them",
    "attachments.Attachment.sha256": "tells nothing without the file",
    "audit.Change.reason_digest": "salted; the salt goes with the reason",
    "audit.Entry.personal_digest": "salted; the salt goes with the values",
    "audit.Seal.digest": "a link of the chain over digests",
    "notices.Channel.title": "what a channel is called, for those who set it up",
    "offline.CarriedOut.digest": "keyed; tells nothing of what was typed",
    "rest.Answered.digest": "keyed; tells nothing of what was sent",
    "desk.OutsideReport.code_digest": "keyed; tells nothing of the link",
    "desk.OutsideReport.once_digest": "keyed; tells nothing of the form",
    "desk.Trace.who": "a keyed digest of an address, a browser or a label",
    "equipment.Count.note": "stands on the survey that everybody reads who sees equipment",
    "equipment.Item.code": "stands on the machine",
    "equipment.Item.name": "stands on the machine",
    "jobs.Hold.name": "a codeword of the program",
    "jobs.Hold.reason": "a codeword such as restore",
    "jobs.SweepRow.name": "a codeword of the program",
    "people.Certificate.noted_by": "who noted it, as a key",
    "people.Person.name": "colleagues know each other by name; lists are asked for by verb",
    "people.Person.name_key": "the name once more, for sorting",
    "people.Person.staff_number": "the number on everybody's badge",
    "plans.Revision.code": "the codeword of a compound",
    "plans.Revision.content": "the plan: a book for all staff",
    "plans.Revision.digest": "names the plan's content",
    "rosters.Attendance.noted_by": "who noted it, as a key",
    "rosters.Duty.note": "stands on the duty list that everybody on the staff reads",
    "sites.NamedDay.title": "the name of a holiday",
    "sites.RevisionInForce.consent": "the reference of a letter, shown with the revision",
    "sites.Place.code": "stands on the door",
    "sites.Place.title_en": "stands on the door",
    "sites.Place.title_zh": "stands on the door",
    "search.Follower.name": "a codeword of the program",
    "sites.Site.code": "the codeword of a compound",
    "sites.Site.name_en": "the compound's name",
    "sites.Site.name_zh": "the compound's name",
    "work.CaseAnchor.name": "a letter such as R",
    "work.CaseFact.name": "a codeword of the plan",
}  # fmt: skip


def house_models() -> list[type[models.Model]]:
    """Return every model of the house."""
    return [m for m in apps.get_models() if m.__module__.startswith("dayuan.")]


def sensitive_fields() -> dict[type[models.Model], frozenset[str]]:
    """Return what the models declare as sensitive."""
    found = {m: getattr(m, "SENSITIVE", frozenset()) for m in house_models()}
    return {model: fields for model, fields in found.items() if fields}


def undeclared() -> list[str]:
    """Return fields that sound personal and are neither sensitive nor plain with a reason."""
    return sorted(label for label in _personal_sounding() if label not in PLAIN)


def superfluous() -> list[str]:
    """Return reasons for fields that are gone or have become sensitive."""
    sounding = set(_personal_sounding()) | {
        label for label in PLAIN if label.endswith(("staff_number", "who", "sha256"))
    }
    return sorted(set(PLAIN) - sounding)


def _personal_sounding() -> Iterator[str]:
    text_like = (models.CharField, models.TextField, models.JSONField)
    for model in house_models():
        sensitive = getattr(model, "SENSITIVE", frozenset())
        for field in model._meta.concrete_fields:
            sounds = isinstance(field, text_like) and _SOUNDS_PERSONAL.search(field.name)
            if sounds and field.name not in sensitive:
                yield f"{model._meta.label}.{field.name}"


def build() -> tuple[World, Cage]:
    """Return a world with a canary in every sensitive field of every row."""
    world = worlds.build()
    _fill(world)
    numbers = count(1)
    planted = [
        canary
        for model, fields in sensitive_fields().items()
        for name in sorted(fields)
        for canary in _plant(world, model, name, numbers)
    ]
    _label_anew(world)
    _index_anew()
    world.log_in_again()
    return world, Cage(planted)


def _label_anew(world: World) -> None:
    """Give the piece a label that works: a token with a canary in it is none."""
    fresh = Label.objects.create(
        site_id=world.cast.site.pk, item_id=world.ids["item", "open"],
        token="without-a-canary-in-it",
        issued_at=NOW, issued_by="system:tests",
    )  # fmt: skip
    world.ids["token", "open"] = fresh.token


def _index_anew() -> None:
    """Let search find what was planted, its own canaries still in the index."""
    planted = dict(Line.objects.values_list("pk", "words"))
    keeping.rebuild()
    for line in Line.objects.filter(pk__in=planted):
        line.words += f" {planted[line.pk]}"
        line.save()


def _fill(world: World) -> None:
    """Put into the world what the permission tests do not need: evidence, reasons, callers."""
    keeping.rebuild()
    for relation in ("open", "hidden"):
        task = Task.objects.get(pk=world.ids["task", relation])
        EvidenceItem.objects.create(
            task=task, item="result", kind="text", text="-", at=NOW,
            by=world.cast.electrician.person,
        )  # fmt: skip
        EvidenceItem.objects.create(
            task=task, item="asked", kind="consent", yes=True, name="-", office="-",
            way="written", reference="-", moment=NOW, at=NOW, by=world.cast.electrician.person,
        )  # fmt: skip
        EvidenceItem.objects.create(
            task=task, item="signed", kind="signature", name="-", at=NOW,
            attachment_id=worlds.attach(world.cast.site.pk, task.case_id, relation).pk,
            by=world.cast.electrician.person,
        )  # fmt: skip
        Request.objects.filter(pk=task.case_id).update(caller_name="-", caller_phone="-")
    for part in ("guard", "director", "liaison"):
        Preference.objects.create(
            site_id=world.cast.site.pk, person_id=world.member(part).person.pk, email="-"
        )


#: What the database wants to change together with a field.
_WITH: dict[str, dict[str, Any]] = {
    "one_time_code": {"code_valid_until": NOW},
    "outcome": {"done_at": NOW, "done_by": models.F("left_by")},
    "callout.Callout.outcome": {
        "state": "ended",
        "ended_at": NOW,
        "ended_by": models.F("ordered_by"),
    },
    "callout.Call.why": {"state": "cannot"},
    "callout.Surge.closed_why": {
        "state": "ended",
        "closed_at": NOW,
        "closed_by": models.F("ordered_by"),
    },
}
#: What a field holds besides the words: a page reads its shape.
_SHAPED: dict[str, Callable[[str], Any]] = {
    "documents.Issued.drawn": lambda text: {
        **DRAWN,
        "blocks": [{"is": "paragraph", "text": text}],
    },
    "imports.ImportRow.values": lambda text: {"code": text},
    "imports.ImportRow.before": lambda text: {"name": text},
    "imports.ImportRow.problems": lambda text: {"code": [["equipment.item_code", text, text]]},
}
#: Fields that take an amount and no words.
_MONEY = {"rosters.HourRate.yuan"}
#: Rows that nobody may change once written: the canary is written with the row.
_WRITTEN_ONCE = {Reason, PersonalValues}


def _plant(
    world: World, model: type[models.Model], name: str, numbers: Iterator[int]
) -> Iterator[Canary]:
    if model in _WRITTEN_ONCE:
        yield from _write(world, model, name, numbers)
        return
    rows = list(model._base_manager.order_by("pk"))
    if not rows:
        raise LookupError(f"{model._meta.label} has no row: put one into the world")
    for row in rows:
        canary = _canary(world, model, name, row, next(numbers))
        shape = _SHAPED.get(canary.field, str)
        planted = canary.sum if canary.money else shape(canary.text)
        beside = _WITH.get(canary.field, _WITH.get(name, {}))
        model._base_manager.filter(pk=row.pk).update(**{name: planted, **beside})
        yield canary


def _write(
    world: World, model: type[models.Model], name: str, numbers: Iterator[int]
) -> Iterator[Canary]:
    for relation in ("open", "hidden"):
        case_id = world.ids["case", relation]
        canary = Canary(
            next(numbers), f"{model._meta.label}.{name}", relation,
            entitled.may(f"{model._meta.label}.{name}", relation),
        )  # fmt: skip
        if model is Reason:
            change = Change.objects.create(
                site_id=world.cast.site.pk, machine="desk.request", subject_id=case_id,
                context_id=case_id, act="cancel", old="reported", new="reported", at=NOW,
                actor_key="person:1", reason_digest="0" * 64,
            )  # fmt: skip
            Reason.objects.create(change_id=change.pk, salt="0", text=canary.text)
        else:
            _write_entry(world, case_id, canary)
        yield canary


def _write_entry(world: World, case_id: int, canary: Canary) -> None:
    entry = Entry.objects.create(
        site_id=world.cast.site.pk, type="desk.request.report", at=NOW, actor_key="person:1",
        via="web", subject_kind="work.case", subject_ids=[case_id], subject_id=case_id,
        personal_digest="0" * 64,
    )  # fmt: skip
    key = next(iter(types["desk.request.report"].personal))
    PersonalValues.objects.create(entry_id=entry.pk, salt="0", values={key: canary.text})


def _canary(world: World, model: type[models.Model], name: str, row: Any, number: int) -> Canary:
    label = f"{model._meta.label}.{name}"
    relation = entitled.relation(world, row)
    return Canary(number, label, relation, entitled.may(label, relation), label in _MONEY)
