"""What a new revision changes, in words a director reads before taking it into force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dayuan.handbook.digest import plain
from dayuan.handbook.findings import Path
from dayuan.handbook.nouns import SECTION_NAMES
from dayuan.handbook.schema import Handbook
from dayuan.handbook.spoken import Speaker, is_one_value
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.text import Text


class ChangeKind(StrEnum):
    """What happened to a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _KINDS[self]


_KINDS = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.REMOVED: Text("删除", "removed"),
    ChangeKind.CHANGED: Text("修改", "changed"),
}

#: Keys of a step that change who must do what by when.
_DUTIES = frozenset({
    "due", "until", "who", "evidence", "after", "when", "for_each_holder", "not_by_doer_of",
    "people", "limit", "respond_limit", "clock", "on_site", "does", "decided_by",
})  # fmt: skip
_GRANTEES = ("posts", "roles", "parties")
_DUTY_SECTIONS = frozenset({"permissions", "bindings", "roles", "escalation", "office_hours"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where it stands, and what it was and is, in words.

    ``important`` marks what changes somebody's duties or permissions.
    """

    kind: ChangeKind
    section: str
    path: Path
    where: Text
    old: Text | None
    new: Text | None
    important: bool = False


def difference(old: Handbook, new: Handbook, *, catalogue: Catalogue | None = None) -> list[Change]:
    """Return every difference, in the order of the sections; none for equal content.

    With the program's catalogue, permissions, capabilities and anchors are
    called by their names instead of their codewords.
    """
    before, after = _keyed(plain(old)), _keyed(plain(new))
    speakers = (Speaker(old, catalogue), Speaker(new, catalogue))
    changes: list[Change] = []
    for section in SECTION_NAMES:
        pair = (before.get(section), after.get(section))
        changes += [_say(change, speakers) for change in _walk(*pair, (section,))]
    return changes


class _Ordered(dict[str, Any]):
    """The items of a list by their names; their order means something."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ordered) and list(self.items()) == list(other.items())


#: A path with the value before and after; ``None`` where there was nothing.
_Raw = tuple[Path, Any, Any]


def _walk(old: Any, new: Any, path: Path) -> Iterator[_Raw]:
    if old == new:
        return
    whole_section = len(path) == 1
    if whole_section:
        old, new = old or {}, new or {}
    if not _opens(old, path) or not _opens(new, path):
        yield path, old, new
        return
    if isinstance(old, _Ordered) and isinstance(new, _Ordered):
        before, after = ([key for key in one if key in old and key in new] for one in (old, new))
        if before != after:
            yield path, before, after
    for key in dict.fromkeys((*old, *new)):
        yield from _walk(old.get(key), new.get(key), (*path, key))


def _opens(value: Any, path: Path) -> bool:
    return isinstance(value, dict) and not is_one_value(str(path[-1]), value)


def _say(raw: _Raw, speakers: tuple[Speaker, Speaker]) -> Change:
    path, old, new = raw
    before, after = speakers
    kind = ChangeKind.CHANGED
    if old is None:
        kind = ChangeKind.ADDED
    elif new is None:
        kind = ChangeKind.REMOVED
    return Change(
        kind=kind,
        section=str(path[0]),
        path=path,
        where=(before if new is None else after).where(path),
        old=None if old is None else before.value(path, old),
        new=None if new is None else after.value(path, new),
        important=_is_important(path),
    )


def _is_important(path: Path) -> bool:
    if path[0] == "playbooks":
        if len(path) <= 4 and path[2:3] != ("facts",):
            return len(path) != 3 or path[2] in ("kind", "variant", "steps")
        return bool(_DUTIES.intersection(path[4:5]))
    return path[0] in _DUTY_SECTIONS


def _keyed(data: dict[str, Any]) -> dict[str, Any]:
    """Give the items of lists a name, so that an item put in front changes only itself."""
    keyed = {key: _name_items(value) for key, value in data.items()}
    keyed["permissions"] = _by_verb(data.get("permissions", []))
    for section, keys in (("bindings", ("clause", "capability")), ("own_sources", ("capability",))):
        rows = data.get(section, [])
        keyed[section] = {" · ".join(row[k] for k in keys): _name_items(row) for row in rows}
    keyed["retired"] = {word: word for word in data.get("retired", [])}
    return keyed


def _name_items(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _name_items(item) for key, item in value.items()}
    if isinstance(value, list) and value and all(_name_of(item) for item in value):
        named = _Ordered((_name_of(item), _name_items(item)) for item in value)
        # Two items of one title would hide each other; such a list is shown whole.
        return named if len(named) == len(value) else value
    return value


def _name_of(item: Any) -> str:
    """Return what tells an item of a list from the others: its id, else its title."""
    if not isinstance(item, dict):
        return ""
    title = item.get("title")
    words = title.get("zh") or title.get("en") if isinstance(title, dict) else None
    return str(item.get("id") or words or "")


def _by_verb(grants: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Return who holds each verb: the way a director thinks of permissions.

    How verbs are gathered into grants changes nobody's rights and is not shown.
    """
    held: dict[str, dict[str, Any]] = {}
    for grant in grants:
        for verb in grant["verbs"]:
            entry = held.setdefault(verb, {key: [] for key in _GRANTEES})
            for key in _GRANTEES:
                entry[key] = sorted({*entry[key], *grant.get(key, ())})
            if grant.get("everyone"):
                entry["everyone"] = True
            for key in ("source", "note"):
                entry[key] = [*entry.get(key, ()), *([grant[key]] if key in grant else ())]
    return {verb: {k: v for k, v in entry.items() if v} for verb, entry in held.items()}
