"""One spelling for names, numbers and phones."""

import re
import unicodedata

from dayuan.platform.ui import sounds

#: Characters of a key that are kept; six of a name or more decide its place.
KEY_LENGTH = 120


def plain_number(typed: str) -> str:
    """Return a staff number in its one spelling."""
    return unicodedata.normalize("NFKC", typed).strip().upper()


def plain_phone(typed: str) -> str:
    """Return a phone number in its one spelling; empty stays empty."""
    return re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", typed)).removeprefix("+86")


def name_key(name: str) -> str:
    """Return what a name is sorted by: its sound, surname first, as far as there is room."""
    return sounds.order_of_name(name)[:KEY_LENGTH]
