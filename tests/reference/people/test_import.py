"""People and their posts out of a file: the same rules as on the page, and no passwords."""

from datetime import date

import pytest

from dayuan.platform.accounts.models import Account
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry
from dayuan.platform.imports import queries
from dayuan.platform.imports.models import Import
from dayuan.reference.people.models import Appointment, Kind, Person, Side
from tests.platform.imports.books import bring, opened, take

pytestmark = [
    pytest.mark.whole,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]
PEOPLE, POSTS = "people.people", "people.appointments"
WHO = ["工号", "姓名", "手机号", "入职日期", "所属单位"]
WHAT = ["工号", "姓名", "岗位", "任职开始日期", "结束日期（首个离岗日期）", "任职方式", "职能",
        "确认超编"]  # fmt: skip
DAY = date(2026, 11, 2)
NEW = [["2001", "葛明", "13700000001", DAY], ["n-2", "单小云", None, DAY]]


def people(cast, rows, who="dispatcher"):
    return bring(cast, rows, PEOPLE, who=who, heads=WHO)


def posts(cast, rows, who="director"):
    return bring(cast, rows, POSTS, who=who, heads=WHAT)


def last() -> Import:
    return Import.objects.latest("pk")


def wrong() -> dict[int, list[str]]:
    return {row.number: sorted(row.problems) for row in queries.to_correct(last())}


def written() -> int:
    return Entry.objects.filter(type__startswith="people.").count()


@pytest.fixture
def newcomers(cast):
    take(cast, people(cast, NEW), who="dispatcher")
    return {
        one.staff_number: one for one in Person.objects.filter(staff_number__in=["2001", "N-2"])
    }


# --- people -------------------------------------------------------------------------------


def test_people_are_registered_as_on_the_page_and_get_no_account(cast):
    accounts = Account.objects.count()
    take(cast, people(cast, NEW), who="dispatcher")
    one = Person.objects.get(staff_number="2001")
    assert (one.name, one.phone, one.joined, one.side) == ("葛明", "13700000001", DAY, Side.STAFF)
    assert one.name_key.startswith("ge")
    assert Person.objects.get(staff_number="N-2").account_id is None
    assert Account.objects.count() == accounts
    entry = Entry.objects.filter(type="people.person.create").latest("pk")
    assert entry.actor_key == cast.dispatcher.actor().key


def test_the_same_file_again_changes_nothing(cast, newcomers):
    before = written()
    again = people(cast, NEW)
    assert (last().new, last().changed, last().same) == (0, 0, 2)
    assert "导入没有问题的" not in again.content.decode()
    assert written() == before


def test_whoever_has_the_number_is_corrected_and_an_empty_cell_leaves_what_is_there(
    cast, newcomers
):
    take(
        cast, people(cast, [["２００１", "葛鸣"], ["N-2", None, "+86 137-0000-0002"]]), "dispatcher"
    )
    assert last().changed == 2
    assert (newcomers["2001"].phone, Person.objects.get(staff_number="2001").name) == (
        "13700000001", "葛鸣",
    )  # fmt: skip
    assert Person.objects.get(staff_number="N-2").phone == "13700000002"


def test_bad_rows_say_what_is_wrong_with_whom_and_the_good_ones_land(cast, newcomers):
    rows = [
        ["3001", "秦小雨", None, DAY], ["3002", None, None, DAY], ["3003", "高山"],
        ["3004", "绝密", None, DAY], [None, "无名", None, DAY], ["3001", "重复", None, DAY],
        ["2001", None, None, date(2020, 1, 1)], ["2001 ", "葛明", None, None, "公安系统"],
        ["3" * 21, "太长", None, DAY], ["3005", "河流", None, "昨天"],
    ]  # fmt: skip
    answer = people(cast, rows)
    assert wrong() == {
        3: ["name"], 4: ["joined"], 5: ["name"], 6: ["number"], 7: ["number"], 8: ["joined"],
        9: ["number", "party"], 10: ["number"], 11: ["joined"],
    }  # fmt: skip
    take(cast, answer, who="dispatcher")
    assert Person.objects.filter(staff_number__startswith="3").get().name == "秦小雨"


def test_somebody_who_speaks_for_an_outside_party_is_registered_as_such(cast):
    party = cast.site and cast.liaison.person.unit
    take(cast, people(cast, [["L9", "顾新", None, DAY, party]]), who="dispatcher")
    assert Person.objects.get(staff_number="L9").unit == party


def test_the_number_an_account_signs_in_with_follows_and_is_nobody_elses(cast):
    guard, cleaner = cast.guard.person.staff_number, cast.cleaner.person.staff_number
    take(cast, people(cast, [[guard, None, "13711111111"]]), who="dispatcher")
    assert Account.objects.get(pk=cast.guard.person.account_id).phone == "13711111111"
    people(cast, [[cleaner, None, "13711111111"]])
    assert wrong() == {2: ["phone"]}
    # Handed on within one file, in this order.
    take(
        cast, people(cast, [[guard, None, "13722222222"], [cleaner, None, "13711111111"]]),
        who="dispatcher",
    )  # fmt: skip
    assert (last().taken, last().refused) == (2, 0)


def test_who_may_not_change_an_account_is_told_before_and_not_after(cast):
    people(cast, [[cast.guard.person.staff_number, None, "13711111111"]], who="deputy")
    assert wrong() == {2: ["phone"]}


# --- appointments -------------------------------------------------------------------------


