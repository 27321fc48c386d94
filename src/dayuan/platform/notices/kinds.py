"""Kinds of notices and their words, and where a record's page is."""

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor

#: Filled in when the notice is shown, from the record's own card.
TITLE, NUMBER = "title", "number"


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that people think of as one, and switch on and off together."""

    code: str
    label: Text


groups: Registry[Group] = Registry("group of notices")
#: What belongs to nothing else.
OTHER = groups.register("other", Group("other", Text("其他提醒", "Other notices")))
_SOMETHING = Text("您有新提醒", "Something new for you")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice: its words with ``{placeholders}``, its icon and tone."""

    code: str
    words: Text
    icon: str = "bell"
    tone: str = "in_hand"
    group: Group = OTHER
    #: All that is said of it outside the house: no title, no number, no name.
    outward: Text = _SOMETHING
    #: Nobody switches it off in the program.
    must: bool = False
    #: It does not wait for the end of quiet hours.
    urgent: bool = False

    def says(self, values: Mapping[str, Any]) -> Text:
        """Return the words with the values filled in; an unknown placeholder stays empty."""
        known = dict.fromkeys(_placeholders(self.words), "") | dict(values)
        return Text(self.words.zh.format(**known), self.words.en.format(**known))


@dataclass(frozen=True, slots=True)
class Card:
    """How a record is named and found by somebody who may see it."""

    title: str
    url: str
    number: str = ""


class CardMaker(Protocol):
    """Names records to somebody whom their door has let in."""

    def __call__(self, actor: Actor, owner_ids: Collection[int], /) -> Mapping[int, Card]:
        """Return the cards of those of these records the actor may see."""


kinds: Registry[Kind] = Registry("notice kind")
#: Filled from above, one per kind of record that notices are about.
cards: Registry[CardMaker] = Registry("card maker")


def groups_in_use() -> list[Group]:
    """Return the groups that have a kind, what belongs to nothing else last."""
    used = {kind.group.code for kind in kinds.values()}
    found = [one for one in groups.values() if one.code in used]
    return sorted(found, key=lambda one: one is OTHER)


def declare_group(code: str, zh: str, en: str) -> Group:
    """Register a group of kinds."""
    return groups.register(code, Group(code, Text(zh, en)))


def declare(
    code: str,
    zh: str,
    en: str,
    *,
    icon: str = "bell",
    tone: str = "in_hand",
    group: Group = OTHER,
    outward: Text = _SOMETHING,
    must: bool = False,
    urgent: bool = False,
) -> Kind:
    """Register a kind of notice: ``module.entity.event``.

    Words may hold ``{title}`` and ``{number}`` (from the record's card, for those
    who may see it) and the names of the notice's own parameters.
    """
    if code.count(".") != 2:
        raise ValueError(f"{code!r}: write module.entity.event")
    words = Text(zh, en)
    if len({frozenset(_of(zh)), frozenset(_of(en))}) > 1:
        raise ValueError(f"{code!r}: the two languages have different placeholders")
    if _placeholders(outward):
        raise ValueError(f"{code!r}: nothing of a record is said outside the house")
    return kinds.register(code, Kind(code, words, icon, tone, group, outward, must, urgent))


def _placeholders(words: Text) -> set[str]:
    return _of(words.zh) | _of(words.en)


def _of(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
