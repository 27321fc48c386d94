"""Views of a list: kept under a name, offered to others, deleted; the door stays the door."""

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.accounts.models import Account
from dayuan.platform.audit.models import Entry
from dayuan.platform.lists import commands, sweeps
from dayuan.platform.lists.models import View
from dayuan.platform.lists.rules import VIEWS_MOST
from tests.cast import NOW, Cast
from tests.platform.lists.test_pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ASKED = "category=lift&order=due"


def keep(cast: Cast, name: str, query: str = ASKED, who: str = "director", **more) -> View:
    given = {"sheet": "work.cases", "query": query, "shared": False, **more}
    return commands.keep(name=name, actor=getattr(cast, who).actor(), at=NOW, **given)


def page(cast: Cast, who: str = "director", query: str = "") -> str:
    return getattr(cast, who).client.get(f"/cases/{query}").content.decode()


def test_what_somebody_keeps_stands_above_the_list_and_leads_to_it(cast):
    fill(cast, [1], category="lift")
    browser = cast.director.client
    answer = browser.post(
        "/lists/work.cases/keep/", {"name": " 电梯 ", "query": ASKED}, follow=True
    )
    assert answer.redirect_chain == [(f"/cases/?{ASKED}", 302)]
    text = answer.content.decode()
    assert "视图已保存。" in text
    assert f'<a href="?{ASKED.replace("&", "&amp;")}" aria-current="true">' in text
    assert 'aria-current="true">' not in page(cast).split("电梯")[0].rsplit("<nav", 1)[1]


def test_kept_again_under_the_same_name_it_is_the_same_view(cast):
    keep(cast, "电梯")
    keep(cast, "电梯", "category=plumbing")
    assert View.objects.get().query == "category=plumbing"


def test_a_view_is_ones_own_until_it_is_offered_to_everybody(cast):
    keep(cast, "只给自己")
    keep(cast, "给大家", shared=True)
    for other in ("deputy", "guard"):
        assert "给大家" in page(cast, other)
        assert "只给自己" not in page(cast, other)


def test_a_shared_view_shows_each_reader_what_that_reader_may_see(cast):
    fill(cast, [1], category="lift", open_to_staff=False, title="不公开的事")
    keep(cast, "给大家", "category=lift", shared=True)
    assert "不公开的事" not in page(cast, "guard", "?category=lift")


def test_only_who_may_share_offers_a_view_to_others(cast):
    with pytest.raises(Refused):
        keep(cast, "给大家", who="guard", shared=True)
    assert keep(cast, "自己的", who="guard").shared is False
    assert "共享给" not in page(cast, "guard")
    assert "共享给" in page(cast, "director")


def test_nobody_keeps_a_view_of_a_list_that_is_closed_to_them(cast):
    with pytest.raises(Refused):
        keep(cast, "人员", who="guard", sheet="people.people")
    with pytest.raises(Refused):
        keep(cast, "没有", sheet="work.nothing")


def test_a_view_without_a_name_comes_back_as_it_was_sent(cast):
    browser = cast.director.client
    answer = browser.post("/lists/work.cases/keep/", {"name": " ", "query": ASKED})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'name="query" value="{ASKED.replace("&", "&amp;")}"' in text
    assert not View.objects.exists()


def test_a_name_with_a_mark_of_state_secrets_is_refused(cast):
    with pytest.raises(Refused):
        keep(cast, "绝密 来访")


def test_what_makes_no_sense_in_an_address_is_not_kept(cast):
    browser = cast.director.client
    query = "after=7&order=nonsense&category=lift&colour=blue"
    browser.post("/lists/work.cases/keep/", {"name": "电梯", "query": query})
    assert View.objects.get().query == "category=lift"


def test_there_are_only_so_many_views_of_a_list(cast):
    for number in range(VIEWS_MOST):
        keep(cast, f"视图{number}")
    with pytest.raises(Refused):
        keep(cast, "再来一个")
    keep(cast, "视图0", "category=plumbing")
    keep(cast, "再来一个", who="deputy")


def test_whoever_kept_a_view_deletes_it_and_nobody_else_does(cast):
    own = keep(cast, "自己的", who="guard")
    assert cast.director.client.post(f"/lists/views/{own.pk}/drop/").status_code == 404
    shared = keep(cast, "给大家", shared=True)
    assert cast.guard.client.post(f"/lists/views/{shared.pk}/drop/").status_code == 403
    assert cast.deputy.client.post(f"/lists/views/{shared.pk}/drop/").status_code == 302
    assert cast.guard.client.post(f"/lists/views/{own.pk}/drop/").status_code == 302
    assert not View.objects.exists()


def test_private_views_go_with_the_account_and_shared_ones_stay(cast):
    keep(cast, "自己的", who="guard")
    keep(cast, "给大家", shared=True)
    keep(cast, "主任的")
    assert sweeps.forget_views(now=NOW) == 0
    closed = [cast.guard.person.account_id, cast.director.person.account_id]
    Account.objects.filter(pk__in=closed).update(is_active=False, closed_at=NOW)
    assert sweeps.forget_views(now=NOW) == 2
    assert [one.name for one in View.objects.all()] == ["给大家"]


def test_what_a_view_is_called_stands_in_the_erasable_part_of_the_log(cast):
    keep(cast, "张三的事")
    entry = Entry.objects.get(type="lists.view.keep")
    assert entry.details == {"list": "work.cases", "shared": False}
