"""How Chinese words sound in letters, so that they are found without an input method."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def of(words: str) -> tuple[str, ...]:
    """Return the first letters and the whole sound, in lower case without marks.

    Latin letters and digits stand for themselves; what is neither is left out.
    Words without any Chinese have no sound of their own.
    """
    kept = "".join(c for c in words if c.isalnum())
    if kept.isascii():
        return ()
    first = "".join(lazy_pinyin(kept, style=Style.FIRST_LETTER)).lower()
    whole = "".join(lazy_pinyin(kept)).lower()
    return (first, whole)
