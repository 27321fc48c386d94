"""Values of a handbook in words: times, people, sources, texts."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from dayuan.handbook.findings import Path
from dayuan.handbook.nouns import SECTION_NAMES, key_name
from dayuan.handbook.schema import Handbook
from dayuan.kernel.catalogue import Catalogue
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
    "responsible": "posts", "deciders": "posts", "relieves": "posts", "approved_by": "posts",
    "role": "roles", "roles": "roles", "party": "parties", "parties": "parties",
}  # fmt: skip
#: Keys whose mapping names a doer, not a source, even where a word fits both.
_DOERS = frozenset({"who", "decided_by"})
_EVIDENCE = {
    "text": Text("文字", "text"),
    "reading": Text("读数", "reading"),
    "yes_no": Text("是否", "yes or no"),
    "photo": Text("照片", "photo"),
    "file": Text("文件", "file"),
    "signature": Text("签名", "signature"),
    "scan": Text("扫码", "scan"),
    "consent": Text("同意", "consent"),
}
_URGENCIES = {
    Urgency.ASAP: Text("{a} 之后立即", "at once after {a}"),
    Urgency.FIRST: Text("{a} 之后第一时间", "first of all after {a}"),
    Urgency.BEFORE: Text("{a} 之前", "before {a}"),
    Urgency.ON_DAY: Text("{a} 当天", "on the day of {a}"),
    Urgency.DURING: Text("{a} 期间", "during {a}"),
}
_UNITS = {
    "w": (timedelta(weeks=1), Text("周", "weeks")),
    "d": (timedelta(days=1), Text("天", "days")),
    "h": (timedelta(hours=1), Text("小时", "hours")),
    "min": (timedelta(minutes=1), Text("分钟", "minutes")),
}


def is_one_value(key: str, value: Mapping[str, Any]) -> bool:
    """Tell whether a mapping is said as one value: words, a source, a doer, a range."""
    keys = set(value)
    single = ({"zh", "en"}, set(_SOURCES), {"min", "max"})
    return key in ("who", "decided_by", "with") or any(keys and keys <= one for one in single)


def due_in_words(due: Due, anchors: Mapping[str, Text] = MappingProxyType({})) -> Text:
    """Return a due time as a sentence part, such as ``7 days before arrival``.

    Anchors without a name are called by their letters.
    """
    anchor = anchors.get(due.anchor) or Text(due.anchor, due.anchor)
    zh, en = anchor.in_language("zh"), anchor.in_language("en")
    if due.urgency is not Urgency.EXACT:
        pattern = _URGENCIES[due.urgency]
        return Text(_close(pattern.zh.format(a=zh)), pattern.en.format(a=en))
    if not due.offset:
        return Text(_close(f"{zh} 时"), f"at {en}")
    length, unit = _UNITS[due.unit]
    number = abs(due.offset) // length
    side = Text("前", "before") if due.offset < timedelta(0) else Text("后", "after")
    word = unit.en.removesuffix("s") if number == 1 else unit.en
    return Text(_close(f"{zh} {side.zh} {number} {unit.zh}"), f"{number} {word} {side.en} {en}")


def _close(words: str) -> str:
    """Return Chinese words without spaces between two Chinese signs."""
    return re.sub(r"(?<=[\u3000-\u9fff：]) (?=[\u3000-\u9fff])|(?<=：) ", "", words)


class Speaker:
    """Says values of one handbook with the titles that this handbook gives."""

    def __init__(self, handbook: Handbook, catalogue: Catalogue | None = None) -> None:
        self.handbook = handbook
        self.catalogue = catalogue or Catalogue.of()

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
        if section == "permissions" and (verb := self.catalogue.verbs.get(code)):
            return verb.label
        entries = getattr(self.handbook, section, None)
        entry = entries.get(code) if isinstance(entries, dict) else None
        for name in ("title", "name", "topic"):
            if words := getattr(entry, name, None):
                return Text(words.zh, words.en)
        return Text(code, code)

    def value(self, path: Path, value: Any) -> Text:
        """Return a value in words, by the key it stands under."""
        if isinstance(value, dict):
            return self._mapping(path, value)
        if isinstance(value, list):
            return _joined([self.value(path, item) for item in value])
        return self._word(path, value)

    def _word(self, path: Path, value: Any) -> Text:
        key = str(path[-1])
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, str) and key in ("due", "until"):
            return due_in_words(parse_due(value), self._anchors(path))
        if isinstance(value, str) and key in ("steps", "after", "not_by_doer_of"):
            return self._step_title(str(path[1]), value)
        if isinstance(value, str) and key in _CODES:
            return self.title(_CODES[key], value)
        said = f"{value:g}" if isinstance(value, float) else str(value)
        return Text(said or "（空）", said or "(empty)")

    def _anchors(self, path: Path) -> Mapping[str, Text]:
        """Return the names of the anchors that count where a path stands."""
        playbook = self.handbook.playbooks.get(str(path[1])) if len(path) > 1 else None
        if playbook is None:
            return {}
        own = self.handbook.case_kinds.get(playbook.kind)
        published = self.catalogue.case_kinds.get(playbook.kind)
        named = {code: anchor.title.text for code, anchor in own.anchors.items()} if own else {}
        return {**named, **(published.anchors if published else {})}

    def _mapping(self, path: Path, value: Mapping[str, Any]) -> Text:
        key = str(path[-1])
        if set(value) <= {"zh", "en"} and value:
            return Text(str(value.get("zh", "")), str(value.get("en", "")))
        if len(value) == 1 and (name := next(iter(value))) in _SOURCES and key not in _DOERS:
            kind = _SOURCES[name]
            return Text(_close(f"{kind.zh} {value[name]}"), f"{kind.en} {value[name]}")
        if set(value) == {"min", "max"}:
            return Text(f"{value['min']} 至 {value['max']}", f"{value['min']} to {value['max']}")
        if "due" in value and "who" in value:
            return self._step(path, value)
        return self._listed(path, value)

    def _step(self, path: Path, step: Mapping[str, Any]) -> Text:
        """Say what matters of a whole step: what, who, when, with which proof."""
        parts = [self.value((*path, key), step[key]) for key in ("title", "who", "due")]
        evidence = step.get("evidence")
        if isinstance(evidence, Mapping):
            parts += [self.value((*path, "evidence"), item) for item in evidence.values()]
        return _joined(parts)

    def _listed(self, path: Path, value: Mapping[str, Any]) -> Text:
        if isinstance(title := value.get("title"), dict):
            words = self.value((*path, "title"), title)
            kind = _EVIDENCE.get(str(value.get("kind")))
            if kind is None:
                return words
            zh, en = words.in_language("zh"), words.in_language("en")
            return Text(f"{zh}（{kind.zh}）", f"{en} ({kind.en})")
        pairs = [(key_name(key), self.value((*path, key), item)) for key, item in value.items()]
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
