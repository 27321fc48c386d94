"""Codes of places and things: how they are written, and in which order people count.

2 comes before 10, a place before what lies in it. The keys are made of digits and capital
letters alone, so that every database sorts them alike, whatever the rules of its language
say about hyphens and small letters.
"""

import re

CODE_LENGTH = 24
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?")
_TOKEN = re.compile(r"[0-9]+|[A-Z]|.", re.DOTALL)
#: Digits of a number in a key; a longer run is cut into numbers of this length.
_WIDTH = 6
#: Stands between a place and what lies in it, and comes before everything else.
BELOW = "0"


def tidy(code: str) -> str:
    """Return a code as it is kept: without spaces, in capital letters."""
    return "".join(code.split()).upper()


def is_code(code: str) -> bool:
    """Tell whether a tidy code has capital letters, digits and inner hyphens alone."""
    return len(code) <= CODE_LENGTH and _CODE.fullmatch(code) is not None


def sort_key(code: str) -> str:
    """Return the key by which a code of letters, digits and hyphens sorts naturally.

    A number is ``1`` and its six digits, a letter itself, anything else ``2``: each
    part says by its first sign how long it is, so that keys compare part by part.
    """
    return "".join(_part(token) for token in _TOKEN.findall(code.upper()))


def _part(token: str) -> str:
    if token.isascii() and token.isdigit():
        cut = (token[n : n + _WIDTH] for n in range(0, len(token), _WIDTH))
        return "".join(f"1{part:0>{_WIDTH}}" for part in cut)
    return token if token.isascii() and token.isalpha() else "2"


def key_below(above: str, code: str) -> str:
    """Return the key of a code that lies below another; ``above`` is empty at the top."""
    return f"{above}{BELOW}{sort_key(code)}" if above else sort_key(code)
