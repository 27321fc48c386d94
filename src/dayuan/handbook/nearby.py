"""The closest known word to one that was misspelt."""

from collections.abc import Iterable
from difflib import get_close_matches

from dayuan.kernel.text import Text

#: Longer lists are cut in messages; the reader looks them up in the files then.
SHOWN = 12


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like this one, or ``None``."""
    lowered = {k.lower(): k for k in known}
    found = get_close_matches(word.lower()[:80], lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """Return a hint: the closest known word, else the words that are known."""
    choices = list(known)
    if near := nearest(word, choices):
        return Text(f"是否想写“{near}”？", f"did you mean {near}?")
    return Text(f"可以写：{_listed(choices, '、')}", f"known are: {_listed(choices, ', ')}")


def _listed(choices: list[str], comma: str) -> str:
    if not choices:
        return "—"
    more = comma + "…" if len(choices) > SHOWN else ""
    return comma.join(choices[:SHOWN]) + more
