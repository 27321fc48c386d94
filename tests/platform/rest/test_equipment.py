"""Equipment by programs: entered by a script, labelled, taken out, scrapped; all or nothing."""

import pytest

from dayuan.resources.equipment.models import Item, Label

pytestmark = pytest.mark.django_db

PUMP = {"code": "KT-3-08", "name": "水泵", "row": "smoke_detector"}


def entered(who, **more):
    answer = who.post("/equipment", {**PUMP, **more})
    assert answer.status_code == 201, answer.said
    return answer.said


def test_a_script_enters_places_and_equipment_and_finds_them_again(program):
    who = program("director")
    building = who.post("/places", {"code": "A", "kind": "building", "title_zh": "主楼"}).said
    room = who.post(
        "/places", {"code": "A-1", "kind": "room", "title_zh": "机房", "parent": building["id"]}
    ).said
    assert room["full_title"] == "主楼机房"
    made = entered(who, place=room["id"], copies=3)
    assert made["system"], "the row of the plan brings its system"
    listed = who.get(f"/equipment?within={building['id']}").said
    assert [one["code"] for one in listed["items"]] == ["KT-3-08", "KT-3-09", "KT-3-10"]
    assert {one["place_title"] for one in listed["items"]} == {"主楼机房"}
    assert who.get("/equipment?words=KT-3-09").said["total"] == 1


def test_a_piece_goes_through_its_states_with_reasons(program):
    who = program("supervisor")
    made = entered(who)
    act = f"/equipment/{made['id']}/state"
    no_reason = who.post(act, {"act": "take_out"})
    assert no_reason.status_code == 422
    assert no_reason.said["reasons"][0]["code"] == "state.needs_reason"
    assert who.post(act, {"act": "take_out", "reason": "漏水"}).said["state"] == "out_of_order"
    assert who.post(act, {"act": "bring_back"}).said["state"] == "in_service"
    gone = who.post(act, {"act": "retire", "reason": "锈穿了"}).said
    assert [one["act"] for one in gone["changes"]] == ["begin", "take_out", "bring_back", "retire"]
    assert [one["reason"] for one in gone["changes"]] == ["", "漏水", "", "锈穿了"]
    late = who.put(f"/equipment/{made['id']}", {"name": "新水泵"})
    assert late.said["reasons"][0]["code"] == "equipment.item_retired"


def test_several_of_a_kind_are_entered_all_or_none(program):
    who = program("director")
    entered(who, code="KT-3-09")
    refused = who.post("/equipment", {**PUMP, "copies": 3})
    assert refused.status_code == 422
    assert [one["code"] for one in refused.said["reasons"]] == ["equipment.item_code_taken"]
    assert Item.objects.count() == 1


def test_everything_that_is_wrong_is_named_at_once(program):
    wrong = {"code": "坏", "name": " ", "row": "no_such_row", "system": "没有这个系统"}
    refused = program("director").post("/equipment", wrong)
    assert {one["code"] for one in refused.said["reasons"]} == {
        "equipment.item_code", "equipment.item_name", "equipment.unknown_row",
        "equipment.unknown_system",
    }  # fmt: skip


def test_a_label_is_issued_told_replaced_and_only_to_those_who_make_labels(program):
    who = program("director")
    made = entered(who)
    assert who.post("/labels", {"items": [made["id"]]}).status_code == 204
    (label,) = who.get(f"/labels?items={made['id']}").said
    token = Label.objects.get(pk=label["id"]).token
    assert label["address"].endswith(f"/q/{token}/")
    new = who.post(f"/labels/{label['id']}/replace")
    assert (new.status_code, new.said["valid"]) == (201, True)
    assert new.said["address"] != label["address"]
    assert who.get(f"/labels/{label['id']}").said["valid"] is False
    # Who sees equipment but makes no labels is told no address, on no way.
    checker = program("checker")
    assert checker.get(f"/labels/{new.said['id']}").status_code == 403
    seen = checker.get(f"/equipment/{made['id']}")
    assert seen.status_code == 200
    assert token.encode() not in seen.content


def test_a_count_stands_beside_what_the_plan_prints(program):
    who = program("technician")
    row = next(one for one in who.get("/survey").said if one["printed_least"] is not None)
    least = row["printed_least"]
    assert who.post(f"/survey/{row['row']}/counts", {"quantity": least - 1}).status_code == 204
    found = next(one for one in who.get("/survey").said if one["row"] == row["row"])
    assert (found["comparison"], found["differs_by"]) == ("fewer", 1)
    assert [one["quantity"] for one in who.get(f"/survey/{row['row']}").said] == [least - 1]
    assert who.get("/survey/no_such_row").status_code == 404
    assert program("guard").get("/survey").status_code == 403
