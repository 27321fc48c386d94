"""The register of places: a tree of few levels, codes for ever, found by what people type."""

import pytest
from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.commands import places as commands
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.models import Place
from dayuan.reference.sites.queries import places
from dayuan.reference.sites.states import LEVELS, PlaceKind
from tests.cast import NOW


def codes(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def enter(cast):
    """Enter a place in the supervisor's name."""

    def enter(code, title, kind=PlaceKind.ROOM, parent=None, by="supervisor"):
        new = NewPlace(code, kind, title_zh=title, parent_id=parent.pk if parent else None)
        return commands.create_place(place=new, actor=getattr(cast, by).actor(), at=NOW)

    return enter


@pytest.fixture
def house(enter):
    """A building with floors and rooms, entered out of order."""
    main = enter("A", "主楼", PlaceKind.BUILDING)
    found = {"main": main, "gate": enter("G", "东门岗亭", PlaceKind.AREA)}
    for number in (10, 2):
        floor = enter(f"A-{number}", f"{number}层", PlaceKind.FLOOR, main)
        found[f"floor {number}"] = floor
        for room in (11, 2):
            found[f"{number}/{room}"] = enter(f"A-{number}-{room}", f"{number}{room:03}室",
                                              parent=floor)  # fmt: skip
    return found


def test_places_stand_in_the_order_people_walk_through_the_house(cast, house):
    rows = places.places_visible_to(cast.guard.actor()).order_by("path_key", "pk")
    assert [row.code for row in rows] == [
        "A", "A-2", "A-2-2", "A-2-11", "A-10", "A-10-2", "A-10-11", "G",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2002室", ["A-2-2"]),
        ("主楼2层2002", ["A-2-2"]),
        ("10层 011", ["A-10-11"]),
        ("a-2-1", ["A-2-11"]),
        ("岗亭", ["G"]),
        ("没有这里", []),
        ("%", []),
        ("", ["A", "A-2", "A-2-2", "A-2-11", "A-10", "A-10-2", "A-10-11", "G"]),
    ],
)
def test_the_desk_finds_a_place_by_what_is_typed(cast, house, typed, found):
    assert [one.code for one in sites.find_places(cast.site.pk, typed, 20)] == found


def test_never_more_places_are_found_than_asked_for_and_a_foreign_site_finds_none(cast, house):
    assert len(sites.find_places(cast.site.pk, "", 3)) == 3
    assert sites.find_places(cast.site.pk, "", -1) == []
    assert sites.find_places(cast.site.pk + 1, "主楼", 3) == []


def test_a_found_place_brings_its_full_title_without_another_question(
    cast, house, django_assert_num_queries
):
    with django_assert_num_queries(1):
        (room,) = sites.find_places(cast.site.pk, "2011室", 5)
        assert room.full_title.zh == "主楼2层2011室"


def test_a_retired_place_is_found_no_more_and_its_code_is_never_given_again(cast, house, enter):
    room = commands.retire_place(place_id=house["2/2"].pk, actor=cast.supervisor.actor(), at=NOW)
    assert room.retired_by == cast.supervisor.actor().key
    assert sites.find_places(cast.site.pk, "2002室", 5) == []
    assert places.place_for(cast.guard.actor(), room.pk).code == "A-2-2"
    with pytest.raises(Refused) as caught:
        enter("a-2-2", "新房间", parent=house["floor 2"])
    assert codes(caught) == ["sites.place_code_taken"]
    with pytest.raises(Refused) as caught:
        commands.retire_place(place_id=room.pk, actor=cast.supervisor.actor(), at=NOW)
    assert codes(caught) == ["sites.place_retired_already"]


def test_a_floor_is_not_retired_while_rooms_in_it_are_in_use(cast, house):
    actor = cast.supervisor.actor()
    with pytest.raises(Refused) as caught:
        commands.retire_place(place_id=house["floor 2"].pk, actor=actor, at=NOW)
    assert codes(caught) == ["sites.place_others_below"]
    for room in ("2/2", "2/11"):
        commands.retire_place(place_id=house[room].pk, actor=actor, at=NOW)
    commands.retire_place(place_id=house["floor 2"].pk, actor=actor, at=NOW)
    new = NewPlace("A-2-9", PlaceKind.ROOM, "杂物间", parent_id=house["floor 2"].pk)
    with pytest.raises(Refused) as caught:
        commands.create_place(place=new, actor=actor, at=NOW)
    assert codes(caught) == ["sites.place_retired_above"]


def test_everything_wrong_with_a_new_place_is_named_at_once(cast, house, enter):
    deep = house["2/2"]
    for n in range(LEVELS - 3):
        deep = enter(f"X-{n}", "角落", PlaceKind.AREA, deep)
    with pytest.raises(Refused) as caught:
        enter("三楼", "  ", PlaceKind.AREA, deep)
    assert codes(caught) == ["sites.place_code", "sites.place_title", "sites.place_too_deep"]
    with pytest.raises(Refused) as caught:
        enter("X-9", "机密 档案室", PlaceKind.ROOM)
    assert codes(caught) == ["label.state_secret"]


