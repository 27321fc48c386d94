"""What a cross-check looks at, and how it says what it found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dayuan.handbook.findings import Finding, Path, Severity
from dayuan.handbook.nearby import did_you_mean, nearest
from dayuan.handbook.reading import Reading
from dayuan.handbook.schema import Handbook
from dayuan.handbook.validation import Validated
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.text import Text

Findings = Iterator[Finding]

#: What may be a name at all: nothing else is worth proposing.
_NAME = re.compile(r"^[A-Za-z][\w.-]*$")

#: What an entry of a section is called when it is missing.
NOUNS: Mapping[str, Text] = {
    "units": Text("部门", "unit"),
    "posts": Text("岗位", "post"),
    "roles": Text("职能", "role"),
    "parties": Text("外部单位", "party"),
    "sections": Text("章节", "section"),
    "clauses": Text("条款", "clause"),
    "decisions": Text("决定", "decision"),
    "settings": Text("设置", "setting"),
    "levels": Text("等级", "level"),
    "categories": Text("类别", "category"),
    "shift_plans": Text("班次安排", "shift plan"),
}


@dataclass(frozen=True)
class Subject:
    """The valid part of a handbook, the places of its values, and the program's catalogue.

    ``catalogue`` is ``None`` when there is no program to compare with.
    """

    handbook: Handbook
    reading: Reading
    validated: Validated
    catalogue: Catalogue | None = None
    complete: bool = False

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        sections = self.reading.data.items()
        return {name: frozenset(raw) for name, raw in sections if isinstance(raw, dict)}

    def names(self, section: str) -> frozenset[str]:
        """Return every name a section declares, faulty entries included."""
        return self._names.get(section, frozenset())

    def is_known(self, section: str) -> bool:
        """Tell whether all that a section declares could be read."""
        raw = self.reading.data.get(section, {})
        return isinstance(raw, dict) and section not in self.reading.unsure

    def has_gaps(self, path: Path) -> bool:
        """Tell whether something inside this entry was faulty and is left out here."""
        written = self.validated.original(path)
        return any(gone[: len(written)] == written for gone in self.validated.dropped)

    def is_intact(self, *sections: str) -> bool:
        """Tell whether nothing was left out of these sections, so that sums mean something."""
        gone = {path[0] for path in self.validated.dropped} | self.reading.unsure
        return gone.isdisjoint(sections)

    @cached_property
    def step_names(self) -> Mapping[str, frozenset[str]]:
        """Return the ids of every playbook's steps, faulty steps included."""
        return {name: self._ids(("playbooks", name, "steps")) for name in self.names("playbooks")}

    def _ids(self, path: Path) -> frozenset[str]:
        items = self.reading.raw(path)
        if not isinstance(items, list):
            return frozenset()
        found = (item.get("id") for item in items if isinstance(item, dict))
        return frozenset(name for name in found if isinstance(name, str))

    def error(self, path: Path, code: str, message: Text, hint: Text | None = None) -> Finding:
        """Return an error at a path of the valid part."""
        return self._finding(path, code, message, hint, Severity.ERROR)

    def warning(self, path: Path, code: str, message: Text, hint: Text | None = None) -> Finding:
        """Return a warning at a path of the valid part."""
        return self._finding(path, code, message, hint, Severity.WARNING)

    def _finding(
        self, path: Path, code: str, message: Text, hint: Text | None, severity: Severity
    ) -> Finding:
        written = self.validated.original(path)
        place = self.reading.place(written)
        where = self.reading.where(written)
        return Finding(place.file, place.line, where, code, message, hint, severity)

    def line_of(self, path: Path) -> str:
        """Return ``file:line`` of another place, to name it in a message."""
        place = self.reading.place(self.validated.original(path))
        return f"{place.file}:{place.line}"

    def refer(self, path: Path, name: str | None, *sections: str) -> Findings:
        """Report a name that none of these sections declares."""
        known = frozenset[str]().union(*(self.names(s) for s in sections))
        if name is None or name in known or not all(map(self.is_known, sections)):
            return
        zh = "或".join(NOUNS[s].zh for s in sections)
        en = " or ".join(NOUNS[s].en for s in sections)
        message = Text(f"没有名为“{name}”的{zh}", f"there is no {en} called {name}")
        hint = self._elsewhere(name) or _nearest_or_declare(name, known, sections[0])
        yield self.error(path, "reference.dangling", message, hint)

    def _elsewhere(self, name: str) -> Text | None:
        """Say what the name stands for, if it is declared as something else."""
        for section, noun in NOUNS.items():
            if name in self.names(section):
                return Text(f"“{name}”是{noun.zh}", f"{name} is the name of a {noun.en}")
        return None

    def refer_each(self, path: Path, names: tuple[str, ...], *sections: str) -> Findings:
        """Report every name of a list that is not declared, and names that stand twice."""
        for index, name in enumerate(names):
            yield from self.refer((*path, index), name, *sections)
        yield from self.twice(path, names)

    def twice(self, path: Path, names: tuple[str, ...]) -> Findings:
        """Report what stands twice in a list."""
        for index, name in enumerate(names):
            if name in names[:index]:
                yield self.error(
                    (*path, index),
                    "list.duplicate",
                    Text(f"“{name}”写了两次", f"{name} stands in this list twice"),
                    Text("请删去一个", "remove one"),
                )


def _nearest_or_declare(name: str, known: frozenset[str], section: str) -> Text:
    near = nearest(name, sorted(k for k in known if _NAME.match(k)))
    if near is None:
        return Text(f"请在 {section} 中写出", f"declare it in the section {section}")
    return did_you_mean(name, [near])
