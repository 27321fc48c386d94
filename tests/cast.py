"""The standing cast: the people in whose name the tests speak.

Made once for each test database by the same commands people use: the site of a
handbook, everybody who appears in the tests, one account each. Tests ask for
people by what they are (``cast.dispatcher``), never by ids.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.test import Client

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.platform.access.actors import Actor, actor_of
from dayuan.platform.accounts.models import Account
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Kind, Person
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.models import Site

ROOT = Path(__file__).resolve().parent.parent
PUKOU = ROOT / "handbooks" / "pukou"
HARBOUR = ROOT / "tests" / "handbooks" / "harbour"

#: A Friday, an ordinary working day: 2026-11-20 at 10:00 in Nanjing.
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
JOINED = date(2026, 1, 5)
PASSWORD = "a long enough password"

#: Who plays which part: the name in the tests, the post, and the person's name.
PARTS = {
    "director": ("centre_director", "方建国"),
    "deputy": ("director_assistant", "沈文博"),
    "dispatcher": ("affairs_assistant", "林春梅"),
    "checker": ("quality_officer", "苏丽娟"),
    "supervisor": ("technical_supervisor", "陈志强"),
    "technician": ("hvac_technician", "赵海涛"),
    "colleague": ("hvac_technician", "周永福"),
    "electrician": ("duty_electrician", "吴国庆"),
    "captain": ("security_supervisor", "马文博"),
    "guard": ("gate_guard", "孙建国"),
    "cleaner": ("floor_cleaner", "何桂兰"),
}
LIAISON = ("district_office", "顾小红")


@dataclass(frozen=True)
class Member:
    """One of the cast: a person with an account, who can act and open pages."""

    person: Person

    def actor(self, at: datetime = NOW) -> Actor:
        """Return the actor this person is at an instant."""
        found = actor_of(self.person.account_id or 0, at=at)
        assert found is not None, f"{self.person} stands for nobody at {at}"
        return found

    @cached_property
    def client(self) -> Client:
        """Return a browser in which this person is logged in."""
        client = Client()
        client.force_login(
            Account.objects.get(pk=self.person.account_id or 0),
            backend="dayuan.platform.accounts.backends.StaffNumberOrPhone",
        )
        return client


@dataclass(frozen=True)
class Cast:
    """Everybody, at one site."""

    site: Site
    members: dict[str, Member]

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(f"nobody in the cast is called {name}") from None


@lru_cache(maxsize=4)
def read(handbook: Path) -> Handbook:
    """Return a checked handbook; reading it once is enough for a test run."""
    return installation.read(handbook)


def assemble(handbook: Path = PUKOU) -> Cast:
    """Return the cast of a handbook's site; made where it does not stand yet."""
    plans.forget()
    site, made = installation.install(read(handbook), at=datetime(2026, 1, 1, tzinfo=UTC))
    if made:
        _hire(site)
    found = Person.objects.filter(site=site).select_related("site")
    by_name = {person.name: Member(person) for person in found}
    members = {part: by_name[name] for part, (_post, name) in PARTS.items()}
    members["liaison"] = by_name[LIAISON[1]]
    return Cast(site, members)


def _hire(site: Site) -> None:
    actor, at = installation.installer(site.pk), datetime(2026, 1, 5, tzinfo=UTC)
    chosen = []
    for number, (post, name) in enumerate(PARTS.values(), start=1001):
        person = people.create_person(
            staff_number=str(number), name=name, joined=JOINED, actor=actor, at=at
        )
        people.appoint(
            person_id=person.pk, post=post, kind=Kind.MAIN, start=JOINED, actor=actor, at=at
        )
        chosen.append(person.pk)
    unit, name = LIAISON
    liaison = people.register_liaison(
        staff_number="L001", name=name, unit=unit, joined=JOINED, actor=actor, at=at
    )
    opened = people.open_accounts(person_ids=[*chosen, liaison.pk], actor=actor, at=at)
    # One password for all, digested once: the slips have tests of their own.
    digest = make_password(PASSWORD)
    ids = [one.slip.account_id for one in opened.slips]
    Account.objects.filter(pk__in=ids).update(
        password=digest, one_time_code="", code_valid_until=None
    )
    assert sites.by_code(site.code) is not None
