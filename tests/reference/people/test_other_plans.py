"""Another compound, with other posts and words, runs on the same code."""

from datetime import date

import pytest

from dayuan.config import installation
from dayuan.platform.access.actors import actor_of
from dayuan.reference.people import commands, queries
from dayuan.reference.plans import queries as plans
from dayuan.resources.rosters import queries as rosters
from tests.cast import HARBOUR

TODAY = date(2026, 11, 20)


@pytest.fixture
def harbour(db, now):
    """Return the site of the second handbook."""
    plans.forget()
    site, _ = installation.install(installation.read(HARBOUR), at=now)
    yield site
    plans.forget()


def hire(site, number, post, now):
    actor = installation.installer(site.pk)
    person = commands.create_person(
        staff_number=number, name=f"Person {number}", joined=TODAY, actor=actor, at=now
    )
    commands.appoint(person_id=person.pk, post=post, start=TODAY, actor=actor, at=now)
    opened = commands.open_accounts(person_ids=[person.pk], actor=actor, at=now)
    found = actor_of(opened.slips[0].slip.account_id, at=now)
    assert found is not None
    return found


def test_its_posts_are_vacant_until_somebody_is_appointed(harbour, now):
    report = queries.establishment(harbour.pk, on=TODAY)
    assert report.held == 0
    assert report.vacant == report.headcount > 0
    posts = [line.code for line in report.lines]
    assert all(held.vacant for held in rosters.holdings(harbour.pk, posts, now).values())


def test_its_own_grants_decide_what_its_people_may_do(harbour, now):
    handbook = plans.compiled(harbour.revision_id).handbook
    for number, post in enumerate(handbook.posts, start=1):
        actor = hire(harbour, f"H{number}", post, now)
        granted = {
            verb
            for grant in handbook.permissions
            if post in grant.posts or grant.everyone
            for verb in grant.verbs
        }
        assert granted <= actor.verbs
    report = queries.establishment(harbour.pk, on=TODAY)
    assert report.held == len(handbook.posts)


def test_people_of_one_compound_do_not_know_those_of_another(harbour, cast, now):
    post = next(iter(plans.compiled(harbour.revision_id).handbook.posts))
    actor = hire(harbour, "H1", post, now)
    names = {person.name for person in queries.visible_to(actor)}
    assert names == {"Person H1"}
