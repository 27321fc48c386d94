"""The `dayuan` command: making, checking, running and keeping a site."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dayuan.config.administrator import Admission


def language() -> str:
    """Return the language of the terminal: Chinese where it says so, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh-hans" if spoken.lower().startswith("zh") else "en"


def say(zh: str, en: str) -> None:
    """Print one line in the terminal's language."""
    click.echo(zh if language() == "zh-hans" else en)


def now() -> datetime:
    """Return the present instant: the command line is an outer edge, time enters here."""
    return datetime.now(UTC)


def start_django() -> None:
    """Load the settings and the modules; called by commands that need them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()


class _Asking(click.Command):
    """A command that asks the database, and says in one line that it cannot be reached."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        from dayuan.config.operations.commands import (  # noqa: PLC0415 - needs the drivers
            speaking_plainly,
        )

        with speaking_plainly():
            return super().invoke(ctx)


class _LateGroup(click.Group):
    """Adds the commands that keep a house running when somebody asks for one it lacks.

    They need the database's drivers; whoever checks a plan does not wait for those.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command by name."""
        self._complete()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name."""
        if cmd_name not in self.commands:
            self._complete()
        return super().get_command(ctx, cmd_name)

    def _complete(self) -> None:
        from dayuan.config import bench  # noqa: PLC0415 - keeps --help fast
        from dayuan.config.operations import commands  # noqa: PLC0415 - needs the drivers

        commands.register(self)
        self.add_command(bench.bench)


@click.group(cls=_LateGroup)
@click.version_option(package_name="dayuan")
def main() -> None:
    """Run the service plan of a government office compound."""


@main.group()
def handbook() -> None:
    """Check, load and measure service plans."""


@handbook.command("check")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--complete", is_flag=True, help="Demand that every live capability has a source.")
def handbook_check(path: Path, *, complete: bool) -> None:
    """Report every problem of a handbook at once; exit 1 if there is an error."""
    # Django stays asleep: a check reads files and compares them with the catalogue.
    from dayuan.config.catalogue import CATALOGUE  # noqa: PLC0415 - keeps --help fast
    from dayuan.handbook.load import check  # noqa: PLC0415 - keeps --help fast

    if not path.is_dir():
        say(
            f"{path} 不是文件夹。请给出方案所在的文件夹。",
            f"{path} is no folder; name the plan's folder.",
        )
        sys.exit(1)
    checked = check(path, CATALOGUE, complete=complete)
    for finding in checked.findings:
        click.echo(finding.report(language(), folder=str(path)))
    errors, warnings = len(checked.errors), len(checked.warnings)
    say(f"{errors} 处错误，{warnings} 处提醒", f"{errors} errors, {warnings} warnings")
    sys.exit(1 if checked.errors else 0)


@handbook.command("coverage", cls=_Asking)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def handbook_coverage(path: Path | None, *, as_json: bool) -> None:
    """Count what enforces each clause: of the plan in force, or of a folder."""
    start_django()
    from dayuan.config import installation  # noqa: PLC0415 - needs Django
    from dayuan.config.catalogue import CATALOGUE  # noqa: PLC0415 - needs Django
    from dayuan.handbook.coverage import coverage  # noqa: PLC0415 - keeps --help fast
    from dayuan.reference.sites import queries as sites  # noqa: PLC0415 - needs Django

    if path is not None:
        found = installation.read(path)
    else:
        site = sites.only_site()
        if site is None:
            say("还没有建立大院。", "There is no site yet; name a folder, or run dayuan init.")
            sys.exit(1)
        found = sites.plan_of(site.pk).handbook
    report = coverage(found, CATALOGUE).as_json()
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    for key in ("clauses", "enforced", "prepared", "principle", "not_yet"):
        click.echo(f"{key:>10} {report[key]}")


@handbook.command("load", cls=_Asking)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--consent", default="", help="Reference of the office's consent to this version.")
def handbook_load(path: Path, *, consent: str) -> None:
    """Load a handbook into its site; nothing happens where nothing changed."""
    start_django()
    from dayuan.config import installation  # noqa: PLC0415 - needs Django
    from dayuan.kernel.problems import Refused  # noqa: PLC0415 - keeps --help fast
    from dayuan.reference.sites import queries as sites  # noqa: PLC0415 - needs Django

    try:
        found = installation.read(path)
        site = sites.by_code(found.handbook.code)
        if site is None:
            say(
                "这个大院还没有建立，请先运行 dayuan init。",
                "No such site yet; run dayuan init first.",
            )
            sys.exit(1)
        changed = installation.renew(found, site, consent=consent, at=now())
    except installation.BadHandbookError as bad:
        for finding in bad.findings:
            click.echo(finding.report(language(), folder=str(path)))
        sys.exit(1)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(problem.says.in_language(language()))
        sys.exit(1)
    if changed:
        say("已启用新版本。", "A new revision is in force.")
    else:
        say("内容没有变化，未作改动。", "Nothing changed.")


@handbook.command("schema")
def handbook_schema() -> None:
    """Print the JSON Schema of handbook files, for editors."""
    from dayuan.handbook.jsonschema import json_schema  # noqa: PLC0415 - keeps --help fast

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@main.command(cls=_Asking)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--staff-number", prompt="Staff number", help="The administrator's staff number.")
@click.option("--name", prompt="Name", help="The administrator's name.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where people reach the site.")
def init(path: Path, *, staff_number: str, name: str, address: str) -> None:
    """Make a site from a handbook, and one administrator with a one-time link."""
    start_django()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    from dayuan.config import administrator, installation  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)
    try:
        found = installation.read(path)
    except installation.BadHandbookError as bad:
        for finding in bad.findings:
            click.echo(finding.report(language(), folder=str(path)))
        sys.exit(1)
    site, made = installation.install(found, at=now())
    if not made:
        say("这个大院已经建立。", "This site stands already.")
        sys.exit(1)
    admission = administrator.first_one(
        site=site, staff_number=staff_number, name=name, address=address, at=now()
    )
    say(
        "大院已建立。管理员首次登录（一次有效）：",
        "The site is made. The administrator's first login, once:",
    )
    _show(admission)


@main.command(cls=_Asking)
@click.option("--staff-number", prompt="Staff number", help="Whose password is forgotten.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where people reach the site.")
def slip(*, staff_number: str, address: str) -> None:
    """Void somebody's password and print a new slip: for the head of the line."""
    start_django()
    from dayuan.config import administrator  # noqa: PLC0415 - needs Django
    from dayuan.kernel.problems import Refused  # noqa: PLC0415 - keeps --help fast
    from dayuan.reference.sites import queries as sites  # noqa: PLC0415 - needs Django

    site = sites.only_site()
    if site is None:
        say("还没有建立大院，或不止一个。", "There is no site yet, or more than one.")
        sys.exit(1)
    try:
        admission = administrator.another_slip(
            site=site, staff_number=staff_number, address=address, at=now()
        )
    except Refused as refused:
        for problem in refused.problems:
            click.echo(problem.says.in_language(language()))
        sys.exit(1)
    if admission is None:
        say(f"没有工号为 {staff_number} 的账号。", f"Nobody's account is {staff_number}.")
        sys.exit(1)
    say("原密码已作废。重新登录（一次有效）：", "The old password is void. To log in again, once:")
    _show(admission)


