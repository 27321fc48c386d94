"""The first person of a new site: whoever may let in all others."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urljoin

from django.urls import reverse

from dayuan.config import installation
from dayuan.handbook.compiled import Compiled
from dayuan.platform.accounts import commands as accounts
from dayuan.platform.accounts import queries as account_queries
from dayuan.platform.accounts.commands import Slip
from dayuan.reference.people import commands as people
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site

#: What somebody must be allowed to do to let the others in.
NEEDED = frozenset({"people.person.manage", "people.appointment.manage", "accounts.account.issue"})


class NobodyMayError(Exception):
    """The plan gives no post what an administrator needs."""


def post_of(plan: Compiled) -> str:
    """Return the first post of the plan that may keep people and accounts."""
    for post in plan.handbook.posts:
        if plan.verbs_of([post]) >= NEEDED:
            return post
    raise NobodyMayError(", ".join(sorted(NEEDED)))


@dataclass(frozen=True, slots=True)
class Admission:
    """What the first person needs, once: where to go and what to type there."""

    link: str
    staff_number: str
    code: str
    valid_until: datetime


def first_one(*, site: Site, staff_number: str, name: str, address: str, at: datetime) -> Admission:
    """Appoint the first person, open the account and return how to get in.

    The code works once. Behind ``#`` in the link it stays in the browser: it
    reaches no server's log.
    """
    actor = installation.installer(site.pk)
    today = sites.today(site.pk, at)
    person = people.create_person(
        staff_number=staff_number, name=name, joined=today, actor=actor, at=at
    )
    post = post_of(sites.plan_of(site.pk))
    people.appoint(person_id=person.pk, post=post, start=today, actor=actor, at=at)
    slip = people.open_accounts(person_ids=[person.pk], actor=actor, at=at).slips[0].slip
    return _admission(slip, address)


def another_slip(*, site: Site, staff_number: str, address: str, at: datetime) -> Admission | None:
    """Void a password at the server and return how to get in again, or ``None`` for nobody.

    For the head of the line, whom nobody in the house may reset: whoever keeps the
    server could do worse, and the log names the server.
    """
    actor = installation.installer(site.pk)
    account = account_queries.of_number(actor, staff_number)
    if account is None:
        return None
    slip = accounts.reset_password(account_id=account.pk, present=True, actor=actor, at=at)
    return _admission(slip, address)


def _admission(slip: Slip, address: str) -> Admission:
    fragment = urlencode({"name": slip.staff_number, "code": slip.code})
    link = f"{urljoin(address, reverse('accounts:first'))}#{fragment}"
    return Admission(link, slip.staff_number, slip.code, slip.valid_until)
