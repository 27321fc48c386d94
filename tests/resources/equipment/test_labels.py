"""Labels: random, revocable, never another's; printed on A4 without scripts and styles."""

import re

import pytest
from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.reference.sites.commands import places
from dayuan.resources.equipment import queries
from dayuan.resources.equipment.commands import items
from dayuan.resources.equipment.commands import labels as commands
from dayuan.resources.equipment.models import Label
from dayuan.resources.equipment.web import qr
from tests.cast import NOW
from tests.resources.equipment.conftest import codes


@pytest.fixture
def issue(cast):
    """Issue labels in the dispatcher's name."""

    def issue(places=(), pieces=(), by="dispatcher"):
        return commands.issue(
            place_ids=[one.pk for one in places], item_ids=[one.pk for one in pieces],
            actor=getattr(cast, by).actor(), at=NOW,
        )  # fmt: skip

    return issue


def test_many_labels_are_one_entry_and_every_token_has_128_bits_of_its_own(house, coils, issue):
    issued = issue(house.values(), coils)
    tokens = {one.token for one in issued.made}
    assert len(tokens) == len(house) + len(coils)
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)
    entry = Entry.objects.get(type="equipment.label.issue")
    assert len(entry.subject_ids) == len(tokens)
    assert not any(token in str(entry.details) for token in tokens)


def test_what_has_a_valid_label_keeps_it(house, issue):
    room = house["A-3-1"]
    first = issue([room]).made[0]
    again = issue([room, house["A-3-2"]])
    assert [one.pk for one in again.standing] == [first.pk]
    assert [one.place_id for one in again.made] == [house["A-3-2"].pk]


def test_a_scanned_token_says_what_it_stands_for(cast, house, coils, issue):
    room, piece = issue([house["A-3-1"]], [coils[0]]).made
    of_room, of_piece = queries.by_token(room.token), queries.by_token(piece.token)
    assert (of_room.title.zh, of_room.where.zh) == ("3001室", "主楼3层3001室")
    assert (of_room.place_id, of_room.item_id, of_room.valid) == (house["A-3-1"].pk, None, True)
    assert (of_piece.title.zh, of_piece.code) == ("风机盘管", "KT-3-01")
    assert (of_piece.place_id, of_piece.item_id) == (house["A-3-1"].pk, coils[0].pk)
    assert of_piece.site_id == cast.site.pk


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "x" * 22, "x" * 5000, "鸟" * 22, "a\x00b" * 8])
def test_a_token_that_no_label_ever_had_stands_for_nothing(token):
    assert queries.by_token(token) is None


def test_a_revoked_token_stays_known_and_the_new_label_has_another(cast, house, issue):
    old = issue([house["A-3-1"]]).made[0]
    new = commands.replace(label_id=old.pk, actor=cast.dispatcher.actor(), at=NOW)
    assert new.token != old.token
    assert not queries.by_token(old.token).valid
    assert queries.by_token(old.token).where.zh == "主楼3层3001室"
    assert queries.by_token(new.token).valid
    for act in (commands.revoke, commands.replace):
        with pytest.raises(Refused) as caught:
            act(label_id=old.pk, actor=cast.dispatcher.actor(), at=NOW)
        assert codes(caught) == ["equipment.label_revoked_already"]


def test_a_retired_piece_and_a_retired_room_take_their_labels_along(cast, house, coils, issue):
    room, piece = issue([house["A-3-2"]], [coils[0]]).made
    actor = cast.supervisor.actor()
    items.change_state(item_id=coils[0].pk, act="retire", reason="锈", actor=actor, at=NOW)
    places.retire_place(place_id=house["A-3-2"].pk, actor=actor, at=NOW)
    assert not queries.by_token(piece.token).valid
    assert not queries.by_token(room.token).valid
    assert Label.objects.get(pk=piece.pk).revoked_by == actor.key
    with pytest.raises(Refused) as caught:
        issue([house["A-3-2"]], [coils[0]])
    assert codes(caught) == ["equipment.labels_for_retired"]


def test_nothing_chosen_too_much_chosen_and_foreign_things_are_refused(cast, issue):
    with pytest.raises(Refused) as caught:
        issue()
    assert codes(caught) == ["equipment.nothing_chosen"]
    many = range(1, 202)
    with pytest.raises(Refused) as caught:
        commands.issue(place_ids=many, actor=cast.dispatcher.actor(), at=NOW)
    assert codes(caught) == ["equipment.too_many_labels"]
    with pytest.raises(Refused) as caught:
        commands.issue(item_ids=[987_654], actor=cast.dispatcher.actor(), at=NOW)
    assert caught.value.hidden


def test_a_technician_issues_no_label(house, issue):
    with pytest.raises(Refused) as caught:
        issue([house["A"]], by="technician")
    assert codes(caught) == ["access.verb"]


