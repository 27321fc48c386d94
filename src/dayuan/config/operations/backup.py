"""One file with everything: the database, the files, the anchors, on wish the key."""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from django.conf import settings

from dayuan.config.operations import databases, ledger, manifest
from dayuan.config.operations.failures import OperationFailedError
from dayuan.config.operations.manifest import Manifest
from dayuan.kernel.text import Text
from dayuan.platform.audit import anchors, sealer

#: What stays out of a backup: uploads that were not ended.
_SKIPPED = ".incoming"


def make(
    target: Path, *, now: datetime, with_key: bool = False, sealed: bool = True
) -> tuple[Path, Manifest]:
    """Write a backup into a folder or as a file; return the file and what it holds.

    The house goes on working meanwhile. The log is sealed and anchored first (not
    before an upgrade, whose data is an older release's). A file of the final name
    is a whole one: it is written beside it and renamed. A failure is written down.
    """
    file = target / f"dayuan-{now.astimezone(UTC):%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if file.exists():
        raise OperationFailedError(
            Text(f"{file} 已经存在。", f"{file} exists already; name another one.")
        )
    try:
        if sealed:
            sealer.seal(now=now, full=True)
            anchors.drop(now=now, force=True)
        held = _whole(file, now=now, with_key=with_key)
    except Exception as problem:
        says = getattr(problem, "says", None)
        why = says.in_language("en") if says else type(problem).__name__
        ledger.note_failure(at=now, why=why)
        raise
    ledger.note_backup(at=now, file=file.name, digest=manifest.digest(file))
    return file, held


def _whole(file: Path, *, now: datetime, with_key: bool) -> Manifest:
    partial = file.with_name(f"{file.name}.partial")
    try:
        with tempfile.TemporaryDirectory(prefix="dayuan-backup-", dir=settings.HOME) as place:
            held = _write(partial, Path(place), now=now, with_key=with_key)
        _flush(partial)
        partial.replace(file)
        _flush(file.parent)
    except OSError as problem:
        raise OperationFailedError(
            Text(f"备份写入失败：{problem.strerror}", f"The backup failed: {problem.strerror}")
        ) from problem
    finally:
        partial.unlink(missing_ok=True)
    return held


def _write(partial: Path, place: Path, *, now: datetime, with_key: bool) -> Manifest:
    copy = place / databases.file_name()
    content = databases.copy_out(copy)
    members: dict[str, str] = {}
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name, file in [(copy.name, copy), *_files(with_key)]:
            try:
                members[name] = manifest.digest(file)
            except FileNotFoundError:
                continue  # a sweep has just taken it away: no record names it
            tar.add(file, arcname=name, recursive=False)
        held = Manifest(
            format=manifest.FORMAT,
            version=version("dayuan"),
            engine="sqlite" if databases.on_sqlite() else "postgresql",
            made_at=now.isoformat(),
            members=members,
            counts=content.counts,
            migrations=content.migrations,
            head_number=content.head[0],
            head_digest=content.head[1],
        )
        _add_text(tar, manifest.NAME, held.text())
        out.flush()
        _add_text(tar, manifest.SEAL, manifest.digest_until(partial, tar.offset))
    return held


def _files(with_key: bool) -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_file() and _SKIPPED not in file.relative_to(root).parts:
            yield f"files/{file.relative_to(root).as_posix()}", file
    anchored = anchors.folder() / anchors.FILE
    if anchored.exists():
        yield f"anchors/{anchors.FILE}", anchored
    key = Path(settings.HOME) / "secret.key"
    if with_key and key.exists():
        yield "secret.key", key


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    raw = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(raw)
    member.mode = 0o600
    tar.addfile(member, BytesIO(raw))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
