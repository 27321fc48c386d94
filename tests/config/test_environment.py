"""Settings from outside are refused loudly when they are wrong."""

import pytest

from dayuan.config import environment


def test_a_number_from_outside_replaces_the_one_of_the_house(monkeypatch):
    assert environment.number("DAYUAN_TEST_DAYS", default=7, least=2) == 7
    monkeypatch.setenv("DAYUAN_TEST_DAYS", "30")
    assert environment.number("DAYUAN_TEST_DAYS", default=7, least=2) == 30


@pytest.mark.parametrize("wrong", ["1", "-3", "a week", "7.5", "٣"])
def test_a_number_that_cannot_be_used_says_what_to_write(monkeypatch, wrong):
    monkeypatch.setenv("DAYUAN_TEST_DAYS", wrong)
    with pytest.raises(environment.BadEnvironmentError, match="whole number from 2 on"):
        environment.number("DAYUAN_TEST_DAYS", default=7, least=2)


def test_postgresql_compiles_no_question_unless_its_address_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("DAYUAN_DATABASE_URL", "postgresql://house@/house")
    assert environment.database(tmp_path)["OPTIONS"]["options"] == "-c jit=off"
    monkeypatch.setenv("DAYUAN_DATABASE_URL", "postgresql://house@/house?options=-c%20jit%3Don")
    assert environment.database(tmp_path)["OPTIONS"]["options"] == "-c jit=on"
