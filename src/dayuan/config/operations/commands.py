"""The part of the `dayuan` command that keeps a house running."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import django
import psycopg
from django.db import DatabaseError

from dayuan.config.operations import authority, processes, supervisor
from dayuan.config.operations.failures import OperationFailedError
from dayuan.config.operations.terminal import language, say
from dayuan.kernel.text import Text

logger = logging.getLogger(__name__)
_NO_DATABASE = Text(
    "数据库连接不上，或还没有建立。请运行 dayuan doctor 查看原因，或先运行 dayuan migrate。",
    "The database cannot be reached, or has no tables yet. "
    "Run dayuan doctor to see why, or dayuan migrate first.",
)
#: Codewords of the marks in front of the doctor's lines.
_MARKS = {"good": "✓", "notice": "!", "problem": "✗"}


class _Plain(click.Command):
    """A command that says in one line what stands in its way."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; a failure that is nobody's mistake in the program ends with 1."""
        with speaking_plainly():
            return super().invoke(ctx)


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Let a failure that is nobody's mistake in the program end with one line, and with 1."""
    try:
        yield
    except OperationFailedError as failed:
        say(failed.says, error=True)
    except (DatabaseError, psycopg.Error) as problem:
        logger.debug("%s", type(problem).__qualname__)
        say(_NO_DATABASE, error=True)
    else:
        return
    sys.exit(1)


class _PlainGroup(click.Group):
    """A group of such commands."""

    command_class = _Plain


def register(main: click.Group) -> None:
    """Add these commands to the program's own."""
    house = (serve, worker, live, up, migrate, upgrade, doctor, backup, restore)
    for one in (*house, outbox, audit, search, ca):
        main.add_command(one)


def _module(name: str) -> Any:
    """Return a module that needs Django, with Django set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")
    try:
        django.setup()
    except Exception as problem:  # noqa: BLE001 - whatever it is, a house that cannot start says so in one line
        say(
            Text(f"无法启动：{problem}", f"Dayuan cannot start: {problem}"),
            error=True,
        )
        sys.exit(1)
    return import_module(f"dayuan.{name}")


def _now() -> datetime:
    return datetime.now(UTC)


def _fit_to_start() -> None:
    """Refuse at once, in one line, what could only half start."""
    found = _module("config.operations.doctor").unsafe_to_start()
    if found is not None:
        say(found.says, error=True)
        say(found.todo, error=True)
        sys.exit(1)
    _module("config.operations.running").enter()
    _module("config.operations.static").collect_if_missing()


_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind.")
_PORT = click.option("--port", default=8000, show_default=True, help="Port to bind.")


@click.command(cls=_Plain)
@_HOST
@_PORT
def serve(host: str, port: int) -> None:
    """Answer requests, and nothing else; run `dayuan worker` beside it."""
    _fit_to_start()
    command = processes.web(host=host, port=port)
    os.execv(command[0], command)  # noqa: S606 - our own program, in place of this one


@click.command(cls=_Plain)
def worker() -> None:
    """Do the work after the commit: notices, sweeps, jobs, seals."""
    _fit_to_start()
    sys.exit(_module("config.operations.work").main())


@click.command(cls=_Plain)
@_HOST
@click.option("--port", default=8001, show_default=True, help="Port to bind.")
def live(host: str, port: int) -> None:
    """Tell open pages that something is new; beside `dayuan serve`, behind the web server."""
    _fit_to_start()
    command = processes.live(host=host, port=port)
    os.execv(command[0], command)  # noqa: S606 - our own program, in place of this one


@click.command(cls=_Plain)
@_HOST
@_PORT
def up(host: str, port: int) -> None:
    """Run web and worker together until Ctrl-C."""
    _fit_to_start()

    def ready() -> None:
        say(Text(f"已启动：http://{host}:{port}/", f"Dayuan answers at http://{host}:{port}/"))

    sys.exit(supervisor.run(host=host, port=port, ready=ready))


@click.command(cls=_Plain)
def migrate() -> None:
    """Bring the database up to date (back it up first)."""
    _module("config.operations.health")
    import_module("django.core.management").call_command("migrate", verbosity=1)


@click.command(cls=_Plain)
@click.option(
    "--backup-to", type=click.Path(path_type=Path), help="Folder of the backup.  [home/backups]"
)
def upgrade(*, backup_to: Path | None) -> None:
    """Bring the data up to this release: back up, change the database, look it over."""
    run = _module("config.operations.upgrade").upgrade
    sys.exit(0 if run(folder=backup_to, now=_now(), say=say) else 1)


@click.command(cls=_Plain)
def doctor() -> None:
    """Look the house over; exit 1 when something has to be done."""
    found = _module("config.operations.doctor").examine(now=_now())
    for check in found:
        say(
            Text(f"{_MARKS[check.level]} {check.says.zh}", f"{_MARKS[check.level]} {check.says.en}")
        )
        if check.todo is not None:
            say(Text(f"   → {check.todo.zh}", f"   → {check.todo.en}"))
    sys.exit(1 if any(check.level == "problem" for check in found) else 0)


@click.command(cls=_Plain)
@click.argument("target", type=click.Path(path_type=Path), default=".")
@click.option(
    "--with-key", is_flag=True, help="Put the signing key in: sessions and links live on."
)
def backup(target: Path, *, with_key: bool) -> None:
    """Write everything into one file: TARGET is a folder or the file's name."""
    make = _module("config.operations.backup").make
    file, held = make(target, now=_now(), with_key=with_key)
    rows, files = sum(held.counts.values()), len(held.members)
    say(
        Text(
            f"已备份到 {file}：{rows} 行，{files} 个文件，操作记录至第 {held.head_number} 号。",
            f"Backed up to {file}: {rows} rows, {files} files, the log up to {held.head_number}.",
        )
    )


