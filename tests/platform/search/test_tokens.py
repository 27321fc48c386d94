"""What a text is found by, and what a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.platform.search import marks
from dayuan.platform.search.tokens import (
    BESIDE,
    WHOLE,
    answers,
    asked,
    first_letters,
    guessed,
    indexed,
    plain,
    syllables,
)

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2)
TITLE = CHINESE.map(lambda text: text[:40])


@given(TITLE, st.data())
def test_a_title_is_found_by_any_two_or_more_neighbouring_characters(title, data):
    first = data.draw(st.integers(0, len(title) - 2))
    last = data.draw(st.integers(first + 2, len(title)))
    assert answers(title[first:last], indexed(title))


@given(TITLE, st.data())
def test_a_title_is_found_by_any_one_of_its_characters(title, data):
    assert answers(data.draw(st.sampled_from(title)), indexed(title))


@given(TITLE, st.data())
def test_a_title_is_found_by_the_first_letters_and_by_the_sound_from_any_character_on(title, data):
    first = data.draw(st.integers(0, len(title) - 1))
    for sounds in (first_letters(title), syllables(title)):
        if typed := "".join(sounds[first:]):
            assert answers(typed, indexed(title))


@given(st.text(), st.text())
def test_words_of_the_index_need_no_quotes_and_fit(title, number):
    for word in indexed(title, number):
        assert word.lstrip(BESIDE + WHOLE).isalnum()
        assert len(word) <= 25


@given(st.text())
def test_a_question_is_asked_in_letters_and_digits_alone_and_never_long(question):
    terms = (*asked(question), *guessed(question))
    assert len(asked(question)) <= 10
    assert all(word.isalnum() for term in terms for word in term.words)


@given(st.text(), st.text())
def test_marking_loses_no_character(title, question):
    assert "".join(piece.text for piece in marks.marked(title, question)) == title
    assert "".join(piece.text for piece in marks.marked_number(title, question)) == title


@pytest.mark.parametrize(
    "question", ["那个漏水的事", "漏水", "卫生间", "wsj", "weisheng", "LS", "三楼 漏", "水", "楼卫"]
)
def test_people_find_a_leak_as_they_speak_of_it(question):
    assert answers(question, indexed("三楼卫生间漏水"))


@pytest.mark.parametrize("question", ["电梯", "漏 电", "dt", "水漏", "上楼"])
def test_what_is_not_there_is_not_found(question):
    assert not answers(question, indexed("三楼卫生间漏水"))


def test_small_words_alone_are_looked_for_as_they_are():
    assert answers("那个", indexed("那个灯"))
    assert not answers("那个", indexed("这盏灯"))


@pytest.mark.parametrize(
    "question", ["B2026-00042", "b202600042", "00042", "42", "0042", "b42", "2026-42", "Ｂ２０２６"]
)
def test_a_number_is_found_with_and_without_what_stands_between(question):
    assert answers(question, indexed("灯不亮", "B2026-00042"))


@pytest.mark.parametrize("typed", ["00043", "00024", "B2026-00142", "202600402"])
def test_a_mistyped_number_is_guessed(typed):
    words = indexed("灯不亮", "B2026-00042")
    assert not answers(typed, words)
    assert all(set(term.words) & set(words) for term in guessed(typed) if not term.begins)


def test_words_are_not_guessed_at_and_neither_are_few_digits():
    assert guessed("漏水 abcde 123") == ()


def test_the_sound_that_answered_is_marked():
    pieces = marks.marked("三楼电梯异响", "dt")
    assert [p.text for p in pieces if p.marked] == ["电梯"]
    assert [p.text for p in marks.marked("三楼电梯异响", "dianti") if p.marked] == ["电梯"]
    assert [p.text for p in marks.marked_number("B2026-00042", "42") if p.marked] == ["42"]


def test_one_width_and_one_case():
    assert plain("ＡＢｃ１") == "abc1"
