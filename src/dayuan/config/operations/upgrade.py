"""A new release on the data of an older one: back up, change the database, look it over.

Nothing is changed before a backup is whole. On SQLite a change that fails is
taken back altogether: the database as it was is put in its place again. On
PostgreSQL each change is a transaction: the one that failed has left nothing,
the ones before it stay, and a second run goes on from there.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from dayuan.config.operations import backup, databases, doctor, health, ledger, restore, running
from dayuan.config.operations.doctor import Check
from dayuan.config.operations.failures import OperationFailedError
from dayuan.kernel.text import Text
from dayuan.platform.audit.verify import Report, verify

Say = Callable[[Text], None]

#: Where backups of upgrades go unless another folder is named.
FOLDER = "backups"
_COPY = "before-upgrade.sqlite3"
#: The doctor's findings that are only so because the house stands still meanwhile.
_STANDS_STILL = frozenset({"worker", "unsealed", "anchors", "static"})
#: His findings that an upgrade has to answer for.
_ANSWERED_FOR = frozenset({"database", "engine", "migrations", "triggers"})


def upgrade(*, folder: Path | None, now: datetime, say: Say) -> bool:
    """Bring the data up to this release; True when everything is in order afterwards.

    Raises :class:`OperationFailedError` where it must not begin, and where a change failed.
    """
    with running.alone():
        _fit_to_begin()
        if waiting := health.pending():
            say(_count(waiting))
            file = _backed_up(folder, now, say)
            _migrate(file)
            say(Text("② 数据库已更新。", "2. The database is changed."))
        else:
            say(Text("数据库已是最新，不用更新。", "The database is up to date already."))
        return _looked_over(now, say)


def _fit_to_begin() -> None:
    if failed := ledger.newest_failed():
        raise OperationFailedError(
            Text(
                f"最近一次备份失败（{failed.at:%Y-%m-%d %H:%M} UTC：{failed.why}）。"
                "请先让 dayuan backup 成功，再升级。",
                f"The newest backup failed ({failed.at:%Y-%m-%d %H:%M} UTC: {failed.why}). "
                "Let dayuan backup succeed first, then upgrade.",
            )
        )
    if databases.is_empty():
        raise OperationFailedError(
            Text(
                "这里还没有数据。请用 dayuan init 建立大院。",
                "There is no data here yet; make a site with dayuan init.",
            )
        )
    if newer := restore.unknown_migrations(_applied()):
        raise OperationFailedError(
            Text(
                f"数据库来自更新的版本（{newer[-1]}）。请安装那个版本，不能退回。",
                f"The database is of a newer release ({newer[-1]}). "
                "Install that one: there is no way back but a restore.",
            )
        )


def _applied() -> list[str]:
    return [f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations]


def _count(waiting: list[str]) -> Text:
    names = ", ".join(waiting)
    return Text(
        f"有 {len(waiting)} 个数据库变更要执行：{names}。",
        f"{len(waiting)} changes of the database wait: {names}.",
    )


def _backed_up(folder: Path | None, now: datetime, say: Say) -> Path:
    place = folder or Path(settings.HOME) / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise OperationFailedError(
            Text(
                f"备份文件夹 {place} 不能用：{problem.strerror}。没有任何改动。",
                f"The folder {place} cannot be used: {problem.strerror}. Nothing was changed.",
            )
        ) from problem
    _room_for(place)
    # The log is sealed by the release that wrote it: this one may know other columns.
    file, held = backup.make(place, now=now, sealed=False)
    restore.inspect(file)
    rows = sum(held.counts.values())
    say(
        Text(
            f"① 已备份并核对：{file}（{rows} 行）。",
            f"1. Backed up and checked: {file} ({rows} rows).",
        )
    )
    return file


def _room_for(place: Path) -> None:
    """Ask for the room of a backup, of its copy meanwhile, and of the copy kept beside."""
    data = [f for f in Path(settings.MEDIA_ROOT).rglob("*") if f.is_file()]
    size = sum(f.stat().st_size for f in data)
    if databases.on_sqlite():
        size += 3 * databases.sqlite_file().stat().st_size
    free = shutil.disk_usage(place).free
    if free < size + size // 5:
        need, have = size * 1.2 / 2**20, free / 2**20
        raise OperationFailedError(
            Text(
                f"磁盘空间不够：需要约 {need:.0f} MB，只有 {have:.0f} MB。",
                f"There is too little room: about {need:.0f} MB are needed, {have:.0f} MB free.",
            )
        )


def _migrate(file: Path) -> None:
    before = health.pending()
    with _kept_sqlite() if databases.on_sqlite() else _left_to_postgresql(file, before):
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _kept_sqlite() -> Iterator[None]:
    """Put the database back as it was when anything at all goes wrong inside."""
    copy = Path(settings.HOME) / _COPY
    connection.close()
    databases.copy_out(copy)
    try:
        yield
    except BaseException as problem:
        failed = _first_pending()
        connection.close()
        restore.replace_sqlite(copy, databases.sqlite_file())
        if not isinstance(problem, Exception):
            raise
        raise OperationFailedError(
            Text(
                f"变更 {failed} 失败（{type(problem).__name__}）。数据库已恢复原样，没有任何改动。"
                "请装回原来的版本后启动，并报告这个问题。",
                f"The change {failed} failed ({type(problem).__name__}). The database is put back "
                "as it was. Install the release you had, start it, and report this.",
            )
        ) from problem
    connection.close()
    copy.unlink()


@contextmanager
def _left_to_postgresql(file: Path, before: list[str]) -> Iterator[None]:
    """Say how far it came: each change is a transaction of its own."""
    try:
        yield
    except Exception as problem:
        connection.close()
        left = health.pending()
        done = len(before) - len(left)
        raise OperationFailedError(
            Text(
                f"变更 {left[0] if left else ''} 失败（{type(problem).__name__}），它没有留下改动；"
                f"在它之前的 {done} 个已经完成。请装上修正后的版本，再运行一次 dayuan upgrade；"
                f"或把 {file} 恢复到空的数据库，用原来的版本启动。",
                f"The change {left[0] if left else ''} failed ({type(problem).__name__}) and left "
                f"nothing behind; the {done} before it are done. Install a corrected release and "
                f"run dayuan upgrade again, or restore {file} into an empty database and start "
                "the release you had.",
            )
        ) from problem


def _first_pending() -> str:
    try:
        return next(iter(health.pending()), "")
    except DatabaseError:
        return ""


def _looked_over(now: datetime, say: Say) -> bool:
    """Verify the log and let the doctor look; the house stands still, which is no finding."""
    report = verify(now=now)
    found = [check for check in doctor.examine(now=now) if check.code not in _STANDS_STILL]
    todo = [check for check in found if check.todo is not None]
    for check in todo:
        say(Text(f"  · {check.says.zh}", f"  · {check.says.en}"))
    good = report.sound and not any(_is_bad(check) for check in found)
    say(_verdict(report, good=good))
    return good


def _is_bad(check: Check) -> bool:
    return check.code in _ANSWERED_FOR and check.level is doctor.Level.PROBLEM


def _verdict(report: Report, *, good: bool) -> Text:
    if not report.sound:
        count = len(report.findings)
        return Text(
            f"操作记录有 {count} 处问题，请运行 dayuan audit verify 查看，先不要启动。",
            f"The log has {count} findings: see dayuan audit verify, and do not start yet.",
        )
    if not good:
        return Text("请先处理上面的问题，再启动。", "See to the lines above before you start.")
    return Text(
        f"③ 检查完毕，操作记录完好（{report.seals} 条封存）。可以启动了。",
        f"3. Looked over; the log is sound ({report.seals} seals). Start the house.",
    )
