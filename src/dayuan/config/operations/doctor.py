"""What is wrong with this house, and what to do about it."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from dayuan.config.operations import health, ledger
from dayuan.kernel import engine
from dayuan.kernel.text import Text
from dayuan.platform.attachments import limits, quotas
from dayuan.platform.audit import anchors, queries, sealer, triggers
from dayuan.platform.jobs import queries as jobs
from dayuan.platform.notices import queries as notices
from dayuan.reference.sites import queries as sites

_GB = 1024**3
_ANCHOR_AGE = timedelta(minutes=15)
_BACKUP_AGE = timedelta(hours=26)
_CLOCK = timedelta(minutes=1)
#: From this month on, next year's holidays should have been published.
_HOLIDAYS_KNOWN_FROM = 12


class Level(StrEnum):
    """How much a finding matters; only problems make the doctor end with 1."""

    GOOD = "good"
    NOTICE = "notice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it stands, and what to do where it does not stand well."""

    code: str
    level: Level
    says: Text
    todo: Text | None = None


Examination = Callable[[datetime], Iterator[Check]]


def examine(*, now: datetime) -> list[Check]:
    """Look at everything; without a database, at what can be looked at without one."""
    found = [check for look in (_permissions, _disk, _static, _modes) for check in look(now)]
    try:
        connection.ensure_connection()
        found += [*_engine(now), *_migrations(now)]
        if not health.pending():
            found += [check for look in _WITH_TABLES for check in look(now)]
    except DatabaseError:
        found.append(
            _bad(
                "database",
                "数据库连接不上或无法读取。",
                "The database cannot be reached or read.",
                "检查 DAYUAN_DATABASE_URL、数据库服务和磁盘。",
                "Check DAYUAN_DATABASE_URL, the database server and the disk.",
            )
        )
    return found


def _good(code: str, zh: str, en: str) -> Check:
    return Check(code, Level.GOOD, Text(zh, en))


def _mind(code: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    return Check(code, Level.NOTICE, Text(zh, en), Text(do_zh, do_en))


def _bad(code: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    return Check(code, Level.PROBLEM, Text(zh, en), Text(do_zh, do_en))


def _permissions(_now: datetime) -> Iterator[Check]:
    key = Path(settings.HOME) / "secret.key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield _bad(
            "secret_key",
            "secret.key 可以被其他用户读取。",
            "secret.key can be read by other users.",
            f"运行 chmod 600 {key}，并更换密钥。",
            f"Run chmod 600 {key}, and change the key.",
        )
    if stat.S_IMODE(Path(settings.HOME).stat().st_mode) & 0o007:
        yield _mind(
            "home",
            f"数据目录 {settings.HOME} 对所有人开放。",
            f"The home {settings.HOME} is open to everybody.",
            f"运行 chmod o-rwx {settings.HOME}。",
            f"Run chmod o-rwx {settings.HOME}.",
        )


def _disk(_now: datetime) -> Iterator[Check]:
    free = shutil.disk_usage(settings.HOME).free
    words = (f"磁盘剩余 {free / _GB:.1f} GB。", f"{free / _GB:.1f} GB are free on the disk.")
    advice = ("清理磁盘或扩容。", "Make room or add a disk.")
    if free < limits.FREE_BYTES:
        yield _bad("disk", *words, *advice)
    elif free < _GB:
        yield _mind("disk", *words, *advice)
    else:
        yield _good("disk", *words)


def _static(_now: datetime) -> Iterator[Check]:
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield _bad(
            "static",
            "页面样式和脚本还没有收集。",
            "The pages' styles and scripts are not collected.",
            "运行 dayuan up，启动时会自动收集。",
            "Start with dayuan up: it collects them.",
        )


def _modes(_now: datetime) -> Iterator[Check]:
    for name in ("DEBUG", "DEMO"):
        if getattr(settings, name):
            yield _mind(
                name.lower(),
                f"{name} 模式已打开。",
                f"{name} mode is on.",
                f"真实使用前去掉 DAYUAN_{name}。",
                f"Take DAYUAN_{name} away before real people use it.",
            )


def _engine(_now: datetime) -> Iterator[Check]:
    if connection.vendor == "postgresql":
        version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's own
        yield _good("engine", f"PostgreSQL {version}。", f"PostgreSQL {version}.")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0]).upper()
        cursor.execute("PRAGMA synchronous")
        flushes = cursor.fetchone()[0] == 2
    version = ".".join(map(str, engine.running_version()))
    words = (f"SQLite {version}，日志模式 {journal}。", f"SQLite {version}, journal {journal}.")
    safe = engine.wal_is_safe(engine.running_version()) or journal != "WAL"
    if not safe or not flushes:
        yield _bad(
            "engine",
            *words,
            "这个组合可能丢失已确认的数据，请立即停用并重装锁定的依赖。",
            "This pair may lose confirmed data: stop it and install the locked dependencies.",
        )
    elif journal != "WAL" and journal != "MEMORY":
        yield _mind(
            "engine",
            *words,
            "引擎版本不适合 WAL，已改用较慢的安全模式；请安装锁定的 pysqlite3。",
            "The engine is not fit for WAL, a slower safe mode is used; "
            "install the locked pysqlite3.",
        )
    else:
        yield _good("engine", *words)


