"""A site that can be tried at once: the Pukou plan, invented people, some days of work.

Everything is made by the same commands that people use, with the time passed
in; nothing here may run where the demonstration is not switched on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import click
import segno
from django.conf import settings
from django.core.management import call_command

from dayuan.config import installation
from dayuan.config.operations.static import collect_if_missing
from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Handbook
from dayuan.platform.access.actors import Actor, actor_of
from dayuan.platform.accounts import commands as accounts
from dayuan.reference.people import commands as people
from dayuan.reference.people.queries import Kind, Person
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site

#: The one password of all demonstration logins; production has no default login.
PASSWORD = "dayuan-demo-2026"  # noqa: S105 - printed on purpose, only where DEMO is on

_FAMILY = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田"
    "董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜"
)
_GIVEN = (
    "建国",
    "秀英",
    "志强",
    "丽娟",
    "海涛",
    "春梅",
    "国庆",
    "小红",
    "永福",
    "桂兰",
    "文博",
    "雪",
)


class NotADemonstrationError(Exception):
    """The demonstration is not switched on here."""


@dataclass(frozen=True, slots=True)
class Login:
    """One login to try: the post as the plan calls it, and the staff number."""

    post: str
    name: str
    staff_number: str


def handbook_folder() -> Path:
    """Return the folder of the demonstrated plan: beside the source, or in the wheel."""
    beside = Path(__file__).resolve().parents[3] / "handbooks" / "pukou"
    return beside if beside.is_dir() else Path(str(files("dayuan") / "handbooks" / "pukou"))


def demonstrated() -> Handbook:
    """Return the demonstrated plan: what it leaves open is invented, and says that it is."""
    folder = handbook_folder()
    return installation.read(folder, instead=folder.parent / "demonstrations" / folder.name)


def stories(handbook: Path) -> Path:
    """Return the file of what happens in the demonstration of a handbook."""
    return handbook.parent / "demonstrations" / f"{handbook.name}.yaml"


def local(moment: datetime) -> datetime:
    """Return a wall-clock time of the demonstrated compound as an instant."""
    site = sites.only_site()
    if site is None:
        raise NotADemonstrationError("there is no demonstration yet; run `dayuan demo run` first")
    return moment.replace(tzinfo=sites.zone(site.pk))


def prepare(*, at: datetime, days: int = 0) -> None:
    """Make what is missing: database, plan, people, a past of ``days``, some cases of today.

    A demonstration that was left for a while lives on from where it stood.
    """
    if not settings.DEMO:
        raise NotADemonstrationError("set DAYUAN_DEMO=1; never where real people work")
    from dayuan.config import (  # noqa: PLC0415 - they build on this module
        demonstration_history,
        demonstration_registers,
        demonstration_rosters,
        demonstration_work,
    )

    call_command("migrate", verbosity=0)
    collect_if_missing()
    if (standing := sites.only_site()) is not None:
        demonstration_history.live_on(standing, file=stories(handbook_folder()), until=at)
        follow_the_plan(standing, at=at)
        demonstration_rosters.make(standing, at=at)
        return
    click.echo("· 服务方案  the service plan")
    handbook = demonstrated()
    site, _ = installation.install(handbook, at=at - timedelta(days=days + 30))
    click.echo("· 演示人员  demonstration people")
    appoint_everybody(site, at=at - timedelta(days=days + 20), soon=at.date() + _SOON)
    click.echo("· 演示场所和设备  places and equipment")
    demonstration_registers.make(
        site,
        file=demonstration_registers.registers(handbook_folder()),
        at=at - timedelta(days=days + 19),
    )
    click.echo("· 演示事项  some days of work")
    if days:
        demonstration_history.begin(
            site, file=stories(handbook_folder()), days=days, until=at, tell=_told
        )
    demonstration_work.make(site, file=stories(handbook_folder()), at=at)
    click.echo("· 演示班表  rosters")
    demonstration_rosters.make(site, at=at)


#: The consent under which a demonstration takes the plan that came with the program.
CONSENT = "演示系统：随程序更换服务方案"


def follow_the_plan(site: Site, *, at: datetime) -> bool:
    """Take the plan that came with the program into force; tell whether it was another one.

    A plan that somebody loaded into the demonstration stays.
    """
    if sites.history(site.pk)[0].consent not in ("init", CONSENT):
        return False
    handbook = demonstrated()
    if not installation.renew(handbook, site, consent=CONSENT, at=at):
        return False
    click.echo("· 服务方案有新版本，演示已换上  the demonstration runs the new plan")
    return True


def _told(day: date, count: int) -> None:
    if day.day == 1:
        click.echo(f"  {day:%Y-%m}  {count}")


#: Which of those who need a certificate lacks it, whose runs out, and how soon.
_LACKS, _RUNS_OUT, _SOON = 6, 9, timedelta(days=20)


def appoint_everybody(
    site: Site, *, at: datetime, first_number: int = 1001, soon: date | None = None
) -> None:
    """Fill every place of the establishment and open one login for each post.

    ``soon`` is the day on which somebody's certificate runs out.
    """
    plan, actor = sites.plan_of(site.pk), installation.installer(site.pk)
    start = at.astimezone(sites.zone(site.pk)).date() - timedelta(days=200)
    names = _names()
    first: dict[str, Person] = {}
    number = first_number
    for code, post in plan.handbook.posts.items():
        for _place in range(post.headcount):
            person = _person(next(names), str(number), start, actor=actor, at=at)
            people.appoint(person_id=person.pk, post=code, start=start, actor=actor, at=at)
            first.setdefault(code, person)
            number += 1
    _fill_roles(plan, start, actor=actor, at=at)
    _note_certificates(plan, start, soon or at.date() + _SOON, actor=actor, at=at)
    liaisons = _liaisons(plan, names, start, actor=actor, at=at)
    _open_logins([*first.values(), *liaisons], actor=actor, at=at)


def _person(name: str, number: str, start: date, *, actor: Actor, at: datetime) -> Person:
    return people.create_person(staff_number=number, name=name, joined=start, actor=actor, at=at)


def _fill_roles(plan: Compiled, start: date, *, actor: Actor, at: datetime) -> None:
    """Appoint as many holders to a role as the plan gives it, where it gives a number."""
    for code, role in plan.handbook.roles.items():
        if role.headcount is None:
            continue
        post = role.held_by[0]
        of_post = Person.objects.filter(
            site_id=actor.site_id, appointments__post=post, appointments__kind=Kind.MAIN
        )
        for person in list(of_post.order_by("staff_number")[: role.headcount]):
            people.appoint(
                person_id=person.pk, post=post, role=code, kind=Kind.ROLE, start=start,
                actor=actor, at=at,
            )  # fmt: skip


def _note_certificates(
    plan: Compiled, start: date, soon: date, *, actor: Actor, at: datetime
) -> None:
    """Let nearly everybody have what the post asks for: one lacks it, one has it until soon."""
    for kind, one in plan.handbook.qualifications.items():
        held = Person.objects.filter(
            site_id=actor.site_id, appointments__post__in=one.posts,
            appointments__kind=Kind.MAIN,
        )  # fmt: skip
        for number, person in enumerate(held.order_by("staff_number")):
            if number == _LACKS:
                continue
            until = soon if number == _RUNS_OUT else None
            people.note_certificate(
                person_id=person.pk, kind=kind, since=start, until=until, actor=actor, at=at
            )


def _liaisons(
    plan: Compiled, names: Iterator[str], start: date, *, actor: Actor, at: datetime
) -> list[Person]:
    parties = dict.fromkeys(p for grant in plan.handbook.permissions for p in grant.parties)
    return [
        people.register_liaison(
            staff_number=f"L{number:03}", name=next(names), unit=party, joined=start,
            actor=actor, at=at,
        )
        for number, party in enumerate(parties, start=1)
    ]  # fmt: skip


def _open_logins(chosen: list[Person], *, actor: Actor, at: datetime) -> None:
    opened = people.open_accounts(person_ids=[p.pk for p in chosen], actor=actor, at=at)
    for one in opened.slips:
        accounts.choose_first_password(
            name=one.slip.staff_number, code=one.slip.code, password=PASSWORD, actor=actor, at=at
        )


def _names() -> Iterator[str]:
    for n in range(10_000):
        yield _FAMILY[n % len(_FAMILY)] + _GIVEN[(n * 7 + n // len(_FAMILY)) % len(_GIVEN)]


def logins(site: Site, language: str) -> list[Login]:
    """Return one login for each post and each liaison, in the plan's order."""
    plan = sites.plan_of(site.pk)
    with_account = Person.objects.filter(site=site, account__isnull=False)
    by_post = {
        appointment.post: person
        for person in with_account.prefetch_related("appointments").order_by("-staff_number")
        for appointment in person.appointments.all()
        if appointment.kind == Kind.MAIN
    }
    found = [
        Login(post.title.text.in_language(language), by_post[code].name, by_post[code].staff_number)
        for code, post in plan.handbook.posts.items()
        if code in by_post
    ]
    for person in with_account.filter(side="liaison").order_by("staff_number"):
        party = plan.handbook.parties[person.unit].title.text
        found.append(Login(party.in_language(language), person.name, person.staff_number))
    return found


def introduce(*, url: str, lan: bool, language: str) -> None:
    """Print the address and the logins, and a code for the phone where it can be reached."""
    site = sites.only_site()
    if site is None:
        raise NotADemonstrationError("run prepare() first")
    click.echo("")
    click.secho(
        "  大院 Dayuan  演示环境，数据均为虚构 · demonstration, all data invented", bold=True
    )
    click.echo(f"  {url}")
    click.echo(f"  密码 password: {PASSWORD}")
    for login in logins(site, language):
        click.echo(f"    {login.staff_number:<6} {login.post}  {login.name}")
    if lan:
        click.echo("  本网络内的设备都能打开。 Every device in this network can open it.")
        segno.make(url).terminal(compact=True)


def someone(site: Site, post: str, *, at: datetime) -> Actor:
    """Return the actor of the first holder of a post who has a login."""
    person = Person.objects.filter(
        site=site, account__isnull=False, appointments__post=post, appointments__kind=Kind.MAIN
    ).earliest("staff_number")
    actor = actor_of(person.account_id or 0, at=at, via="demo")
    if actor is None:
        raise NotADemonstrationError(f"nobody holds {post}")
    return actor
