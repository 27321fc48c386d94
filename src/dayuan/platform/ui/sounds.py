"""How Chinese words sound in letters, so that they are found and sorted by their sound."""

import unicodedata
from functools import lru_cache
from typing import Any

#: Surnames that sound otherwise than the same character does elsewhere.
_READ_OTHERWISE = """
    仇=qiu2 任=ren2 俞=yu2 冼=xian3 区=ou1 华=hua4 单=shan4 卜=bu3 员=yun4 召=shao4 尉=wei4
    干=gan1 折=she2 撒=sa4 曾=zeng1 朴=piao2 查=zha1 盖=ge3 盛=sheng4 祭=zhai4 种=chong2
    秘=bi4 繁=po2 纪=ji3 缪=miao4 翟=zhai2 葛=ge3 覃=qin2 解=xie4 那=na1 长=zhang3 隗=wei3
    乐=yue4 万俟=mo4,qi2 尉迟=yu4,chi2 长孙=zhang3,sun1 单于=chan2,yu2 澹台=tan2,tai2
    宰父=zai3,fu3
"""
_SURNAMES = dict(one.split("=") for one in _READ_OTHERWISE.split())


@lru_cache(maxsize=4096)
def of(words: str) -> tuple[str, ...]:
    """Return the first letters and the whole sound, in lower case without marks.

    Latin letters and digits stand for themselves; what is neither is left out.
    Words without any Chinese have no sound of their own.
    """
    kept = "".join(c for c in words if c.isalnum())
    if kept.isascii():
        return ()
    first = "".join(_letters(kept, "FIRST_LETTER")).lower()
    whole = "".join(_letters(kept, "NORMAL")).lower()
    return (first, whole)


def order_of_name(name: str) -> str:
    """Return what a person's name is sorted by: as a dictionary does, the surname first.

    Character by character: its sound, its tone, then the character itself, so that all who
    share a surname stand together. Small letters and digits alone, which every database
    sorts alike in whatever language it was set up.
    """
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    surname = next((s for s in (plain[:2], plain[:1]) if s in _SURNAMES), "")
    sounds = _SURNAMES[surname].split(",") if surname else []
    sounds += _letters(list(plain[len(surname) :]), "TONE3", neutral_tone_with_five=True)
    return "".join(map(_step, plain, sounds))


def _letters(words: str | list[str], style: str, **more: Any) -> list[str]:
    # A seventh of all that a process loads is this dictionary, and few processes ask it.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - see above

    return lazy_pinyin(words, style=getattr(Style, style), **more)


def _step(character: str, sound: str) -> str:
    """Return the part of a key that one character makes."""
    if not character.isalnum():
        # What stands between two words comes before every letter.
        return "0"
    if character.isascii():
        return character
    return f"{sound if sound.isascii() and sound.isalnum() else 'zz'}{ord(character):05x}"