def _migrations(_now: datetime) -> Iterator[Check]:
    if waiting := health.pending():
        yield _bad(
            "migrations",
            f"有 {len(waiting)} 个数据库变更没有执行。",
            f"{len(waiting)} migrations are pending.",
            "停止程序，运行 dayuan upgrade（先备份，再更新）。",
            "Stop the house and run dayuan upgrade: it backs up first.",
        )
    else:
        yield _good("migrations", "数据库结构是最新的。", "The database is up to date.")


def _log(now: datetime) -> Iterator[Check]:
    if lost := triggers.missing(connection):
        yield _bad(
            "triggers",
            f"操作记录的保护缺少 {len(lost)} 处：{', '.join(lost)}。",
            f"{len(lost)} guards of the log are missing: {', '.join(lost)}.",
            "查明是谁移除的，运行 dayuan audit verify，再运行 dayuan migrate。",
            "Find out who removed them, run dayuan audit verify, then dayuan migrate.",
        )
    waiting = sealer.backlog(now=now)
    if waiting.alarm:
        yield _bad(
            "unsealed",
            f"{waiting.count} 条操作记录超过一分钟没有封存。",
            f"{waiting.count} entries of the log have waited more than a minute for a seal.",
            "检查 worker 是否在运行。",
            "See whether the worker runs.",
        )
    yield from _anchored(now)


def _anchored(now: datetime) -> Iterator[Check]:
    number, _digest = queries.head()
    known, spoilt = anchors.read()
    newest = known[-1] if known else None
    behind = newest is None or newest.number < number
    if number and (spoilt or (behind and (newest is None or now - newest.at > _ANCHOR_AGE))):
        yield _bad(
            "anchors",
            "库外锚点已超过 15 分钟没有更新，或文件已损坏。",
            "The anchor outside the database is older than 15 minutes, or its file is damaged.",
            f"检查 worker 和目录 {anchors.folder()} 的写权限。",
            f"See whether the worker runs and may write to {anchors.folder()}.",
        )
    elif number:
        yield _good(
            "anchors", f"操作记录封存到第 {number} 号。", f"The log is sealed up to {number}."
        )


def _clock(now: datetime) -> Iterator[Check]:
    last = queries.newest_at()
    if last is not None and last - now > _CLOCK:
        yield _bad(
            "clock",
            "系统时钟早于最近一条操作记录。",
            "The clock stands before the newest entry of the log.",
            "校准服务器时间后再使用。",
            "Set the machine's clock right before going on.",
        )


def _work(now: datetime) -> Iterator[Check]:
    standing = jobs.standing(now=now)
    if not standing.worker_alive:
        yield _bad(
            "worker",
            "没有正在运行的 worker，提醒和封存都停着。",
            "No worker runs: notices and seals stand still.",
            "运行 dayuan worker（或 dayuan up）。",
            "Run dayuan worker (or dayuan up).",
        )
    else:
        yield _good("worker", "worker 正在运行。", "A worker runs.")
    if standing.held:
        yield _bad(
            "held",
            "发件箱处于暂停状态（恢复备份之后）。",
            "The outbox is held (after a restore).",
            "核对数据后运行 dayuan outbox release。",
            "Look the data over, then run dayuan outbox release.",
        )
    failed = len(standing.failed_deliveries) + standing.failed_jobs
    if failed or standing.failing_sweeps:
        names = ", ".join(standing.failing_sweeps)
        yield _bad(
            "failed",
            f"{failed} 项后台工作最终失败。{names}",
            f"{failed} pieces of background work have failed for good. {names}".strip(),
            "查看 worker 日志，排除原因后运行 dayuan outbox retry。",
            "Read the worker's log; when the cause is gone, run dayuan outbox retry.",
        )


