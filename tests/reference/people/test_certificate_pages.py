"""The pages of certificates: who lacks what, noting, withdrawing, and one's own."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dayuan.reference.people.models import Certificate
from tests.permissions.plenty import asked
from tests.reference.people.certified import note, plan, put_in_force

pytestmark = pytest.mark.usefixtures("clock")
FIRST = datetime.combine(date(2026, 11, 1), time())
LAST = datetime.combine(date(2026, 11, 30), time())
WHOLE, MINE = "/people/certificates/", "/people/certificates/mine/"


def page(member, url, **extra) -> str:
    answer = member.client.get(url, **extra)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_page_of_a_guard_says_what_the_post_asks_for_and_by_which_law(cast):
    text = page(cast.dispatcher, f"/people/{cast.guard.person.pk}/")
    for word in ("保安员证", "未登记", "保安服务管理条例"):
        assert word in text
    assert "工程师资格" not in text


def test_a_certificate_is_noted_with_its_last_day_as_printed_and_stands_there(cast):
    url = f"/people/{cast.guard.person.pk}/certificates/new/"
    assert "看过原件" in page(cast.dispatcher, url)
    given = {"kind": "guard_certificate", "since": "2026-01-05", "last": "2027-01-04"}
    assert cast.dispatcher.client.post(url, given).status_code == 302
    assert Certificate.objects.get().until == date(2027, 1, 5)
    text = page(cast.dispatcher, f"/people/{cast.guard.person.pk}/")
    for word in ("有效", "2026年1月5日", "2027年1月4日", "作废"):
        assert word in text


def test_a_refused_certificate_keeps_what_was_typed_and_says_why(cast):
    note(cast)
    url = f"/people/{cast.guard.person.pk}/certificates/new/"
    given = {"kind": "guard_certificate", "since": "2026-11-20", "last": "2027-01-04"}
    answer = cast.dispatcher.client.post(url, given)
    assert answer.status_code == 422
    assert "请从 2026-12-01 起登记下一张" in answer.content.decode()
    assert "2027-01-04" in answer.content.decode()


def test_a_manager_does_not_note_the_own_one_and_is_not_offered_to(cast):
    own = cast.dispatcher.person.pk
    note, given = f"/people/{own}/certificates/new/", {"kind": "engineer", "since": "2026-01-05"}
    assert note not in page(cast.dispatcher, f"/people/{own}/")
    answer = cast.dispatcher.client.post(note, given)
    assert answer.status_code == 422
    assert "自己的证书不能由自己登记" in answer.content.decode()
    assert not Certificate.objects.exists()
    assert note in page(cast.director, f"/people/{own}/")
    assert cast.director.client.post(note, given).status_code == 302


def taken(member, query: str = "") -> list[list[object]]:
    """Return the rows of the file, with the line above and the headings."""
    answer = member.client.get(f"{WHOLE}file/{query}")
    assert answer.status_code == 200, answer.status_code
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active]


def test_what_the_page_lists_is_taken_away_as_a_file_with_days_as_days(cast):
    note(cast)
    line, heads, *rows = taken(cast.dispatcher, "?kind=guard_certificate&show=all")
    assert "保安员证" in str(line[0])
    assert "林春梅" in str(line[0])
    assert heads == ["工号", "姓名", "状态", "证书", "岗位", "生效日期", "有效期至（最后一天）",
                     "要求依据"]  # fmt: skip
    assert rows == [["1010", "孙建国", "有效", "保安员证", "护管门卫岗", FIRST,
                     LAST, "保安服务管理条例 第十六条"]]  # fmt: skip
    assert [row[1] for row in taken(cast.dispatcher)[2:]] == ["陈志强"]


def test_one_is_withdrawn_with_a_reason_and_is_gone_from_the_page(cast):
    url = f"/people/certificates/{note(cast).pk}/withdraw/"
    assert cast.dispatcher.client.post(url, {"reason": ""}).status_code == 422
    assert cast.dispatcher.client.post(url, {"reason": "登记错了"}).status_code == 302
    assert "未登记" in page(cast.dispatcher, f"/people/{cast.guard.person.pk}/")


def test_a_supervisor_reads_the_page_of_a_guard_and_no_certificate(cast):
    note(cast)
    text = page(cast.captain, f"/people/{cast.guard.person.pk}/")
    assert "保安员证" not in text
    assert cast.captain.client.get(WHOLE).status_code == 403


def test_ones_own_are_reached_from_ones_account_and_only_read(cast):
    note(cast)
    assert MINE in page(cast.guard, "/accounts/me/")
    text = page(cast.guard, MINE)
    assert "保安员证" in text
    assert "有效" in text
    assert "/withdraw/" not in text
    assert "您的岗位不要求证书" in page(cast.cleaner, MINE)
    assert MINE not in page(cast.liaison, "/accounts/me/")
    assert "保安员证" not in page(cast.liaison, MINE)


def test_a_manager_reads_the_own_ones_like_everybody_else(cast):
    note(cast, "dispatcher", by="director")
    assert "/withdraw/" not in page(cast.dispatcher, MINE)


def test_the_whole_site_is_sorted_by_urgency_and_what_is_valid_stands_apart(cast):
    put_in_force(cast, plan(60))
    assert WHOLE in page(cast.dispatcher, "/people/")
    before = page(cast.dispatcher, WHOLE)
    assert "只作提示" in before
    note(cast)
    text = page(cast.dispatcher, WHOLE)
    assert text.index("陈志强") < text.index("孙建国")
    assert "将到期" in text
    one_kind = page(cast.dispatcher, f"{WHOLE}?kind=guard_certificate")
    assert "陈志强" not in one_kind
    note(cast, "supervisor", kind="engineer", until=None)
    assert "陈志强" not in page(cast.dispatcher, WHOLE)
    everything = page(cast.dispatcher, f"{WHOLE}?show=all")
    assert "陈志强" in everything
    assert "长期有效" in everything


def test_addresses_that_make_no_sense_show_the_page_all_the_same(cast):
    for query in ("?from=x", "?from=-5", "?kind=none", "?from=99999999999"):
        assert cast.dispatcher.client.get(WHOLE + query).status_code == 200


def test_the_page_of_the_whole_site_asks_no_more_for_more_people(cast):
    def questions() -> int:
        return len(asked(cast.dispatcher.client, WHOLE + "?show=all"))

    one = questions()
    for number, part in enumerate(("guard", "supervisor", "captain")):
        note(cast, part, since=date(2026, 11, 1) + timedelta(days=number))
    assert questions() == one <= 8


@pytest.mark.parametrize("url", [WHOLE, MINE])
def test_the_pages_speak_english_too(cast, url):
    cast.dispatcher.client.cookies["dayuan_language"] = "en"
    assert 'lang="en"' in page(cast.dispatcher, url)