def test_posts_are_given_from_a_day_as_on_the_page(cast, newcomers):
    rows = [["2001", "葛明", "护管门卫岗", DAY], ["N-2", None, "patrol_guard", DAY],
            ["N-2", None, "护管巡查岗", DAY, None, None, "护管班长"]]  # fmt: skip
    take(cast, posts(cast, rows), who="director")
    assert (last().taken, last().refused, last().wrong) == (3, 0, 0)
    held = Appointment.objects.filter(person__in=newcomers.values()).order_by("pk")
    assert list(held.values_list("post", "kind", "role", "start", "end")) == [
        ("gate_guard", Kind.MAIN, "", DAY, None), ("patrol_guard", Kind.MAIN, "", DAY, None),
        ("patrol_guard", Kind.ROLE, "squad_leader", DAY, None),
    ]  # fmt: skip
    before = written()
    posts(cast, rows)
    assert (last().same, last().good) == (3, 0)
    assert written() == before


def test_what_the_page_warns_of_is_warned_of_and_goes_on_once_it_is_meant(cast, newcomers):
    supervisor = ["2001", None, "安保主管", DAY]
    answer = posts(cast, [supervisor])
    assert wrong() == {2: ["accepted"]}
    assert "方案定 1 人" in answer.content.decode()
    take(cast, posts(cast, [[*supervisor, None, None, None, "是"]]), who="director")
    entry = Entry.objects.filter(type="people.appointment.make").latest("pk")
    assert entry.details["accepted"] == ["people.over_headcount"]


def test_a_row_counts_those_before_it(cast, newcomers):
    """The plan has one mending electrician: the second row of a file is one too many."""
    rows = [["2001", None, "维修电工", DAY], ["N-2", None, "维修电工", DAY]]
    posts(cast, rows)
    assert (last().new, wrong()) == (1, {3: ["accepted"]})


def test_rows_that_cannot_be_say_why_by_column(cast, newcomers):
    rows = [
        ["9999", None, "护管门卫岗", DAY], ["2001", "别人", "护管门卫岗", DAY],
        ["2001", None, "没有的岗", DAY], ["2001", None, "护管门卫岗"],
        ["2001", None, "护管门卫岗", date(2020, 1, 1)],
        ["2001", None, "护管门卫岗", date(2026, 11, 3), DAY],
        ["2001", None, "保洁楼层岗", DAY, None, None, "护管班长"],
        ["2001", None, "护管巡查岗", DAY, None, "主岗", "护管班长"],
        ["2001", None, "护管巡查岗", DAY, None, "岗位兼职能", None],
        [cast.guard.person.staff_number, None, "护管巡查岗", DAY],
        [cast.liaison.person.staff_number, None, "护管巡查岗", DAY],
    ]  # fmt: skip
    posts(cast, rows)
    assert wrong() == {
        2: ["number"], 3: ["name"], 4: ["post"], 5: ["start"], 6: ["start"], 7: ["end"],
        8: ["role"], 9: ["kind"], 10: ["role"], 11: ["kind"], 12: ["number"],
    }  # fmt: skip


def test_an_appointment_that_is_there_gets_its_end_and_nothing_else(cast, newcomers):
    take(cast, posts(cast, [["2001", None, "护管门卫岗", DAY]]), who="director")
    until = date(2026, 12, 1)
    take(cast, posts(cast, [["2001", None, "护管门卫岗", DAY, until]]), who="director")
    assert (last().changed, last().taken) == (1, 1)
    assert Appointment.objects.get(person=newcomers["2001"]).end == until
    posts(cast, [["2001", None, "护管门卫岗", DAY]])
    assert last().same == 1
    posts(cast, [["2001", None, "护管门卫岗", DAY, date(2026, 12, 9)]])
    assert wrong() == {2: ["end"]}
    posts(cast, [["2001", None, "护管门卫岗", DAY, None, "代理"]])
    assert wrong() == {2: ["kind"]}


def test_one_table_serves_both_imports(cast):
    heads = ["工号", "姓名", "入职日期", "岗位", "任职开始日期"]
    rows = [["2001", "葛明", DAY, "护管门卫岗", DAY]]
    take(cast, bring(cast, rows, PEOPLE, who="director", heads=heads), who="director")
    take(cast, bring(cast, rows, POSTS, who="director", heads=heads), who="director")
    assert Appointment.objects.get(person__staff_number="2001").post == "gate_guard"


# --- who may ------------------------------------------------------------------------------


def test_people_and_posts_are_brought_by_those_who_keep_them(cast):
    assert people(cast, NEW, who="dispatcher").status_code == 200
    assert posts(cast, [["2001", None, "护管门卫岗", DAY]], who="dispatcher").status_code == 403
    for who in ("supervisor", "guard"):
        assert people(cast, NEW, who=who).status_code == 403


def test_what_was_brought_is_gone_for_who_lost_the_right(cast):
    path = people(cast, [["3002", None, "13700000009", DAY]]).request["PATH_INFO"]
    file = f"/files/{Attachment.objects.latest('pk').pk}/"
    assert b"".join(cast.dispatcher.client.get(file).streaming_content)
    Appointment.objects.filter(person=cast.dispatcher.person).update(post="gate_guard")
    answers = [cast.dispatcher.client.get(p) for p in (path, f"{path}corrections/", file)]
    assert [one.status_code for one in answers] == [403, 403, 404]


def test_the_log_of_the_import_names_nobody(cast):
    people(cast, NEW)
    entry = Entry.objects.filter(type="imports.import.read").get()
    assert "葛明" not in str(entry.details)
    assert "1370" not in str(entry.details)


def test_rows_to_correct_come_back_with_what_was_typed(cast, newcomers):
    path = posts(cast, [["2001", None, "没有的岗", DAY]]).request["PATH_INFO"]
    sheet = opened(cast.director.client.get(f"{path}corrections/"))
    row = [cell.value for cell in sheet[2]]
    assert row[:4] == ["2001", "", "没有的岗", "2026-11-02"]
    assert "请从列表中选" in row[-1]
