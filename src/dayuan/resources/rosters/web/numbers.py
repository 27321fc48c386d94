"""Hours and people as the feasibility sheet writes them."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _

_TENTHS = 10


def hours(value: Fraction) -> str:
    """Return hours with at most one decimal: 168 h."""
    return _("%(n)s h") % {"n": plain(value)}


def needed(people: Fraction) -> str:
    """Return a number of people that is needed, rounded up: 4.2, never less than it takes."""
    return plain(Fraction(ceil(people * _TENTHS), _TENTHS))


def plain(value: Fraction) -> str:
    """Return a number with at most one decimal."""
    shown = f"{float(value):.1f}"
    return shown.removesuffix(".0")


def money(value: Fraction) -> str:
    """Return yuan without parts of one."""
    return f"¥{ceil(value):,}"


def hours_of_minutes(minutes: int) -> str:
    """Return minutes as hours."""
    return hours(Fraction(minutes, 60))


def yuan(value: Decimal | Fraction) -> str:
    """Return a rate to the fen."""
    return f"¥{float(value):,.2f}"
