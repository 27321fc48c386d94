import logging
import sys

import pytest

from dayuan.config.operations.logs import OneLine

FORM = OneLine("{levelname} {message}", style="{")


def line(message, *args, exc_info=None):
    record = logging.LogRecord("x", logging.WARNING, "f", 1, message, args, exc_info)
    return FORM.format(record)


@pytest.mark.parametrize("trick", ["\n", "\r\n", "\x1b[31m", "\u202e", "\u2028", "\x00", "\x85"])
def test_what_somebody_typed_cannot_forge_a_second_line(trick):
    shown = line("path %s", f"a{trick}WARNING forged")
    assert shown.count("WARNING") == 2
    assert len(shown.splitlines()) == 1
    assert trick not in shown


def test_chinese_stays_readable():
    assert line("值班台 %s", "一号") == "WARNING 值班台 一号"


def test_a_traceback_names_places_and_not_people():
    try:
        raise ValueError("Key (phone)=(13900000001) already exists")
    except ValueError:
        shown = line("failed", exc_info=sys.exc_info())
    assert "test_logs.py" in shown
    assert "builtins.ValueError" in shown
    assert "Key (phone)" not in shown.splitlines()[-1]