@click.command(cls=_Plain)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check-only", is_flag=True, help="Only see whether the backup is whole.")
def restore(file: Path, *, check_only: bool) -> None:
    """Put a backup into an empty home and an empty database."""
    module = _module("config.operations.restore")
    if check_only:
        held = module.inspect(file)
        say(Text(f"备份完整（{held.made_at}）。", f"The backup is whole ({held.made_at})."))
        return
    held, report = module.restore(file, now=_now())
    say(
        Text(
            f"已恢复 {held.made_at} 的备份。发件箱已暂停，核对后运行 dayuan outbox release。",
            f"The backup of {held.made_at} is restored. The outbox is held: "
            "look the data over, then run dayuan outbox release.",
        )
    )
    if report is None:
        say(
            Text(
                "数据来自较早的版本：请先运行 dayuan upgrade，它会核对操作记录。",
                "The data is an older release's: run dayuan upgrade, which looks the log over.",
            )
        )
        return
    _report(report)


@click.group(cls=_PlainGroup)
def outbox() -> None:
    """Hold, release and retry what leaves after the commit."""


@outbox.command("status")
def outbox_status() -> None:
    """Say what waits and what failed."""
    standing = _module("platform.jobs.queries").standing(now=_now())
    failed = len(standing.failed_deliveries)
    held = Text("已暂停" if standing.held else "运行中", "held" if standing.held else "going")
    say(
        Text(
            f"发件箱{held.zh}：{standing.waiting} 条等待，{failed} 条失败，"
            f"{standing.failed_jobs} 项任务失败。",
            f"The outbox is {held.en}: {standing.waiting} wait, {failed} failed, "
            f"{standing.failed_jobs} jobs failed.",
        )
    )


@outbox.command("hold")
def outbox_hold() -> None:
    """Let nothing more leave."""
    commands = _module("platform.jobs.commands")
    commands.hold(reason="by_hand", actor=_operator(), at=_now())
    say(Text("发件箱已暂停。", "The outbox is held."))