def test_a_room_moves_to_another_floor_and_stands_there_in_the_order(cast, house):
    moved = commands.change_place(
        place_id=house["10/2"].pk, title_zh="2050室", title_en="Room 2050",
        parent_id=house["floor 2"].pk, actor=cast.dispatcher.actor(), at=NOW,
    )  # fmt: skip
    found = sites.find_places(cast.site.pk, "主楼2层", 9)
    assert [one.code for one in found] == ["A-2", "A-2-2", "A-2-11", "A-10-2"]
    assert moved.full_title.en == "Room 2050, 2层, 主楼"


@pytest.mark.once
def test_a_place_moves_neither_into_itself_nor_with_others_in_it(cast, house):
    def move(place, into):
        commands.change_place(
            place_id=place.pk, title_zh="楼", title_en="", parent_id=into.pk,
            actor=cast.supervisor.actor(), at=NOW,
        )  # fmt: skip

    with pytest.raises(Refused) as caught:
        move(house["gate"], house["gate"])
    assert codes(caught) == ["sites.place_in_itself"]
    with pytest.raises(Refused) as caught:
        move(house["main"], house["floor 2"])
    assert codes(caught) == ["sites.place_takes_others"]


def test_a_guard_enters_no_place_and_another_sites_place_is_no_place_of_ours(cast, enter):
    with pytest.raises(Refused) as caught:
        enter("B", "副楼", by="guard")
    assert codes(caught) == ["access.verb"]
    new = NewPlace("B", PlaceKind.ROOM, "房间", parent_id=987_654_321)
    with pytest.raises(Refused) as caught:
        commands.create_place(place=new, actor=cast.supervisor.actor(), at=NOW)
    assert caught.value.hidden


def test_every_write_leaves_one_entry_with_codes_and_ids_alone(cast, enter):
    place = enter("B", "副楼", PlaceKind.BUILDING)
    entry = Entry.objects.filter(type="sites.place.create").get()
    assert (entry.subject_ids, entry.details) == ([place.pk], {"code": "B"})


def test_the_database_itself_keeps_codes_apart_and_levels_whole(cast, house):
    row = house["gate"]
    for broken in ({"pk": None}, {"depth": 2}, {"title_zh": ""}, {"retired_at": NOW}):
        again = Place.objects.get(pk=row.pk)
        for name, value in broken.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert="pk" in broken)


# --- pages --------------------------------------------------------------------------------


def test_the_list_is_narrowed_to_a_floor_and_paged_by_the_last_place(cast, house, page):
    floor = house["floor 10"].pk
    text = page(cast.guard, f"/places/?within={floor}")
    assert "10011室" in text
    assert "2002室" not in text
    rest = page(cast.guard, f"/places/?after={house['floor 10'].pk}")
    assert "A-10-11" in rest
    assert "A-2-11" not in rest
    for hostile in ("x", "9" * 40, "-1"):
        page(cast.guard, f"/places/?after={hostile}&within={hostile}")


def test_a_room_is_entered_from_the_page_of_its_floor(cast, house, page, clock):
    floor = house["floor 2"]
    assert f"/places/new/?parent={floor.pk}" in page(cast.supervisor, f"/places/{floor.pk}/")
    assert "/places/new/" not in page(cast.guard, f"/places/{floor.pk}/")
    sent = {"kind": "room", "code": "a-2-77", "title_zh": "开水间", "title_en": "",
            "parent": str(floor.pk)}  # fmt: skip
    answer = cast.supervisor.client.post("/places/new/", sent)
    made = Place.objects.get(code="A-2-77")
    assert answer["Location"] == f"/places/{made.pk}/"
    assert made.full_title.zh == "主楼2层开水间"
    again = cast.supervisor.client.post("/places/new/", sent)
    assert again.status_code == 422
    assert "已经用过" in again.content.decode()


def test_a_place_is_corrected_and_retired_on_its_pages(cast, house, clock):
    room, floor = house["2/11"], house["floor 2"]
    client = cast.dispatcher.client
    client.post(f"/places/{room.pk}/change/",
                {"title_zh": "小会议室", "title_en": "", "parent": str(floor.pk)})  # fmt: skip
    assert Place.objects.get(pk=room.pk).title_zh == "小会议室"
    assert client.post(f"/places/{floor.pk}/retire/").status_code == 422
    assert client.post(f"/places/{room.pk}/retire/").status_code == 302
    assert Place.objects.get(pk=room.pk).retired_at == NOW


def test_the_list_reads_in_english_too(cast, house, page):
    text = page(cast.supervisor, "/places/", language="en")
    for word in ("Places", "Building or floor", "Enter a place"):
        assert word in text