def _holidays(now: datetime) -> Iterator[Check]:
    site = sites.only_site()
    if site is None or not sites.has_statutory_holidays(site.pk):
        return
    for year in (now.year, now.year + 1):
        if sites.published(site.pk, year):
            continue
        known = year == now.year or now.month >= _HOLIDAYS_KNOWN_FROM
        words = (
            f"{year} 年的节假日安排还没有录入，暂按周末推算。",
            f"The holidays of {year} are not entered; weekends are assumed.",
        )
        advice = (
            "国务院办公厅公布后，在“日历”页面录入。",
            "Enter them on the calendar page once the State Council has published them.",
        )
        yield _bad("holidays", *words, *advice) if known else _mind("holidays", *words, *advice)


def _backup(now: datetime) -> Iterator[Check]:
    last = ledger.last_backup()
    if failed := ledger.newest_failed():
        yield _bad(
            "backup_failed",
            f"最近一次备份失败：{failed.why}",
            f"The newest backup failed: {failed.why}",
            "排除原因，运行 dayuan backup。",
            "Remove the cause, then run dayuan backup.",
        )
    elif last is None or now - last > _BACKUP_AGE:
        yield _mind(
            "backup",
            "一天多没有备份了。" if last else "还没有做过备份。",
            "The last backup is more than a day old." if last else "There was no backup yet.",
            "运行 dayuan backup，并把文件存到另一台机器。",
            "Run dayuan backup and keep the file on another machine.",
        )


def _files(_now: datetime) -> Iterator[Check]:
    room = settings.FILES_OF_SITE
    for site_id, used in quotas.uses().items():
        share = used / room
        words = (
            f"{site_id} 号大院的文件用了 {used / _GB:.1f} GB，上限 {room / _GB:.0f} GB。",
            f"The files of site {site_id} take {used / _GB:.1f} of {room / _GB:.0f} GB.",
        )
        advice = (
            "磁盘够用时调高 DAYUAN_FILES_OF_SITE_GB，或加磁盘。到上限后只能写字，不能上传。",
            "Raise DAYUAN_FILES_OF_SITE_GB, or add a disk. Once full, no file is taken.",
        )
        if share >= quotas.ALARM:
            yield _bad("files", *words, *advice)
        elif share >= quotas.MIND:
            yield _mind("files", *words, *advice)
        else:
            yield _good("files", *words)


def _outward(_now: datetime) -> Iterator[Check]:
    found = notices.outward()
    if found.channels and not settings.PUBLIC_URL:
        yield _bad(
            "public_url",
            "开通了对外提醒渠道，但没有设置对外网址，消息发不出去。",
            "Channels of notices are set up, but no public address is: nothing is sent.",
            "设置 DAYUAN_PUBLIC_URL 后重新启动。",
            "Set DAYUAN_PUBLIC_URL and start again.",
        )
    if found.given_up:
        yield _mind(
            "outward",
            f"{found.given_up} 条对外提醒没有发出。",
            f"{found.given_up} notices were not sent out.",
            "在“对外提醒渠道”页面查看原因，排除后再发一次。",
            "The page of the channel says why; send them again when the cause is gone.",
        )


_WITH_TABLES: tuple[Examination, ...] = (_log, _clock, _work, _files, _outward, _holidays, _backup)


def unsafe_to_start() -> Check | None:
    """Return what forbids starting at all: a home that cannot be written to."""
    if not os.access(settings.HOME, os.W_OK | os.X_OK):
        return _bad(
            "home",
            f"不能写入数据目录 {settings.HOME}。",
            f"The home {settings.HOME} cannot be written to.",
            "更改目录权限，或用 DAYUAN_HOME 指定另一个目录。",
            "Change its permissions, or name another one with DAYUAN_HOME.",
        )
    return None
