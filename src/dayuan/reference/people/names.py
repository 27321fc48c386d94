"""One spelling for names, numbers and phones."""

import re
import unicodedata


def plain_number(typed: str) -> str:
    """Return a staff number in its one spelling."""
    return unicodedata.normalize("NFKC", typed).strip().upper()


def plain_phone(typed: str) -> str:
    """Return a phone number in its one spelling; empty stays empty."""
    return re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", typed)).removeprefix("+86")


def name_key(name: str) -> str:
    """Return what a name is sorted by: itself, folded; a romanisation may stand here."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
