"""Putting a backup into an empty house, after everything in it was found whole.

Nothing of the house is touched before the backup has been checked: every member
against its digest, every table against its count, the log's head. What is put
in place does not send anything until a person releases the outbox.
"""

import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dayuan.config.operations import databases, health, manifest
from dayuan.config.operations.databases import Content
from dayuan.config.operations.failures import OperationFailedError
from dayuan.config.operations.manifest import Manifest
from dayuan.kernel.text import Text
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments import store
from dayuan.platform.audit import anchors
from dayuan.platform.audit.verify import Report, verify

#: Apps of earlier builds, whose tables a migration has taken away since.
_GONE_APPS = frozenset({"axes"})

_HOLD = "INSERT INTO jobs_hold (name, since, reason) VALUES ('outbox', '{}', 'restore')"


def restore(file: Path, *, now: datetime) -> tuple[Manifest, Report | None]:
    """Put a backup into this house; return what it held and how its log stands.

    Data of an older release is put in place as it is, without a report: its tables
    are read after an upgrade only, which looks the log over.

    Raises :class:`OperationFailedError` with the house still empty when the
    house is not empty, or when anything in the backup is missing or changed.
    """
    connection.close()
    _must_be_empty()
    with _unpacked(file) as place:
        held = _checked(place)
        _sealed(file, place)
        _put_in_place(place, held, now)
    connection.close()
    if health.pending():
        return held, None
    _all_files_there()
    return held, verify(now=now)


def inspect(file: Path) -> Manifest:
    """Check a backup without putting it anywhere."""
    with _unpacked(file) as place:
        held = _checked(place)
        _sealed(file, place)
        return held


def _must_be_empty() -> None:
    files = Path(settings.MEDIA_ROOT)
    if not databases.is_empty() or (files.exists() and any(files.iterdir())):
        raise OperationFailedError(
            Text(
                "这里已有数据。只能恢复到空的数据目录和空的数据库。",
                "There is data here already. Restore into an empty home and an empty database.",
            )
        )