@outbox.command("release")
def outbox_release() -> None:
    """Let the outbox go on after a restore."""
    commands = _module("platform.jobs.commands")
    waiting = commands.release(actor=_operator(), at=_now())
    if waiting is None:
        say(Text("发件箱本来就没有暂停。", "The outbox was not held."))
        return
    say(Text(f"发件箱已恢复，{waiting} 条待发。", f"The outbox goes on; {waiting} wait."))


@outbox.command("retry")
def outbox_retry() -> None:
    """Try again what failed for good."""
    queries, commands = _module("platform.jobs.queries"), _module("platform.jobs.commands")
    failed = queries.standing(now=_now()).failed_deliveries
    count = commands.retry(ids=failed, actor=_operator(), at=_now())
    say(Text(f"{count} 条将重新发送。", f"{count} are tried again."))


@click.group(cls=_PlainGroup)
def audit() -> None:
    """Check and seal the log that nobody edits."""


@audit.command("verify")
def audit_verify() -> None:
    """Walk the whole chain; exit 1 when anything does not hold."""
    _module("platform.audit.sealer").seal(now=_now())
    _report(_module("platform.audit.verify").verify(now=_now()))


@audit.command("seal")
def audit_seal() -> None:
    """Seal what is unsealed now, and anchor it."""
    count = _module("platform.audit.sealer").seal(now=_now(), full=True)
    _module("platform.audit.anchors").drop(now=_now(), force=True)
    say(Text(f"新封存 {count} 条。", f"{count} entries sealed."))


@click.group(cls=_PlainGroup)
def search() -> None:
    """Keep what search finds."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Write the index of search anew while the house goes on working."""

    def progress(source: Any, done: int) -> None:
        if done % 10_000 == 0:
            say(Text(f"{source.kind}：{done}", f"{source.kind}: {done}"))

    total = _module("platform.search.keeping").rebuild(progress)
    say(Text(f"索引已重建，共 {total} 条。", f"The index was written anew: {total} records."))


@click.group(cls=_PlainGroup)
def ca() -> None:
    """Give the compound its own HTTPS: phones need it for camera, passkeys, no network."""


@ca.command("make")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="Dayuan", show_default=True, help="What devices call it.")
def ca_make(folder: Path, *, name: str) -> None:
    """Make an authority in FOLDER, once; its certificate goes on every device."""
    certificate = authority.make(folder, name=name)
    say(
        Text(
            f"已建立。把 {certificate} 装到每台设备上；{folder} 里的密钥不要离开这台机器。",
            f"Made. Put {certificate} on every device; the keys in {folder} stay on this machine.",
        )
    )


@ca.command("issue")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("names", nargs=-1, required=True)
def ca_issue(folder: Path, names: tuple[str, ...]) -> None:
    """Issue, or renew, the server's certificate for NAMES and addresses."""
    certificate, key = authority.issue(folder, names=[name.lower() for name in names])
    days = authority.SERVER_DAYS
    say(
        Text(
            f"证书 {certificate}，密钥 {key}，{days} 天内有效，到期前再运行一次。",
            f"Certificate {certificate}, key {key}; good for {days} days, run this again before.",
        )
    )


def _report(report: Any) -> None:
    for finding in report.findings:
        click.echo(f"✗ {finding.code} [{finding.place}] {finding.says.in_language(language())}")
    if not report.sound:
        count = len(report.findings)
        say(Text(f"发现 {count} 处问题。", f"{count} findings."), error=True)
        sys.exit(1)
    say(
        Text(
            f"操作记录完好：{report.seals} 条封存，{report.anchors} 个库外锚点。",
            f"The log is sound: {report.seals} seals, {report.anchors} anchors outside.",
        )
    )


def _operator() -> Any:
    """Return the person at the machine: known as the command line, with one verb."""
    actors = _module("platform.access.actors")
    site = _module("reference.sites.queries").only_site()
    commands = _module("platform.jobs.commands")
    return actors.Actor(
        site_id=site.pk if site else 0,
        name="cli",
        side="system",
        verbs=frozenset({commands.MANAGE}),
        via="cli",
    )
