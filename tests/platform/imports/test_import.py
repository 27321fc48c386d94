"""Bringing rows in a file: judged first, taken by the commands, told by row and column."""

from datetime import date, timedelta

import pytest

from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry
from dayuan.platform.imports import commands, limits, queries, sweeps, taking, worker
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.imports.web import views
from dayuan.platform.jobs import worker as jobs
from dayuan.reference.people.models import Appointment
from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.commands import items as equipment
from dayuan.resources.equipment.models import Item
from tests.cast import NOW
from tests.platform.imports.books import HEADS, ITEMS, PLACES, book, bring, opened, take

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GOOD = [["KT-01", "冷水机组"], ["KT-02", "冷却塔"]]


def only() -> Import:
    return Import.objects.get()


def test_nothing_changes_before_somebody_looked_and_pressed_the_button(cast):
    answer = bring(cast, GOOD)
    assert "已检查，还没有改动任何内容。" in answer.content.decode()
    assert (only().new, Item.objects.count()) == (2, 0)
    text = take(cast, answer).content.decode()
    assert "已导入 2 行" in text
    assert sorted(Item.objects.values_list("code", "name")) == [
        ("KT-01", "冷水机组"), ("KT-02", "冷却塔"),
    ]  # fmt: skip


def test_each_row_is_one_command_of_whoever_brought_it(cast):
    take(cast, bring(cast, GOOD))
    entries = Entry.objects.filter(type="equipment.item.register")
    assert [one.actor_key for one in entries] == [cast.supervisor.actor().key] * 2


def test_one_looks_at_what_would_be_taken_before_it_is(cast):
    text = bring(cast, [["KT-01", "冷水机组", None, None, date(2020, 5, 1)]]).content.decode()
    assert "名称：冷水机组；投用日期：2020-05-01" in text
    many = bring(cast, [[f"KT-{n}", "泵"] for n in range(queries.LOOKED_AT + 2)]).content.decode()
    assert "先列出 22 行中的 20 行" in many
    assert "KT-19" in many
    assert "KT-21" not in many


def test_a_file_brought_again_changes_nothing(cast):
    take(cast, bring(cast, GOOD))
    answer = bring(cast, GOOD)
    again = Import.objects.latest("pk")
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert "导入没有问题的" not in answer.content.decode()


def test_what_is_there_already_is_corrected_and_an_empty_cell_leaves_it(cast):
    take(cast, bring(cast, [["KT-01", "冷水机组", None, None, date(2020, 5, 1)]]))
    answer = bring(cast, [["kt-01", "一号冷水机组", None, None, None]])
    assert "名称：冷水机组 → 一号冷水机组" in answer.content.decode()
    take(cast, answer)
    item = Item.objects.get()
    assert (item.name, item.in_service_since) == ("一号冷水机组", date(2020, 5, 1))


def test_bad_rows_are_told_by_row_and_column_and_the_good_ones_are_taken(cast):
    rows = [
        ["KT-01", "冷水机组"], ["空调", "风机"], ["KT-02", ""], ["KT-03", "泵", "没有的系统"],
        ["KT-04", "泵", None, "ZZ-1"], ["KT-05", "泵", None, None, "昨天"], ["KT-01", "重复"],
        [None, "没有编号"], ["KT-06", "绝密 来访"],
    ]  # fmt: skip
    answer = bring(cast, rows)
    wrong = {
        row.number: sorted(row.problems) for row in queries.to_correct(only())
    }  # fmt: skip
    assert wrong == {
        3: ["code"], 4: ["name"], 5: ["system"], 6: ["place"], 7: ["since"], 8: ["code"],
        9: ["code"], 10: ["name"],
    }  # fmt: skip
    text = answer.content.decode()
    for words in ("第 6 行", "没有这个场所", "请写日期", "与第 2 行重复", "请从列表中选"):
        assert words in text
    take(cast, answer)
    assert list(Item.objects.values_list("code", flat=True)) == ["KT-01"]


def test_rows_to_correct_come_down_as_typed_and_can_be_brought_again(cast):
    answer = bring(cast, [["=1+1", "冷水机组"], ["KT-02", "塔", None, "ZZ-1"]])
    path = answer.request["PATH_INFO"]
    sheet = opened(cast.supervisor.client.get(f"{path}corrections/"))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:2] == ("=1+1", "冷水机组")
    assert sheet["A2"].data_type == "s"
    assert "没有这个场所" in rows[2][-1]
    mended = [["KT-01", *rows[1][1:]], [*rows[2][:4], None, *rows[2][5:]]]
    again = bring(cast, mended, heads=list(rows[0]))
    assert "这些列不认识" not in again.content.decode()
    assert Import.objects.latest("pk").new == 2


def test_a_formula_is_a_text_like_any_other(cast):
    take(cast, bring(cast, [["KT-01", "=HYPERLINK(1)"]]))
    assert Item.objects.get().name == "=HYPERLINK(1)"


