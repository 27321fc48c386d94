"""Names stand in the order in which a Chinese office looks for them."""

from hypothesis import given
from hypothesis import strategies as st

from dayuan.platform.ui import sounds


def in_order(*names):
    """Return names as a list shows them."""
    return sorted(names, key=sounds.order_of_name)


def test_names_are_sorted_by_their_sound_and_not_by_the_number_of_a_character():
    assert in_order("张伟", "王芳", "阿明", "李静", "陈涛") == [
        "阿明", "陈涛", "李静", "王芳", "张伟",
    ]  # fmt: skip


def test_all_of_one_surname_stand_together():
    """章 and 张 sound alike; whoever looks for the second 张 finds it after the first."""
    assert in_order("章一", "张子", "章子", "张一") == ["张一", "张子", "章一", "章子"]


def test_a_short_sound_comes_before_a_longer_one_whatever_its_tone():
    assert in_order("连战", "李四") == ["李四", "连战"]


def test_surnames_are_read_as_surnames():
    assert in_order("单雄", "戴宗", "曾国", "蔡文", "任行", "尉迟恭", "魏延") == [
        "蔡文", "戴宗", "任行", "单雄", "魏延", "尉迟恭", "曾国",
    ]  # fmt: skip
    assert sounds.order_of_name("行任") != sounds.order_of_name("行仁")


def test_latin_names_stand_by_their_letters_words_apart():
    assert in_order("Anna", "ann lee", "Zoe", "安娜") == ["安娜", "ann lee", "Anna", "Zoe"]


@given(st.text(max_size=60))
def test_any_name_has_a_key_that_every_database_sorts_alike(name):
    key = sounds.order_of_name(name)
    assert not key or (key.isascii() and key.isalnum() and key == key.lower())
