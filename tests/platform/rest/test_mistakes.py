"""A program whose request cannot be read is told where and why, in the language it asked for."""

import re
from typing import get_args

import pytest
from django.utils import translation
from pydantic_core.core_schema import ErrorType

from dayuan.platform.rest import mistakes

ONE = {"category": "air_conditioning", "place": "一楼", "description": "不制冷"}


@pytest.mark.parametrize(
    ("changed", "where", "says"),
    [
        ({"category": None}, "category", "文字"),
        ({"place": 3}, "place", "文字"),
        ({"description": "不" * 9_000}, "description", "最多"),
        ({"colour": "red"}, "colour", "没有这一项"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_a_chinese_sentence(program, changed, where, says):
    answer = program("dispatcher").post("/requests", {**ONE, **changed})
    assert answer.status_code == 422
    wrong = {one["where"].rpartition(".")[2]: one["says"] for one in answer.said["mistakes"]}
    assert says in wrong[where]
    assert not re.search("[A-Za-z]{4}", wrong[where])
    assert wrong[where] in answer.said["detail"]


def test_what_is_missing_is_said_in_english_where_english_was_asked_for(program):
    asking = program("dispatcher")
    asking.language = "en"
    answer = asking.post("/requests", {})
    assert {one["says"] for one in answer.said["mistakes"]} == {"This is missing."}


def test_every_codeword_is_one_of_the_library_and_every_sentence_can_be_said():
    known = set(get_args(ErrorType))
    assert set(mistakes._SAYS) <= known
    context = dict.fromkeys(("max_length", "min_length", "gt", "ge", "lt", "le", "expected"), "3")
    for code in mistakes._SAYS:
        with translation.override("zh-hans"):
            (told,) = mistakes.told(
                [{"loc": ("body", 0), "type": code, "ctx": context, "msg": "x"}]
            )
        assert told["where"] == "body.0"
        assert "{" not in told["says"]


def test_a_mistake_nobody_put_into_words_keeps_those_of_the_library():
    (told,) = mistakes.told([{"loc": (), "type": "uuid_type", "msg": "UUID input should be"}])
    assert told["says"] == "UUID input should be"