def test_the_template_is_itself_no_row_and_offers_what_there_is_to_choose(cast):
    answer = cast.supervisor.client.get(f"/imports/{ITEMS}/template/")
    sheet = opened(answer)
    assert [cell.value for cell in sheet[1]][:2] == ["编号 *", "名称 *"]
    assert len(sheet.data_validations.dataValidation) == 2
    refused = bring(cast, answer.content)
    assert refused.status_code == 422
    assert "没有要导入的行" in refused.content.decode()


def test_headings_are_read_in_either_language_and_any_order(cast):
    heads = ["Colour", "NAME", "Code*"]
    answer = bring(cast, [["blue", "Chiller", "KT-01"]], heads=heads)
    assert "这些列不认识，没有读：Colour" in answer.content.decode()
    take(cast, answer)
    assert Item.objects.get().name == "Chiller"


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        (["什么", "都不是"], "没有找到表头"),
        (["名称", "系统"], "文件缺少这些列：编号"),
        (["编号", "名称", "编号"], "出现了两次"),
    ],
)
def test_a_table_without_its_headings_is_refused_with_what_is_missing(cast, heads, says):
    answer = bring(cast, [["KT-01"] * len(heads)], heads=heads)
    assert says in answer.content.decode()
    assert not Import.objects.exists()


def test_places_come_in_one_file_with_what_lies_above_them(cast):
    rows = [
        ["ZL", "楼", "主楼", None], ["ZL-3", "楼层", "3层", "ZL"],
        ["ZL-3012", "room", "3012", "ZL-3"],
        ["ZL-9", "楼层", "9层", "没有"], ["ZL-3012-A", "其他场所", "柜子", "ZL-3012"],
        ["ZL-3012-B", "其他场所", "太深", "ZL-3012-A"], ["ZL-4", None, "4层", "ZL"],
    ]  # fmt: skip
    answer = bring(cast, rows, PLACES)
    wrong = {row.number: sorted(row.problems) for row in queries.to_correct(only())}
    assert wrong == {5: ["parent"], 7: ["parent"], 8: ["kind"]}
    take(cast, answer)
    assert only().refused == 0
    room = Place.objects.get(code="ZL-3012")
    assert str(room.full_title) == "主楼3层3012"
    bring(cast, rows, PLACES)
    assert Import.objects.latest("pk").same == 4


def test_what_stands_in_a_place_that_is_in_use_is_found_by_code_or_full_title(cast):
    take(cast, bring(cast, [["ZL", "楼", "主楼"], ["ZL-3", "楼层", "3层", "ZL"]], PLACES))
    take(cast, bring(cast, [["KT-01", "机组", None, "zl-3"], ["KT-02", "塔", None, "主楼 3层"]]))
    assert set(Item.objects.values_list("place__code", flat=True)) == {"ZL-3"}


def test_places_that_were_moved_or_take_others_along_are_judged_as_the_command_does(cast):
    take(
        cast,
        bring(cast, [["A", "楼", "甲"], ["B", "楼", "乙"], ["A-1", "楼层", "1层", "A"]], PLACES),
    )
    answer = bring(cast, [["A", None, None, "B"], ["A-1", None, None, "B"], ["B", "楼层"]], PLACES)
    last = Import.objects.latest("pk")
    wrong = {row.number: sorted(row.problems) for row in queries.to_correct(last)}
    assert wrong == {2: ["parent"], 4: ["kind"]}
    take(cast, answer)
    assert Place.objects.get(code="A-1").parent.code == "B"


# --- who may ------------------------------------------------------------------------------


def test_only_who_keeps_a_register_brings_rows_for_it(cast):
    assert bring(cast, GOOD, who="dispatcher").status_code == 403
    assert bring(cast, [["A", "楼", "甲"]], PLACES, who="dispatcher").status_code == 200
    assert cast.guard.client.get("/imports/").status_code == 403
    assert cast.guard.client.get(f"/imports/{ITEMS}/template/").status_code == 403
    page = cast.dispatcher.client.get("/imports/").content.decode()
    assert f"/imports/{PLACES}/" in page
    assert f"/imports/{ITEMS}/" not in page
    assert bring(cast, GOOD, "no.such", heads=HEADS[ITEMS]).status_code == 404


def test_the_way_there_shows_to_those_who_may_alone(cast):
    for path in ("/equipment/", "/places/"):
        assert "从 Excel 导入" in cast.supervisor.client.get(path).content.decode()
    assert "从 Excel 导入" not in cast.technician.client.get("/equipment/").content.decode()


def test_what_somebody_brought_is_not_there_for_anybody_else(cast):
    path = bring(cast, [["KT-01", "冷水机组"], ["", "x"]]).request["PATH_INFO"]
    director = cast.director.client
    assert director.get(path).status_code == 404
    assert director.get(f"{path}corrections/").status_code == 404
    assert director.post(f"{path}start/").status_code == 404
    assert director.post(f"{path}cancel/").status_code == 404
    file = Attachment.objects.get(owner_kind=queries.IMPORT)
    assert director.get(f"/files/{file.pk}/").status_code == 404
    assert b"".join(cast.supervisor.client.get(f"/files/{file.pk}/").streaming_content)


