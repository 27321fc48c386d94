"""Checking the chain: every seal, entry, erased value, reason and anchor.

A finding says what is wrong and where, so that an auditor can go there. Nothing
is repaired here, and nothing is sealed on the way: the check only reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Exists, Max, OuterRef, QuerySet

from dayuan.kernel.text import Text
from dayuan.platform.audit import anchors, sealer, verify_reasons
from dayuan.platform.audit.digests import personal_digest
from dayuan.platform.audit.findings import Finding
from dayuan.platform.audit.models import Entry, Erasure, PersonalValues, Seal

_CHUNK = 500
#: An entry below newer sealed ones may be this late (its transaction was long).
_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check; ``head`` is the newest seal's digest."""

    seals: int
    anchors: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


def verify(
    *, now: datetime, place: Path | None = None, anchored: bool = True, using: str = "default"
) -> Report:
    """Check the whole chain and return what was found.

    ``place`` is the folder of the anchors. ``anchored=False`` leaves them out:
    such a check cannot see that the end was cut off, and is for tests only.
    """
    walk = _Walk(using)
    findings = list(walk.findings())
    findings += _unsealed(now, walk.newest_entry, using)
    findings += _orphans(using)
    findings += verify_reasons.findings(using)
    count = 0
    if anchored:
        known, spoilt = anchors.read(place)
        count = len(known)
        findings += _anchored(known, spoilt, using)
    return Report(walk.number, count, walk.digest, tuple(findings))