def _show(admission: "Admission") -> None:
    click.echo(f"  {admission.link}")
    say(f"  工号 {admission.staff_number}   纸条上的码 {admission.code}",
        f"  staff number {admission.staff_number}   code {admission.code}")  # fmt: skip


@main.group()
def rosters() -> None:
    """Ask about shifts and the people who work them."""


@rosters.command("feasibility", cls=_Asking)
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="Of which month: 2026-12.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def rosters_feasibility(*, month: datetime | None, as_json: bool) -> None:
    """Hold each post's hours against its people: needed / planned / appointed, and what is open."""
    start_django()
    from dayuan.config import rosters as sheets  # noqa: PLC0415 - needs Django
    from dayuan.reference.sites import queries as sites  # noqa: PLC0415 - needs Django

    site = sites.only_site()
    if site is None:
        say("还没有建立大院，或不止一个。", "There is no site yet, or more than one.")
        sys.exit(1)
    found = sheets.report(site, month=month.date() if month else None, at=now())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for sheet in found:
        click.echo("\n".join(sheets.lines(sheet)))


@main.group()
def demo() -> None:
    """Run a bannered demonstration; never in production."""


@demo.command("prepare")
def demo_prepare() -> None:
    """Make the demonstration's database, plan and people where they are missing."""
    os.environ["DAYUAN_DEMO"] = "1"
    start_django()
    from dayuan.config import demonstration  # noqa: PLC0415 - needs Django

    demonstration.prepare(at=now())


@demo.command("at")
@click.argument("moment", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]))
def demo_at(*, moment: datetime) -> None:
    """Move the demonstration's clock on, to watch a night shift: 2026-12-01T02:30."""
    os.environ["DAYUAN_DEMO"] = "1"
    start_django()
    from dayuan.config import demonstration, demonstration_clock  # noqa: PLC0415 - needs Django

    try:
        local = demonstration.local(moment)
        demonstration_clock.move_to(local)
    except (ValueError, demonstration.NotADemonstrationError) as problem:
        say(f"没有改动：演示时钟只能往前走（{problem}）。", f"Nothing was changed: {problem}.")
        sys.exit(1)
    say(
        f"演示时钟现在是 {moment:%Y-%m-%d %H:%M}，会继续走。请重新登录。",
        f"The clock stands at {moment:%Y-%m-%d %H:%M} now and runs on. Log in again.",
    )


@demo.command("history")
@click.option("--days", default=365, show_default=True, help="How many days back.")
def demo_history(*, days: int) -> None:
    """Give a new demonstration a past of so many days (a year takes some minutes)."""
    os.environ["DAYUAN_DEMO"] = "1"
    start_django()
    from dayuan.config import demonstration  # noqa: PLC0415 - needs Django

    demonstration.prepare(at=now(), days=days)


@demo.command("run")
@click.option("--days", default=14, show_default=True, help="How many days of past to begin with.")
@click.option("--lan", is_flag=True, help="Let other devices in the network reach it.")
@click.option("--port", default=8000, show_default=True)
def demo_run(*, lan: bool, port: int, days: int) -> None:
    """Prepare what is missing, then run web and workers until Ctrl-C."""
    os.environ["DAYUAN_DEMO"] = "1"
    from dayuan.config import addresses  # noqa: PLC0415 - before the settings are read

    host, url = addresses.choose(lan=lan, port=port)
    if not addresses.is_free(host, port):
        say(
            f"端口 {port} 已被占用。换一个端口，例如：make run PORT={port + 1}",
            f"Port {port} is taken. Choose another one: make run PORT={port + 1}",
        )
        sys.exit(1)
    start_django()
    from dayuan.config import demonstration  # noqa: PLC0415 - needs Django
    from dayuan.config.operations import supervisor  # noqa: PLC0415 - needs Django

    demonstration.prepare(at=now(), days=days)

    def greet() -> None:
        demonstration.introduce(url=url, lan=lan, language=language())

    sys.exit(supervisor.run(host=host, port=port, ready=greet))


if __name__ == "__main__":
    main()