def test_who_lost_the_right_meanwhile_takes_nothing(cast):
    bring(cast, GOOD)
    commands.start(import_id=only().pk, actor=cast.supervisor.actor(), at=NOW)
    Appointment.objects.filter(person=cast.supervisor.person).update(end=NOW.date())
    taking.run(only().pk, now=NOW + timedelta(days=1))
    assert (only().state, Item.objects.count()) == ("failed", 0)


# --- taking -------------------------------------------------------------------------------


def started(cast, rows) -> Import:
    bring(cast, rows)
    return commands.start(import_id=only().pk, actor=cast.supervisor.actor(), at=NOW)


def test_a_row_that_fails_after_all_is_kept_with_its_reasons_and_the_others_go_on(cast):
    row = started(cast, [["KT-01", "机组"], ["KT-02", "塔"]])
    equipment.register(
        code="KT-01", described=equipment.Described(name="别人登记的"),
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip
    item = Item.objects.get()
    equipment.change_state(
        item_id=item.pk, act="retire", reason="旧", actor=cast.director.actor(), at=NOW
    )
    taking.run(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.taken, row.refused) == ("done", 1, 1)
    text = cast.supervisor.client.get(f"/imports/run/{row.pk}/").content.decode()
    assert "已经报废" in text


def test_after_a_kill_the_next_worker_goes_on_where_it_stopped(cast, monkeypatch):
    monkeypatch.setattr(taking, "TOGETHER", 2)
    row = started(cast, [[f"KT-{n}", "泵"] for n in range(5)])
    calls = []
    register = equipment.register

    def killed(**given):
        calls.append(given["code"])
        made = register(**given)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(equipment, "register", killed)
    with pytest.raises(KeyboardInterrupt):
        taking.run(row.pk, now=NOW)
    assert (Item.objects.count(), Import.objects.get().taken) == (2, 2)
    taking.run(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.taken, Item.objects.count()) == ("done", 5, 5)
    assert calls.count("KT-0") == 1


def test_rows_that_another_worker_has_are_left_to_it_and_the_others_taken(cast, monkeypatch):
    """Both read the same rows; the other one claims the first two before we do."""
    row = started(cast, [[f"KT-{n}", "泵"] for n in range(4)])
    read, held = queries.to_take, []

    def then_claimed(batch, **given):
        found = read(batch, **given)
        if not held:
            held.extend(one.pk for one in found[:2])
            ImportRow.objects.filter(pk__in=held).update(result="taken")
        return found

    monkeypatch.setattr(queries, "to_take", then_claimed)
    taking.run(row.pk, now=NOW)
    assert sorted(Item.objects.values_list("code", flat=True)) == ["KT-2", "KT-3"]


def test_an_import_that_is_cancelled_stops_and_what_was_taken_stays(cast, monkeypatch):
    monkeypatch.setattr(taking, "TOGETHER", 1)
    row = started(cast, [["KT-1", "泵"], ["KT-2", "泵"], ["KT-3", "泵"]])
    register = equipment.register

    def one(**given):
        made = register(**given)
        if given["code"] == "KT-2":
            commands.cancel(import_id=row.pk, actor=cast.supervisor.actor(), at=NOW)
        return made

    monkeypatch.setattr(equipment, "register", one)
    taking.run(row.pk, now=NOW)
    assert list(Item.objects.values_list("code", flat=True)) == ["KT-1"]


def test_a_long_file_is_taken_by_a_worker_while_one_watches(cast, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    answer = take(cast, bring(cast, GOOD))
    assert "正在导入" in answer.content.decode()
    assert Item.objects.count() == 0
    jobs.drain(now=NOW)
    assert (only().state, Item.objects.count()) == ("done", 2)
    assert worker._CONSUMER == "imports:take_rows"


def test_file_and_rows_go_after_a_week(cast):
    take(cast, bring(cast, [*GOOD, ["", "x"]]))
    sweeps.tidy(now=NOW + timedelta(days=6, hours=23))
    assert ImportRow.objects.count() == 3
    sweeps.tidy(now=NOW + timedelta(days=7))
    assert only().state == "gone"
    assert not ImportRow.objects.exists()
    assert Attachment.objects.get().removed_at is not None
    assert Item.objects.count() == 2


def test_an_import_that_was_let_be_cannot_be_started(cast):
    answer = bring(cast, GOOD)
    path = answer.request["PATH_INFO"]
    cast.supervisor.client.post(f"{path}cancel/")
    assert cast.supervisor.client.post(f"{path}start/").status_code == 403
    assert Item.objects.count() == 0


def test_nothing_typed_in_the_file_stands_in_the_log_of_the_import(cast):
    bring(cast, [["KT-01", "张三的电脑"], ["张三", "x"]])
    entries = Entry.objects.filter(type__startswith="imports.")
    assert entries.count() == 1
    assert "张三" not in str(list(entries.values_list("details")))


def test_a_book_with_more_rows_than_allowed_says_how_many(cast):
    content = book([[f"KT-{n}", "泵"] for n in range(limits.ROWS + 1)], HEADS[ITEMS])
    answer = bring(cast, content)
    assert "一次最多 10000 行" in answer.content.decode()