@contextmanager
def _unpacked(file: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dayuan-restore-", dir=settings.HOME) as place:
        try:
            with tarfile.open(file) as tar:
                for member in tar:
                    _unpack(tar, member, Path(place))
        except (tarfile.TarError, OSError, EOFError) as problem:
            raise OperationFailedError(
                Text(f"{file} 无法读取或不完整。", f"{file} cannot be read or is cut off.")
            ) from problem
        yield Path(place)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    """Write one member below ``place``; a backup of ours holds plain files only."""
    parts = PurePosixPath(member.name).parts
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or not parts or parts[0] == "/" or ".." in parts:
        raise _wrong(member.name, "不是普通文件", "is no plain file")
    target = place.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as out:
        shutil.copyfileobj(source, out)


def _checked(place: Path) -> Manifest:
    listed = place / manifest.NAME
    if not listed.is_file():
        raise OperationFailedError(
            Text("备份不完整：缺少清单。", "The backup is cut off: its manifest is missing.")
        )
    held = manifest.parse(listed.read_text("utf-8"))
    _members(place, held)
    _known_migrations(held)
    if held.engine == "sqlite":
        _same(databases.sqlite_content(place / "database.sqlite3"), held)
    if (held.engine == "sqlite") != databases.on_sqlite():
        raise OperationFailedError(
            Text(
                f"备份来自 {held.engine}，这里用的是另一种数据库。",
                f"The backup is of {held.engine}; this house stands on another database.",
            )
        )
    return held


def _sealed(file: Path, place: Path) -> None:
    """Hold every byte of the file to the digest at its end: nothing is read past."""
    with tarfile.open(file) as tar:
        end = tar.getmembers()[-1]
    after = end.offset_data + -(-end.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
    with file.open("rb") as stream:
        stream.seek(end.offset_data + end.size)
        padding = stream.read(after - stream.tell())
        rest = stream.read(tarfile.RECORDSIZE * 2)
    seal = place / manifest.SEAL
    whole = (
        end.name == manifest.SEAL
        and seal.read_bytes() == manifest.digest_until(file, end.offset).encode()
        and not any(padding)
        and not any(rest)
        and file.stat().st_size % tarfile.RECORDSIZE == 0
    )
    if not whole:
        raise OperationFailedError(
            Text("备份文件有改动或不完整。", "The backup was changed or is cut off.")
        )


def _members(place: Path, held: Manifest) -> None:
    there = {f.relative_to(place).as_posix() for f in place.rglob("*") if f.is_file()} - {
        manifest.NAME,
        manifest.SEAL,
    }
    if missing := set(held.members) - there:
        raise _wrong(min(missing), "缺失", "is missing")
    if extra := there - set(held.members):
        raise _wrong(min(extra), "不在清单中", "is not in the manifest")
    for name, expected in held.members.items():
        if manifest.digest(place / name) != expected:
            raise _wrong(name, "与清单不符", "is not what was backed up")


def _wrong(name: str, zh: str, en: str) -> OperationFailedError:
    return OperationFailedError(Text(f"备份中的 {name} {zh}。", f"{name} in the backup {en}."))


def _known_migrations(held: Manifest) -> None:
    if unknown := unknown_migrations(held.migrations):
        raise OperationFailedError(
            Text(
                f"备份来自更新的版本（{held.version}，{unknown[-1]}）。请先升级程序。",
                f"The backup is of a newer release ({held.version}, {unknown[-1]}). "
                "Upgrade the program first.",
            )
        )


def unknown_migrations(applied: list[str]) -> list[str]:
    """Return the migrations that this release does not know: they are of a newer one."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return [
        name for name in applied if name not in known and name.partition(".")[0] not in _GONE_APPS
    ]


def _same(found: Content, held: Manifest) -> None:
    differing = {
        table
        for table in held.counts | found.counts
        if held.counts.get(table) != found.counts.get(table)
    }
    if differing:
        raise OperationFailedError(
            Text(
                f"表 {', '.join(sorted(differing))} 的行数与清单不符。",
                f"Tables {', '.join(sorted(differing))} have another count than the manifest.",
            )
        )
    if found.head != (held.head_number, held.head_digest):
        raise OperationFailedError(
            Text("操作记录的末尾与清单不符。", "The head of the log is not the manifest's.")
        )


def _put_in_place(place: Path, held: Manifest, now: datetime) -> None:
    _database_in(place, held, now)
    if (place / "files").is_dir():
        files = Path(settings.MEDIA_ROOT)
        files.parent.mkdir(parents=True, exist_ok=True)
        if files.exists():
            files.rmdir()
        shutil.move(place / "files", files)
        _close_to_others(files)
    anchored = place / "anchors" / anchors.FILE
    if anchored.is_file():
        anchors.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy(anchored, anchors.folder() / anchors.FILE)
    key = place / "secret.key"
    if key.is_file():
        target = Path(settings.HOME) / "secret.key"
        shutil.copy(key, target)
        target.chmod(0o600)


def _database_in(place: Path, held: Manifest, now: datetime) -> None:
    """Hold the outbox inside the copy, so that there is no moment in which it could send."""
    hold = _HOLD.format(now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"))
    if databases.on_sqlite():
        copy = place / "database.sqlite3"
        with closing(sqlite3.connect(copy)) as database:
            database.execute(hold.replace("INSERT", "INSERT OR REPLACE"))
            database.commit()
        replace_sqlite(copy, databases.sqlite_file())
        return
    databases.load_postgresql(place / "database.pgdump")
    try:
        _same(databases.postgresql_content(), held)
    except OperationFailedError:
        databases.empty_postgresql()
        raise
    with psycopg.connect(**databases.parameters()) as server:
        server.execute(f"{hold} ON CONFLICT DO NOTHING".encode())


def replace_sqlite(copy: Path, target: Path) -> None:
    """Put the copy in place; a journal left from an empty file must not be played into it."""
    copy.chmod(0o600)
    target.parent.mkdir(parents=True, exist_ok=True)
    for journal in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + journal).unlink(missing_ok=True)
    copy.replace(target)


def _close_to_others(files: Path) -> None:
    for path in [files, *files.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


def _all_files_there() -> None:
    lost = [digest for digest in attachments.stored() if not store.path_of(digest).is_file()]
    if lost:
        raise OperationFailedError(
            Text(
                f"数据已恢复，但有 {len(lost)} 个附件的内容不在备份中。",
                f"The data is restored, but the content of {len(lost)} files is not in the backup.",
            )
        )
