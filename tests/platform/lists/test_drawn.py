"""A list on a page: headings that put it in order, columns one chooses, boxes to tick."""

import re

import pytest

from dayuan.reference.people.models import Person
from dayuan.work.web.case_sheet import SHEET
from tests.cast import JOINED, Cast
from tests.platform.lists.test_pages import fill

pytestmark = pytest.mark.django_db
BOX = re.compile(r'<label class="tick"><input [^>]*name="person" value="(\d+)"')


def opened(cast: Cast, address: str, who: str = "director") -> str:
    return getattr(cast, who).client.get(address).content.decode()


def headings(text: str) -> dict[str, tuple[str, str]]:
    """Return where each heading that leads somewhere leads to, and how it stands."""
    found = re.findall(
        r'role="columnheader"(?: aria-sort="(\w+)")?><a class="list-order" href="([^"]+)">([^<]+)',
        text,
    )
    return {word: (order, url.replace("&amp;", "&")) for order, url, word in found}


def test_a_heading_turns_the_list_round_and_back(cast):
    fill(cast, [1, 2])
    text = opened(cast, "/cases/?category=lift&show=all")
    assert "没有符合条件的" in text
    text = opened(cast, "/cases/?show=all")
    assert headings(text)["登记时间"] == ("descending", "?show=all&order=oldest")
    text = opened(cast, "/cases/?show=all&order=oldest")
    assert headings(text)["登记时间"] == ("ascending", "?show=all")
    assert "下一时限" not in headings(text), "no index carries what is due among all there ever was"
    assert headings(opened(cast, "/cases/"))["下一时限"] == ("", "?order=due")


def test_somebody_who_asks_for_nothing_sees_the_usual_columns(cast):
    fill(cast, [1])
    usual = opened(cast, "/cases/").count('role="columnheader"')
    assert usual == len(SHEET.usual_fields)
    chosen = opened(cast, "/cases/?field=number&field=closed")
    assert chosen.count('role="columnheader"') == 3
    assert "办结时间" in chosen


def test_what_is_narrowed_down_can_be_shown_whole_again_and_stays_in_its_order(cast):
    fill(cast, [1], category="lift")
    text = opened(cast, "/cases/?category=lift&order=due").replace("&amp;", "&")
    assert 'href="?order=due"' in text
    assert "共 1 项" in text


def test_boxes_stand_beside_those_without_an_account_for_who_may_open_one(cast):
    new = Person.objects.create(
        site=cast.site, staff_number="N9", name="新来的", name_key="xin", joined=JOINED
    )
    assert BOX.findall(opened(cast, "/people/")) == [str(new.pk)]
    assert "为勾选人员开通账号" in opened(cast, "/people/")
    assert BOX.findall(opened(cast, "/people/", "checker")) == []
    assert "为勾选人员开通账号" not in opened(cast, "/people/", "checker")


def test_where_nobody_can_be_ticked_there_is_nothing_to_send(cast):
    assert BOX.findall(opened(cast, "/people/?words=方建国")) == []
    assert '<form method="post" action="/people/accounts/issue/' not in opened(cast, "/people/")


def test_people_are_found_by_post_and_by_words(cast):
    assert "方建国" in opened(cast, "/people/?post=centre_director")
    assert "赵海涛" not in opened(cast, "/people/?post=centre_director")
    assert "赵海涛" in opened(cast, "/people/?words=赵")
