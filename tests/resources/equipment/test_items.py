"""Pieces: entered singly or many at once, found by what is typed, retired for good."""

import re

import pytest
from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.resources.equipment import queries
from dayuan.resources.equipment.commands import items as commands
from dayuan.resources.equipment.commands.items import Described
from dayuan.resources.equipment.models import Item, Label
from dayuan.resources.equipment.queries import items
from tests.cast import NOW
from tests.resources.equipment.conftest import codes


def test_a_row_of_the_plan_brings_its_system_and_many_pieces_are_one_entry(cast, coils):
    assert [one.code for one in coils][:2] == ["KT-3-01", "KT-3-02"]
    assert {one.system for one in coils} == {"空调系统"}
    entry = Entry.objects.get(type="equipment.item.register")
    assert entry.subject_ids == [one.pk for one in coils]


def test_everything_wrong_with_new_pieces_is_named_at_once_and_none_is_entered(cast, register):
    with pytest.raises(Refused) as caught:
        register("空调", " ", row="no_such_row", copies=101)
    assert codes(caught) == [
        "equipment.item_code", "equipment.copies", "equipment.item_name", "equipment.unknown_row",
    ]  # fmt: skip
    with pytest.raises(Refused) as caught:
        register("X-1", "冷水机", system="没有的系统")
    assert codes(caught) == ["equipment.unknown_system"]
    assert not Item.objects.exists()


