"""Checking the reasons of state changes against their digests, and those against the chain."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet

from dayuan.kernel.text import Text
from dayuan.platform.audit.findings import Finding
from dayuan.platform.audit.models import Change, Entry, Reason, ReasonErasure
from dayuan.platform.audit.reasons import COVERED, digest_of

_CHUNK = 500


def unlike_sealed(entries: Iterable[Entry], using: str) -> Iterator[Finding]:
    """Yield changes whose digest is not the one that a sealed entry names, or that are gone."""
    named = {
        int(pk): (digest, entry.pk)
        for entry in entries
        for pk, digest in entry.details.get(COVERED, {}).items()
    }
    rows = Change.objects.using(using).filter(pk__in=named)
    stands = dict(rows.values_list("pk", "reason_digest"))
    for pk, (digest, entry_id) in named.items():
        if stands.get(pk) != digest:
            yield _finding(
                "audit.reason_unlike_sealed",
                "状态变更已不存在，或其原因与封存的记录不符。",
                "The state change is gone, or its reason is not the one the sealed entry names.",
                pk,
                entry_id,
            )


def findings(using: str) -> Iterator[Finding]:
    """Yield what is wrong with each reason that was given, and rows that belong to no change."""
    for changes in _chunks(using):
        ids = [change.pk for change in changes]
        texts = Reason.objects.using(using).in_bulk(ids)
        tombs = ReasonErasure.objects.using(using).filter(pk__in=ids)
        erased = set(tombs.values_list("pk", flat=True))
        for change in changes:
            yield from _reason(change, texts.get(change.pk), change.pk in erased)
    yield from _orphans(using)


def _chunks(using: str) -> Iterator[list[Change]]:
    last = 0
    given = Change.objects.using(using).exclude(reason_digest="").order_by("pk")
    while chunk := list(given.filter(pk__gt=last)[:_CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _reason(change: Change, reason: Reason | None, erased: bool) -> Iterator[Finding]:
    if reason is not None and erased:
        yield _finding(
            "audit.reason_erased_yet_there",
            "已登记删除的原因仍然存在。",
            "A reason that was erased is still there.",
            change.pk,
        )
    elif reason is not None:
        if digest_of(reason.salt, reason.text) != change.reason_digest:
            yield _finding(
                "audit.reason_altered",
                "状态变更的原因被改动过。",
                "The reason of a state change is not the one that was given.",
                change.pk,
            )
    elif not erased:
        yield _finding(
            "audit.reason_missing",
            "状态变更的原因不见了，却没有删除登记。",
            "The reason of a state change is gone without a tombstone.",
            change.pk,
        )


def _orphans(using: str) -> Iterator[Finding]:
    given = Change.objects.using(using).filter(pk=OuterRef("change_id")).exclude(reason_digest="")
    for model in (Reason, ReasonErasure):
        rows: QuerySet[Reason] | QuerySet[ReasonErasure]
        rows = model.objects.using(using).filter(~Exists(given))
        for pk in rows.values_list("pk", flat=True):
            yield _finding(
                "audit.orphan",
                "这一行不属于任何写有原因的状态变更。",
                "This row belongs to no state change with a reason.",
                pk,
            )


def _finding(code: str, zh: str, en: str, change_id: int, entry_id: int | None = None) -> Finding:
    return Finding(code, Text(zh, en), entry_id=entry_id, change_id=change_id)
