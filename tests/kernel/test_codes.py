"""Codes sort as people count, in every database."""

import random

import pytest

from dayuan.kernel.codes import key_below, sort_key


@pytest.mark.parametrize(
    "codes",
    [
        ["A-2", "A-10", "A-100"],
        ["3F", "12F"],
        ["A", "A1", "A2", "A-1", "AB", "B"],
        ["KT-1", "KT-2", "KT-11", "ZM-1"],
    ],
)
def test_codes_come_in_the_order_people_count(codes):
    mixed = random.Random(7).sample(codes, len(codes))  # noqa: S311 - no secret, an order
    assert sorted(mixed, key=sort_key) == codes


def test_a_place_comes_before_what_lies_in_it_and_that_before_the_next_place():
    house, other = sort_key("A"), sort_key("A1")
    keys = [house, key_below(house, "F2"), key_below(house, "F10"), other, key_below(other, "F1")]
    assert sorted(keys) == keys


def test_keys_hold_digits_and_capital_letters_alone_whatever_is_handed_in():
    assert all(sign.isascii() and sign.isalnum() for sign in sort_key("a-1 室/9"))


def test_a_number_longer_than_any_counts_on():
    assert sort_key("1234567") != sort_key("123456")