def test_a_code_is_never_given_twice_not_even_a_retired_pieces(cast, register, coils):
    actor = cast.supervisor.actor()
    commands.change_state(item_id=coils[0].pk, act="retire", reason="锈穿", actor=actor, at=NOW)
    with pytest.raises(Refused) as caught:
        register("kt-3-01", "风机盘管")
    assert codes(caught) == ["equipment.item_code_taken"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(site=cast.site, code="KT-3-02", name="x", sort_key="x",
                            registered_at=NOW, registered_by="system:tests")  # fmt: skip


def test_a_piece_breaks_is_mended_and_retired_each_with_its_line_of_history(cast, coils):
    actor, pk = cast.supervisor.actor(), coils[0].pk

    def move(act, reason=""):
        return commands.change_state(item_id=pk, act=act, reason=reason, actor=actor, at=NOW)

    with pytest.raises(Refused) as caught:
        move("take_out")
    assert codes(caught) == ["state.needs_reason"]
    with pytest.raises(Refused) as caught:
        move("bring_back")
    assert codes(caught) == ["state.not_from_here"]
    with pytest.raises(Refused) as caught:
        move("explode", "x")
    assert codes(caught) == ["equipment.no_such_act"]
    move("take_out", "电机烧了")
    move("bring_back")
    assert move("retire", "换新").state == "retired"
    told = [(one.act, one.reason) for one in items.timeline_of(coils[0])]
    assert told == [("begin", ""), ("take_out", "电机烧了"), ("bring_back", ""), ("retire", "换新")]
    with pytest.raises(Refused) as caught:
        commands.change(item_id=pk, described=Described("新"), actor=actor, at=NOW)
    assert codes(caught) == ["equipment.item_retired"]


def test_a_piece_moves_to_another_room_and_not_to_a_foreign_one(cast, house, coils):
    actor = cast.supervisor.actor()
    moved = commands.change(
        item_id=coils[0].pk,
        described=Described("风机盘管", row="fan_coil_unit", place_id=house["A-3-2"].pk),
        actor=actor, at=NOW,
    )  # fmt: skip
    assert moved.place == house["A-3-2"]
    with pytest.raises(Refused) as caught:
        commands.change(item_id=coils[1].pk, described=Described("x", place_id=987_654),
                        actor=actor, at=NOW)  # fmt: skip
    assert caught.value.hidden


@pytest.mark.parametrize(
    ("typed", "number"),
    [("风机盘管", 12), ("主楼3层3001室风机", 12), ("kt-3-1", 3), ("空调 3001", 12), ("3002", 0)],
)
def test_the_desk_finds_equipment_by_what_is_typed(cast, coils, typed, number):
    assert len(queries.find(cast.dispatcher.actor(), typed, 20)) == number


def test_finding_is_bounded_and_a_guard_finds_nothing(cast, coils):
    assert len(queries.find(cast.dispatcher.actor(), "", 5)) == 5
    assert queries.find(cast.guard.actor(), "风机", 5) == []


def test_a_technician_sees_the_register_and_cannot_write_in_it(cast, coils, register):
    assert items.get_for(cast.technician.actor(), coils[0].pk).code == "KT-3-01"
    with pytest.raises(Refused) as caught:
        register("X-1", "水泵", by="technician")
    assert codes(caught) == ["access.verb"]


# --- pages --------------------------------------------------------------------------------


def test_three_hundred_units_come_fifty_at_a_time_in_the_order_of_their_codes(
    cast, house, register, page
):
    for n in (1, 101, 201):
        register(f"FCU-{n}", "风机盘管", copies=100, row="fan_coil_unit",
                 place_id=house["A-3-2"].pk)  # fmt: skip
    seen, pages, query = [], 0, "?system=空调系统"
    while query:
        text = page(cast.technician, f"/equipment/{query}")
        seen += [int(n) for n in re.findall(r"FCU-(\d+)\s*</td>", text)]
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        query, pages = (onward[1].replace("&amp;", "&") if onward else ""), pages + 1
    assert seen == list(range(1, 301))
    assert pages == 6
    assert "FCU-300" in page(cast.technician, "/equipment/?words=FCU-300")


def test_the_list_is_narrowed_by_place_system_and_words(cast, house, coils, register, page):
    register("SB-1", "给水泵", row="supply_pump", place_id=house["A-3-2"].pk)
    assert "KT-3-01" not in page(cast.director, "/equipment/?system=给排水")
    assert "SB-1" in page(cast.director, f"/equipment/?within={house['A-3'].pk}&words=水泵")
    for hostile in ("x", "9" * 40, "-1"):
        page(cast.director, f"/equipment/?after={hostile}&within={hostile}&system={hostile}")


def test_what_is_ticked_in_the_list_is_labelled_and_printed(cast, coils):
    scrapped, *kept = coils
    commands.change_state(
        item_id=scrapped.pk, act="retire", reason="锈穿了", actor=cast.supervisor.actor(), at=NOW
    )
    text = cast.supervisor.client.get("/equipment/").content.decode()
    boxes = re.findall(r'name="pick" value="(\d+)"', text)
    assert sorted(map(int, boxes)) == sorted(one.pk for one in kept)
    assert 'type="hidden" name="kind" value="items"' in text
    answer = cast.supervisor.client.post("/equipment/labels/", {"kind": "items", "pick": boxes})
    assert answer.url.startswith("/equipment/labels/sheet/")
    assert {one.item_id for one in Label.objects.all()} == {one.pk for one in kept}


def test_whoever_makes_no_labels_ticks_nothing(cast, coils):
    text = cast.technician.client.get("/equipment/").content.decode()
    assert coils[0].code in text
    assert 'name="pick"' not in text


def test_pieces_are_entered_corrected_and_retired_on_their_pages(cast, house, clock, page):
    client = cast.supervisor.client
    sent = {"code": "DT-1", "copies": "2", "name": "客梯", "row": "lift_7_stops", "system": "",
            "place": str(house["A"].pk), "in_service_since": "2018-05-01"}  # fmt: skip
    assert client.post("/equipment/new/", sent).status_code == 302
    again = client.post("/equipment/new/", sent)
    assert again.status_code == 422
    assert "已经用过" in again.content.decode()
    lift = Item.objects.get(code="DT-2")
    client.post(f"/equipment/{lift.pk}/change/", {**sent, "name": "2号客梯", "serial": "OT-77"})
    lift.refresh_from_db()
    assert (lift.name, lift.serial, lift.system) == ("2号客梯", "OT-77", "电梯系统")
    nothing = client.post(f"/equipment/{lift.pk}/state/", {"act": "take_out", "reason": ""})
    assert nothing.status_code == 422
    client.post(f"/equipment/{lift.pk}/state/", {"act": "take_out", "reason": "困人"})
    text = page(cast.supervisor, f"/equipment/{lift.pk}/")
    assert "困人" in text
    assert "故障停用" in text
    assert cast.supervisor.person.name in text
