"""Values of a handbook in words: times, people, sources, texts."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from dayuan.handbook.findings import Path
from dayuan.handbook.nouns import SECTION_NAMES, key_name
from dayuan.handbook.schema import Handbook
from dayuan.kernel.offsets import Due, Urgency, parse_due
from dayuan.kernel.text import Text

_SOURCES = {
    "clause": Text("条款", "clause"),
    "decision": Text("决定", "decision"),
    "law": Text("法规", "law"),
    "site": Text("本院规定：", "the site's own choice:"),
    "system": Text("程序需要：", "the program needs it:"),
}
#: Keys whose words are codes of another section.
_CODES = {
    "post": "posts", "posts": "posts", "alternates": "posts", "held_by": "posts",
    "reports_to": "posts", "lead": "posts", "liaison": "posts", "owner": "posts",
    "responsible": "posts", "role": "roles", "roles": "roles",
    "party": "parties", "parties": "parties",
}  # fmt: skip
_URGENCIES = {
    Urgency.ASAP: Text("{a} 之后立即", "at once after {a}"),
    Urgency.FIRST: Text("{a} 之后第一时间", "first of all after {a}"),
    Urgency.BEFORE: Text("{a} 之前", "before {a}"),
    Urgency.ON_DAY: Text("{a} 当天", "on the day of {a}"),
    Urgency.DURING: Text("{a} 期间", "during {a}"),
}
_UNITS = (
    (timedelta(days=1), Text("天", "days")),
    (timedelta(hours=1), Text("小时", "hours")),
    (timedelta(minutes=1), Text("分钟", "minutes")),
)


def is_one_value(key: str, value: Mapping[str, Any]) -> bool:
    """Tell whether a mapping is said as one value: words, a source, a doer, a range."""
    keys = set(value)
    single = ({"zh", "en"}, set(_SOURCES), {"min", "max"})
    return key in ("who", "decided_by", "with") or any(keys and keys <= one for one in single)


def due_in_words(due: Due) -> Text:
    """Return a due time as a sentence part, such as ``7 days before T``."""
    if due.urgency is not Urgency.EXACT:
        pattern = _URGENCIES[due.urgency]
        return Text(pattern.zh.format(a=due.anchor), pattern.en.format(a=due.anchor))
    if not due.offset:
        return Text(f"{due.anchor} 时", f"at {due.anchor}")
    number, unit = _amount(abs(due.offset))
    side = Text("前", "before") if due.offset < timedelta(0) else Text("后", "after")
    word = unit.en.removesuffix("s") if number == 1 else unit.en
    return Text(
        f"{due.anchor} {side.zh} {number} {unit.zh}", f"{number} {word} {side.en} {due.anchor}"
    )


def _amount(size: timedelta) -> tuple[int, Text]:
    for length, name in _UNITS:
        if not size % length:
            return size // length, name
    raise ValueError(f"{size} is finer than a minute")


class Speaker:
    """Says values of one handbook with the titles that this handbook gives."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook

    def where(self, path: Path) -> Text:
        """Return a place in words: section, title of the entry, name of the key."""
        section = str(path[0])
        parts = (self._part(path[:length]) for length in range(2, len(path) + 1))
        words = (SECTION_NAMES[section], *parts)
        zh, en = (" › ".join(w.in_language(code) for w in words) for code in ("zh", "en"))
        return Text(zh, en)

    def _part(self, path: Path) -> Text:
        key = str(path[-1])
        if len(path) == 2 and path[0] not in ("handbook", "establishment"):
            return self.title(str(path[0]), key)
        if path[0] == "playbooks" and len(path) == 4 and path[2] == "steps":
            return self._step_title(str(path[1]), key)
        return key_name(key)

    def _step_title(self, playbook: str, step: str) -> Text:
        found = self.handbook.playbooks.get(playbook)
        titles = (s.title.text for s in found.steps if s.id == step) if found else iter(())
        return next(titles, Text(step, step))

    def title(self, section: str, code: str) -> Text:
        """Return the title of an entry, or its code where it has none."""
        entries = getattr(self.handbook, section, None)
        entry = entries.get(code) if isinstance(entries, dict) else None
        for name in ("title", "name", "topic"):
            if words := getattr(entry, name, None):
                return Text(words.zh, words.en)
        return Text(code, code)

    def value(self, path: Path, value: Any) -> Text:
        """Return a value in words, by the key it stands under."""
        key = str(path[-1])
        if isinstance(value, dict):
            return self._mapping(key, value)
        if isinstance(value, list):
            return _joined([self.value((*path[:-1], key), item) for item in value])
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, str) and key in ("due", "until"):
            return due_in_words(parse_due(value))
        if isinstance(value, str) and key in _CODES:
            return self.title(_CODES[key], value)
        said = f"{value:g}" if isinstance(value, float) else str(value)
        return Text(said or "（空）", said or "(empty)")

    def _mapping(self, key: str, value: Mapping[str, Any]) -> Text:
        if set(value) <= {"zh", "en"} and value:
            return Text(str(value.get("zh", "")), str(value.get("en", "")))
        if len(value) == 1 and (name := next(iter(value))) in _SOURCES and key != "who":
            kind = _SOURCES[name]
            return Text(f"{kind.zh} {value[name]}", f"{kind.en} {value[name]}")
        if set(value) == {"min", "max"}:
            return Text(f"{value['min']} 至 {value['max']}", f"{value['min']} to {value['max']}")
        if "due" in value and "who" in value:
            return self._step(value)
        return self._listed(value)

    def _step(self, step: Mapping[str, Any]) -> Text:
        """Say what matters of a whole step: what, who, when, with which proof."""
        parts = [self.value((key,), step[key]) for key in ("title", "who", "due") if key in step]
        evidence = step.get("evidence")
        if isinstance(evidence, Mapping):
            parts += [self.value(("title",), e["title"]) for e in evidence.values()]
        return _joined(parts)

    def _listed(self, value: Mapping[str, Any]) -> Text:
        if "title" in value and isinstance(value["title"], dict):
            return self.value(("title",), value["title"])
        pairs = [(key_name(key), self.value((key,), item)) for key, item in value.items()]
        if not pairs:
            return Text("（空）", "(empty)")
        return Text(
            "；".join(f"{k.zh}：{v.in_language('zh')}" for k, v in pairs),
            "; ".join(f"{k.en}: {v.in_language('en')}" for k, v in pairs),
        )


def _joined(parts: Iterable[Text]) -> Text:
    texts = list(parts)
    if not texts:
        return Text("（空）", "(empty)")
    return Text(
        "，".join(t.in_language("zh") for t in texts), ", ".join(t.in_language("en") for t in texts)
    )
