"""Every list of the code is known by its codeword, and opens for whom its page opens."""

import importlib
import pkgutil

import pytest
from django.urls import resolve, reverse

import dayuan
from dayuan.platform.lists import listed
from dayuan.platform.lists.sheets import Sheet


def declared():
    """Return every list that a module of the program declares."""
    names = [m.name for m in pkgutil.walk_packages(dayuan.__path__, "dayuan.")]
    modules = [importlib.import_module(n) for n in names if n.endswith("_sheet")]
    return [one for m in modules for one in vars(m).values() if isinstance(one, Sheet)]


def test_every_list_that_is_declared_is_known():
    found = declared()
    assert len(found) == len(listed.sheets.items()) >= 3
    assert {one.code for one in found} == set(listed.sheets)


@pytest.mark.parametrize("code", sorted(listed.sheets))
def test_a_list_may_be_kept_and_taken_away_by_whom_its_page_lets_in(code):
    sheet = listed.sheets[code]
    view = resolve(reverse(sheet.page)).func
    assert vars(view)["declared_access"] == (sheet.verb,)


@pytest.mark.parametrize("code", sorted(listed.sheets))
def test_what_hangs_on_a_list_fits_together(code):
    sheet = listed.sheets[code]
    assert len({one.code for one in sheet.fields}) == len(sheet.fields)
    assert sum(one.slot == "what" for one in sheet.fields) == 1
    assert {one.heading for one in sheet.orders} - {""} <= {one.code for one in sheet.fields}
