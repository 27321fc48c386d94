"""A supervisor resets the own people's passwords, nobody becomes the director by a slip."""

from datetime import timedelta

import pytest

from dayuan.config import administrator, installation
from dayuan.kernel.problems import Refused
from dayuan.platform.accounts import commands as accounts
from dayuan.platform.audit.models import Entry
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Kind
from dayuan.reference.people.supervision import may_reset, superiors
from dayuan.reference.sites import queries as sites


def reset(cast, who: str, whose: str, now) -> accounts.Slip:
    account_id = cast.members[whose].person.account_id
    return accounts.reset_password(
        account_id=account_id, present=True, actor=cast.members[who].actor(now), at=now
    )


def refused(cast, who: str, whose: str, now) -> None:
    with pytest.raises(Refused) as no:
        reset(cast, who, whose, now)
    assert "people.not_in_your_line" in {p.code for p in no.value.problems}


def appointed(cast, whose: str, post: str, now, *, start: int = 0) -> None:
    """Let somebody hold another post beside the own one, from so many days on."""
    people.appoint(
        person_id=cast.members[whose].person.pk, post=post, kind=Kind.CONCURRENT,
        start=sites.today(cast.site.pk, now) + timedelta(days=start), accepted=True,
        actor=installation.installer(cast.site.pk), at=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("supervisor", "technician"),
        ("captain", "guard"),
        ("deputy", "supervisor"),
        ("dispatcher", "guard"),
        ("dispatcher", "checker"),
        ("dispatcher", "liaison"),
        ("director", "deputy"),
    ],
)
def test_it_is_done_by_the_line_above_and_by_whoever_opens_accounts(cast, now, who, whose):
    reset(cast, who, whose, now)


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("supervisor", "director"),
        ("captain", "technician"),
        ("supervisor", "captain"),
        ("supervisor", "liaison"),
        ("deputy", "director"),
    ],
)
def test_nobody_resets_a_superior_or_another_line(cast, now, who, whose):
    refused(cast, who, whose, now)


@pytest.mark.parametrize("whose", ["director", "deputy"])
def test_whoever_opens_accounts_takes_over_nobody_above(cast, now, whose):
    assert cast.dispatcher.actor(now).holds("accounts.account.issue")
    refused(cast, "dispatcher", whose, now)


def test_a_refused_reset_leaves_the_password_and_no_slip(cast, now):
    refused(cast, "dispatcher", "director", now)
    account = accounts.queries.get_for(
        cast.director.actor(now), cast.director.person.account_id or 0
    )
    assert account.has_usable_password()
    assert account.one_time_code == ""


@pytest.mark.parametrize("days", [0, 30])
def test_who_leads_one_of_somebodys_posts_does_not_take_over_the_other(cast, now, days):
    reset(cast, "supervisor", "technician", now)
    appointed(cast, "technician", "security_supervisor", now, start=days)
    refused(cast, "supervisor", "technician", now)
    reset(cast, "director", "technician", now)


def test_a_post_that_was_given_up_gives_its_old_superior_nothing(cast, now):
    appointed(cast, "captain", "hvac_technician", now)
    actor = installation.installer(cast.site.pk)
    held = people.queries.appointments_of(cast.captain.person)
    own = next(a for a in held if a.post == "hvac_technician")
    today = sites.today(cast.site.pk, now)
    people.end_appointment(appointment_id=own.pk, on=today, actor=actor, at=now)
    refused(cast, "supervisor", "captain", now)


def test_the_head_of_the_line_gets_a_slip_at_the_server_and_the_log_says_so(cast, now):
    site = cast.site
    admission = administrator.another_slip(
        site=site, staff_number="1001", address="http://127.0.0.1", at=now
    )
    assert admission is not None
    accounts.choose_first_password(
        name="1001", code=admission.code, password="a new long password",
        actor=cast.director.actor(now), at=now,
    )  # fmt: skip
    entry = Entry.objects.filter(type="accounts.account.reset").latest("pk")
    assert entry.actor_key == "system:installer"
    nobody = administrator.another_slip(site=site, staff_number="X9", address="http://x", at=now)
    assert nobody is None


def test_the_line_goes_up_to_the_top_and_leaves_oneself_out(cast):
    plan = sites.plan_of(cast.site.pk)
    assert superiors(plan, ["hvac_technician"]) >= {"technical_supervisor", "centre_director"}
    assert superiors(plan, ["centre_director"]) == set()


def test_whoever_stands_below_may_not_though_he_opens_accounts_and_stands_in(cast):
    plan = sites.plan_of(cast.site.pk)

    def may(mine: str, *theirs: str, issues: bool = False) -> bool:
        return may_reset(plan, mine=[mine], theirs=set(theirs), issues=issues)

    for post in plan.handbook.posts:
        for above in superiors(plan, [post]):
            assert not may(post, above, issues=True), (post, above)
    assert may("affairs_assistant", issues=True)
    assert not may("affairs_assistant")
