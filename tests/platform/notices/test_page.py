import pytest
from django.urls import reverse

from dayuan.platform.access.actors import system_actor
from dayuan.platform.notices import queries
from dayuan.platform.notices.commands import tell
from dayuan.platform.notices.models import Notice
from tests.cast import NOW
from tests.platform.notices.conftest import NEWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, hidden):
    """Tell the guard about three things; the second is hidden."""
    hidden.add(2)
    for thing in (1, 2, 3):
        tell(
            persons=[cast.guard.person.pk],
            kind=NEWS.code,
            owner=("thing", thing),
            dedupe=f"told:{thing}",
            params={"n": thing},
            actor=system_actor("test", site_id=cast.site.pk),
            at=NOW,
        )
    return [Notice.objects.get(owner_id=thing) for thing in (1, 2, 3)]


def page(member):
    response = member.client.get(reverse("notices:list"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_guard_reads_what_happened_and_not_what_is_hidden(cast, told):
    shown = page(cast.guard)
    assert "灯坏了1" in shown
    assert "灯坏了3" in shown
    assert "灯坏了2" not in shown


def test_the_page_of_somebody_else_shows_nothing_of_it(cast, told):
    assert "灯坏了" not in page(cast.cleaner)


def test_opening_a_notice_reads_it_and_leads_to_the_record(cast, told):
    response = cast.guard.client.post(reverse("notices:follow", args=[told[0].pk]))
    assert response.url == "/things/1/"
    assert queries.unread(cast.guard.actor()) == 1


@pytest.mark.parametrize("which", ["hidden", "foreign", "nobody's"])
def test_a_notice_that_is_not_ones_own_does_not_exist(cast, told, which):
    member = cast.cleaner if which == "foreign" else cast.guard
    pk = {"hidden": told[1].pk, "foreign": told[0].pk, "nobody's": 10**9}[which]
    response = member.client.post(reverse("notices:follow", args=[pk]))
    assert response.status_code == 404
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_all_are_read_at_once(cast, told):
    cast.guard.client.post(reverse("notices:read_all"))
    assert queries.unread(cast.guard.actor()) == 0


def test_looking_changes_nothing(cast, told):
    page(cast.guard)
    for name, args in [("follow", [told[0].pk]), ("read_all", [])]:
        response = cast.guard.client.get(reverse(f"notices:{name}", args=args))
        assert response.status_code == 405
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_a_stranger_is_asked_to_sign_in(client, told):
    assert client.get(reverse("notices:list")).status_code == 302


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣"])
def test_a_senseless_page_breaks_nothing(cast, told, before):
    response = cast.guard.client.get(reverse("notices:list"), {"before": before})
    assert response.status_code == 200


def test_the_bell_asks_nothing_where_nothing_waits_and_once_where_something_does(
    cast, told, django_assert_num_queries
):
    """Which kinds wait is read with who acts; only their doors are asked."""
    waiting, none = cast.guard.actor(), cast.cleaner.actor()
    assert waiting.read[queries.READ] == "thing"
    with django_assert_num_queries(0):
        assert queries.unread(none) == 0
    with django_assert_num_queries(1):
        assert queries.unread(waiting) == 2


def test_who_acts_is_the_same_with_and_without_what_was_read_beside(cast, told):
    before = cast.guard.actor()
    cast.guard.client.post(reverse("notices:follow", args=[told[0].pk]))
    after = cast.guard.actor()
    assert before == after
    assert hash(before) == hash(after)