def test_the_database_itself_keeps_one_valid_label_and_one_thing_for_each(
    cast, house, coils, issue
):
    label = issue([house["A"]]).made[0]
    row = {"site": cast.site, "issued_at": NOW, "issued_by": "system:tests"}
    for n, broken in enumerate(
        (
            {"place": house["A"]},
            {},
            {"place": house["A-3"], "item": coils[0]},
            {"place": house["A-3"], "revoked_at": NOW},
            {"place": house["A-3"], "token": label.token},
        )
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Label.objects.create(**{"token": f"{n:0>22}", **row, **broken})


def test_the_drawn_code_is_the_same_square_that_the_library_makes():
    import segno  # noqa: PLC0415 - to compare with

    drawn = qr.drawn("https://dayuan.example/q/abcdefghijklmnopqrstuv/")
    code = segno.make("https://dayuan.example/q/abcdefghijklmnopqrstuv/", error="q",
                      boost_error=False)  # fmt: skip
    dark = sum(int(run) for run in re.findall(r"h(\d+)v", drawn.path))
    assert dark == sum(sum(row) for row in code.matrix)
    assert drawn.size == code.symbol_size(border=2)[0]


# --- pages --------------------------------------------------------------------------------


def test_what_is_ticked_gets_labels_and_stands_on_the_sheet(cast, house, clock, settings):
    settings.PUBLIC_URL = "https://dayuan.example"
    client = cast.dispatcher.client
    picked = [str(house[code].pk) for code in ("A-3-1", "A-3-2")]
    answer = client.post("/equipment/labels/", {"kind": "places", "pick": picked})
    text = client.get(answer["Location"]).content.decode()
    for label in Label.objects.all():
        assert f"https://dayuan.example/q/{label.token}/" in text
    assert text.count("扫码报修</p>") == 2
    assert "主楼3层3001室" in text
    assert text.count('<svg class="sticker-code"') == 2
    assert "style=" not in text
    assert "DAYUAN_PUBLIC_URL" not in text


def test_a_sheet_without_a_public_address_says_so(cast, house, clock, issue, page):
    label = issue([house["A"]]).made[0]
    text = page(cast.dispatcher, f"/equipment/labels/sheet/?label={label.pk}")
    assert "DAYUAN_PUBLIC_URL" in text
    assert "扫码报修</p>" in text
    assert f"http://testserver/q/{label.token}/" in text


@pytest.mark.parametrize(("size", "sheets"), [("small", 1), ("medium", 2), ("large", 8), ("x", 2)])
def test_a_sheet_holds_as_many_labels_as_its_size_has_room_for(
    cast, house, coils, issue, page, size, sheets
):
    issued = issue(house.values(), coils)
    query = "&".join(f"label={one.pk}" for one in issued.made)
    text = page(cast.dispatcher, f"/equipment/labels/sheet/?size={size}&{query}")
    assert text.count('<div class="sheet sheet-') == sheets
    assert text.count('<article class="sticker"') == 16


def test_what_is_ticked_of_pieces_is_labelled_and_nothing_ticked_is_refused(
    cast, house, coils, clock
):
    sent = {"kind": "items", "pick": [str(one.pk) for one in coils]}
    assert cast.supervisor.client.post("/equipment/labels/", sent).status_code == 302
    assert Label.objects.filter(item__isnull=False).count() == len(coils)
    nothing = cast.supervisor.client.post("/equipment/labels/", {"kind": "items"})
    assert nothing.status_code == 422
    assert "还没有勾选" in nothing.content.decode()


def test_what_has_no_label_yet_is_asked_for_alone(cast, house, coils, clock, issue, page):
    room, piece = issue([house["A-3-1"]], [coils[0]]).made
    rows = re.compile(r'name="pick" value="(\d+)"')
    for address, mine, label, most in (
        ("/equipment/labels/", house["A-3-1"].pk, room, len(house)),
        ("/equipment/labels/equipment/", coils[0].pk, piece, len(coils)),
    ):
        shown = {
            part: {int(pk) for pk in rows.findall(page(cast.dispatcher, f"{address}?show={part}"))}
            for part in ("all", "none", "labelled")
        }
        assert (shown["labelled"], len(shown["all"])) == ({mine}, most)
        assert shown["none"] == shown["all"] - {mine}
        assert f"/equipment/labels/{label.pk}/" in page(cast.dispatcher, address)


def test_a_label_is_revoked_and_replaced_on_its_pages(cast, house, clock, issue, page):
    label = issue([house["A-3-1"]]).made[0]
    client = cast.dispatcher.client
    answer = client.post(f"/equipment/labels/{label.pk}/replace/")
    new = Label.objects.get(revoked_at__isnull=True)
    assert answer["Location"].endswith(f"label={new.pk}")
    client.post(f"/equipment/labels/{new.pk}/revoke/")
    text = page(cast.dispatcher, f"/equipment/labels/{new.pk}/")
    assert "已作废" in text
    assert new.token not in text
    assert client.post(f"/equipment/labels/{new.pk}/revoke/").status_code == 422


def test_hostile_numbers_on_the_label_pages_are_no_fault(cast, house, page):
    for hostile in ("x", "9" * 40, "-1", "٣"):
        for kind in ("", "equipment/"):
            page(
                cast.dispatcher,
                f"/equipment/labels/{kind}?show={hostile}&after={hostile}&within={hostile}",
            )
        page(cast.dispatcher, f"/equipment/labels/sheet/?label={hostile}&size={hostile}")