class _Walk:
    """One pass over the seals in the order of their numbers."""

    def __init__(self, using: str) -> None:
        self.using = using
        self.number = 0
        self.digest = sealer.GENESIS
        self.newest_entry = 0

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with each seal and its entry."""
        for chunk in self._chunks():
            ids = [seal.entry_id for seal in chunk]
            entries = Entry.objects.using(self.using).in_bulk(ids)
            values = PersonalValues.objects.using(self.using).in_bulk(ids)
            erased = set(
                Erasure.objects.using(self.using)
                .filter(entry_id__in=ids)
                .values_list("entry_id", flat=True)
            )
            yield from verify_reasons.unlike_sealed(entries.values(), self.using)
            for seal in chunk:
                entry = entries.get(seal.entry_id)
                yield from self._seal(seal, entry)
                if entry is not None:
                    yield from _personal(entry, values.get(entry.pk), entry.pk in erased)

    def _chunks(self) -> Iterator[list[Seal]]:
        last = 0
        while True:
            seals = Seal.objects.using(self.using).filter(number__gt=last).order_by("number")
            chunk = list(seals[:_CHUNK])
            if not chunk:
                return
            yield chunk
            last = chunk[-1].number

    def _seal(self, seal: Seal, entry: Entry | None) -> Iterator[Finding]:
        if seal.number != self.number + 1:
            yield _missing_seals(self.number + 1, seal.number - 1)
        if entry is None:
            yield _finding(
                "audit.entry_missing", seal, "记录已不存在。", "The entry no longer exists."
            )
        elif sealer.link(self.digest, seal.number, entry) != seal.digest:
            yield _finding(
                "audit.altered",
                seal,
                "记录内容或顺序与封存时不符。",
                "The entry, or its place in the order, is not what was sealed.",
            )
        elif seal.entry_id < self.newest_entry and seal.sealed_at - entry.at > _LATE:
            yield _finding(
                "audit.inserted",
                seal,
                "记录是后来插入到较早位置的。",
                "The entry was put among older ones afterwards.",
            )
        # Go on from what stands there, so that only the spoilt place is named.
        self.number, self.digest = seal.number, seal.digest
        self.newest_entry = max(self.newest_entry, seal.entry_id)


def _personal(entry: Entry, values: PersonalValues | None, erased: bool) -> Iterator[Finding]:
    if values is not None and erased:
        yield _at(
            entry,
            "audit.erased_yet_there",
            "已登记删除的个人信息仍然存在。",
            "Personal values that were erased are still there.",
        )
    elif values is not None:
        if personal_digest(values.salt, values.values) != entry.personal_digest:
            yield _at(
                entry,
                "audit.personal_altered",
                "个人信息与封存时不符。",
                "The personal values are not the ones that were sealed.",
            )
    elif entry.personal_digest and not erased:
        yield _at(
            entry,
            "audit.personal_missing",
            "个人信息不见了，却没有删除登记。",
            "The personal values are gone without a tombstone.",
        )


def _unsealed(now: datetime, newest: int, using: str) -> list[Finding]:
    """Name entries that should have been sealed long ago, or stand among sealed ones."""
    limit = now - sealer.ALARM_AFTER
    findings = []
    for entry in sealer.unsealed(full=True, using=using).iterator(chunk_size=_CHUNK):
        if entry.pk < newest and now - entry.at > _LATE:
            findings.append(
                _at(
                    entry,
                    "audit.inserted",
                    "记录插入在已封存的记录之间。",
                    "The entry stands among sealed ones and has no seal.",
                )
            )
        elif entry.at < limit:
            findings.append(
                _at(
                    entry,
                    "audit.unsealed",
                    "记录超过一分钟没有封存。",
                    "The entry has waited for its seal for more than a minute.",
                )
            )
    return findings


def _orphans(using: str) -> list[Finding]:
    """Name personal values and tombstones that belong to no entry."""
    findings = []
    for model in (PersonalValues, Erasure):
        entry = Entry.objects.using(using).filter(pk=OuterRef("entry_id"))
        rows: QuerySet[PersonalValues] | QuerySet[Erasure]
        rows = model.objects.using(using).filter(~Exists(entry))
        findings += [
            Finding(
                "audit.orphan",
                Text("这一行不属于任何记录。", "This row belongs to no entry."),
                entry_id=pk,
            )
            for pk in rows.values_list("pk", flat=True)
        ]
    return findings


def _anchored(known: list[anchors.Anchor], spoilt: list[int], using: str) -> list[Finding]:
    findings = [
        Finding(
            "audit.anchor_unreadable",
            Text(
                f"锚点文件第 {row} 行无法读取。", f"Line {row} of the anchor file cannot be read."
            ),
        )
        for row in spoilt
    ]
    newest = Seal.objects.using(using).aggregate(newest=Max("number"))["newest"] or 0
    for anchor in known:
        if anchor.number > newest:
            findings.append(_cut_tail(newest, anchor))
        else:
            findings += _against(anchor, using)
    return findings


def _against(anchor: anchors.Anchor, using: str) -> list[Finding]:
    digest = Seal.objects.using(using).filter(number=anchor.number).values_list("digest", flat=True)
    if digest.first() in (None, anchor.digest):
        return []  # a missing number is named by the walk
    return [
        Finding(
            "audit.rewritten",
            Text(
                f"第 {anchor.number} 号封存与库外锚点不符：此前的记录被整体改写过。",
                f"Seal {anchor.number} is not the one anchored outside: "
                "what stands before it was written anew.",
            ),
            number=anchor.number,
        )
    ]


def _cut_tail(newest: int, anchor: anchors.Anchor) -> Finding:
    return Finding(
        "audit.tail_cut",
        Text(
            f"第 {newest + 1} 至 {anchor.number} 号封存被切掉了。",
            f"Seals {newest + 1} to {anchor.number} were cut off the end.",
        ),
        number=newest + 1,
    )


def _missing_seals(first: int, last: int) -> Finding:
    return Finding(
        "audit.seal_missing",
        Text(f"缺少第 {first} 至 {last} 号封存。", f"Seals {first} to {last} are missing."),
        number=first,
    )


def _finding(code: str, seal: Seal, zh: str, en: str) -> Finding:
    return Finding(code, Text(zh, en), number=seal.number, entry_id=seal.entry_id)


def _at(entry: Entry, code: str, zh: str, en: str) -> Finding:
    return Finding(code, Text(zh, en), entry_id=entry.pk)
