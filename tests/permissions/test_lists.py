"""What stands on the pages, for whom."""

import pytest

from dayuan.insight.queries.board import board
from dayuan.platform.notices.queries import unread
from dayuan.work.models import Case, Task
from tests.cast import NOW
from tests.permissions import lists

#: Left to `make test`, and there asked once: the doors themselves are asked on both engines.
pytestmark = [pytest.mark.whole, pytest.mark.once]


@pytest.mark.django_db
@pytest.mark.parametrize("one", lists.LISTS, ids=lambda one: one.what.replace(" ", "-"))
def test_words_stand_on_a_page_for_those_they_are_meant_for(world, one):
    assert one.may or one.others
    found = [lists.mismatch(world, one, part) for part in (*one.may, *one.others)]
    assert [wrong for wrong in found if wrong] == []


@pytest.mark.django_db
def test_the_numbers_on_the_board_count_visible_cases_only(world):
    actor, member = world.actor("director"), world.cast.electrician.actor()
    known = Case.objects.filter(site=world.cast.site, open_to_staff=True).exclude(phase="closed")
    tasks = Task.objects.filter(case__in=known, state__in=["ready", "accepted"])
    seen = board(actor, at=NOW, today=NOW.date())
    assert seen.numbers.open_cases == known.count()
    assert len(seen.tasks) == tasks.count()
    assert seen.numbers.untaken == tasks.filter(person=None).count()
    # Somebody who needs to know the hidden one counts one more.
    assert board(member, at=NOW, today=NOW.date()).numbers.open_cases == known.count() + 1


@pytest.mark.django_db
def test_the_bell_counts_only_notices_of_what_one_may_still_know(world):
    assert [unread(world.actor(p)) for p in ("guard", "liaison", "police")] == [1, 1, 0]
