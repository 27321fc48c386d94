"""Who sees which place of the frame."""

import pytest
from django.template.loader import render_to_string

from dayuan.platform.ui import menu
from dayuan.platform.ui.context import Frame
from dayuan.platform.ui.menu import Entry

ENTRIES = (
    Entry("late", "Late", "late", "clock", "desk.look", "side", 2),
    Entry("desk", "Desk", "desk", "home", "desk.look", "phone", 1),
    Entry("plan", "Plan", "plan", "book", None, "side", 3, menu.Group.PLAN),
    Entry("report", "Report", "home", "plus", "desk.report", "act", 1),
)


def codes(places):
    return [place.entry.code for place in places]


def test_somebody_sees_only_the_places_they_may_use(asked, visitor):
    guard = visitor(verbs=frozenset({"desk.report"}))
    assert codes(menu.shown(asked(), guard, among=ENTRIES)) == ["report", "plan"]


def test_nobody_sees_nothing_before_login(asked):
    assert menu.shown(asked(), None, among=ENTRIES) == ()


def test_places_stand_in_their_order(asked, visitor):
    chief = visitor(verbs=frozenset({"desk.look"}))
    assert codes(menu.shown(asked(), chief, among=ENTRIES)) == ["desk", "late", "plan"]


@pytest.mark.parametrize(
    ("path", "here"),
    [("/desk/", "desk"), ("/desk/17/", "desk"), ("/desk/late/2/", "late"), ("/elsewhere/", None)],
)
def test_the_place_one_is_at_is_marked_once(asked, visitor, path, here):
    chief = visitor(verbs=frozenset({"desk.look"}))
    current = [p for p in menu.shown(asked(path), chief, among=ENTRIES) if p.current]
    assert codes(current) == ([here] if here else [])


def test_the_root_is_not_the_place_of_every_page(asked, visitor):
    clerk = visitor(verbs=frozenset({"desk.report"}))
    places = menu.shown(asked("/desk/"), clerk, among=ENTRIES)
    assert not any(p.current for p in places)


@pytest.fixture
def house():
    """Register these places, and a number beside one of them."""
    for entry in ENTRIES:
        menu.register(entry)
    menu.badge("desk", lambda request: 120)


def page(request):
    return render_to_string("ui/page.html", request=request)


def test_a_page_has_no_entry_that_the_reader_may_not_use(house, asked, visitor, english):
    text = page(asked(member=visitor()))
    assert 'href="/plan/"' in text
    assert 'href="/desk/"' not in text
    assert ">Report<" not in text


def test_a_page_counts_what_waits_and_caps_the_number(house, asked, visitor, english):
    text = page(asked(member=visitor(verbs=frozenset({"desk.look"}))))
    assert "99+" in text
    assert "120 waiting" in text


def test_the_phone_reaches_everything_the_side_bar_has(house, asked, visitor):
    frame = Frame(asked(member=visitor(verbs=frozenset({"desk.look", "desk.report"}))))
    reached = {*codes(frame.phone), *codes(frame.rest)}
    assert reached == {"desk", "late", "plan"}
    assert frame.act is not None


def test_a_page_names_the_reader_and_their_post(house, asked, visitor, language):
    text = page(asked(member=visitor()))
    assert "王晓梅" in text
    assert ("前台" if language == "zh-hans" else "Front desk") in text


def test_a_page_before_login_has_no_phone_bar_and_no_person(house, asked):
    text = page(asked())
    assert 'class="phone"' not in text
    assert "tool-person" not in text
