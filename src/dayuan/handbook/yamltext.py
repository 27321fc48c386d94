"""One YAML file as plain values, each with its line.

Stricter than YAML on purpose, because people who write plans are no
programmers: ``no``, ``12:30`` and ``2024-05-01`` stay the words they look like,
a key may stand once, and aliases and tags are refused. The file is read event
by event and never recursively, so no file, however deep, can exhaust the stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from dayuan.handbook.findings import Finding, Path
from dayuan.handbook.syntax import explain_syntax, starts_earlier
from dayuan.kernel.text import Text

MAX_DEPTH = 24
MAX_VALUES = 200_000
#: Digits beyond this are no quantity of a plan, and Python limits conversions.
_NUMBER = re.compile(r"^[+-]?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_ODD_INDENT = re.compile(r" *[\t\u3000\xa0]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOTHING = {"", "~", "null", "Null", "NULL"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class FileContent:
    """What one file says: its values, the line of every path, what is wrong.

    ``whole`` is false if the file could not be read to its end; its values are
    then left out, for half an entry would only raise more alarms.
    """

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True
    #: How many values were read.
    values: int = 0
    #: Sections that stand twice: what the second one declares is not known.
    unsure: set[str] = field(default_factory=set)

    def fault(self, line: int, code: str, message: Text, hint: Text | None = None) -> None:
        """Record something wrong on a line (from 1)."""
        self.findings.append(Finding(self.file, line, "", code, message, hint))


class _StopReadingError(Exception):
    """The file cannot be read any further; the reason has been recorded."""


def read_text(file: str, raw: bytes, *, room: int | None = None) -> FileContent:
    """Read one file's bytes; every fault is a finding, nothing raises.

    ``room`` is how many values may still come; without it a file has the whole limit.
    """
    content = FileContent(file)
    text = _decode(content, raw)
    if text is None or _has_odd_indents(content, text) or _turns_around(content, text):
        content.whole = False
        return content
    try:
        _Builder(content, MAX_VALUES if room is None else room).build(text)
    except _StopReadingError:
        content.whole = False
    except yaml.YAMLError as error:
        content.whole = False
        _syntax_fault(content, text, error)
    if not content.whole:
        content.data, content.lines = {}, {}
    return content


def scalar(word: str) -> Any:
    """Return what an unquoted word means: nothing, true, false, a number, or itself."""
    if word in _NOTHING:
        return None
    if word in _TRUTH:
        return _TRUTH[word]
    if match := _NUMBER.match(word):
        return float(word) if match[2] else int(word)
    return word


def _decode(content: FileContent, raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        kind = "UTF-8 BOM" if raw.startswith(b"\xef") else "UTF-16"
        content.fault(
            1,
            "file.encoding",
            Text(f"文件以 {kind} 标记开头", f"the file starts with a {kind} mark"),
            Text("请另存为不带 BOM 的 UTF-8", "save it as UTF-8 without a byte order mark"),
        )
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        content.fault(
            line,
            "file.encoding",
            Text(
                "这里的字节不是 UTF-8（可能是 GBK 编码）", "these bytes are not UTF-8 (maybe GBK)"
            ),
            Text("请把文件另存为 UTF-8", "save the file as UTF-8"),
        )
        return None


def _has_odd_indents(content: FileContent, text: str) -> bool:
    """Report tabs and wide or hard spaces in front of a line: they look like spaces."""
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _ODD_INDENT.match(line)]
    for number in lines:
        content.fault(
            number,
            "file.indent",
            Text("行首缩进用了制表符或全角空格", "the line is indented with a tab or a wide space"),
            Text("请改用半角空格，每层两个", "use plain spaces instead, two for each level"),
        )
    return bool(lines)


def _turns_around(content: FileContent, text: str) -> bool:
    """Report signs that change the direction of writing: what is read is not what stands there."""
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _TURNING.search(line)]
    for number in lines:
        content.fault(
            number,
            "file.control",
            Text("这里有看不见的控制字符", "there is an invisible control character"),
            Text("请删去", "remove it"),
        )
    return bool(lines)


def _syntax_fault(content: FileContent, text: str, error: yaml.YAMLError) -> None:
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
    line = min(_line_of_fault(error, text, detail), text.count("\n") + 1)
    written = text.split("\n")[line - 1]
    content.fault(line, "file.syntax", *explain_syntax(detail, written))


def _line_of_fault(error: yaml.YAMLError, text: str, detail: str) -> int:
    position = getattr(error, "position", None)
    if isinstance(position, int):
        return text.encode().count(b"\n", 0, position) + 1
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if starts_earlier(detail):
        # Where the quote or bracket was opened helps; where the parser gave up does not.
        marks.reverse()
    lines = [mark.line + 1 for mark in marks if mark is not None]
    return lines[0] if lines else 1


@dataclass(slots=True)
class _List:
    """A list that is being filled."""

    value: list[Any]
    path: Path


@dataclass(slots=True)
class _Mapping:
    """A mapping that is being filled."""

    value: dict[str, Any]
    path: Path
    #: The key that waits for its value; ``None`` between two entries.
    key: str | None = None
    #: The waiting value is dropped, because its key was refused.
    dropped: bool = False


class _Builder:
    """Turns parser events into values; one instance reads one file."""

    def __init__(self, content: FileContent, room: int) -> None:
        self.content = content
        self.room = room
        self.stack: list[_List | _Mapping] = []

    def build(self, text: str) -> None:
        documents = 0
        for event in _events(text):
            line = _line(event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._second_document(line)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
                self._value_done()

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._limits(line)
        self._refuse_tricks(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event.value, bool(event.implicit[0]), line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], line)

    def _limits(self, line: int) -> None:
        self.content.values += 1
        if self.content.values > self.room or len(self.stack) > MAX_DEPTH:
            self._stop(
                line,
                "file.too_large",
                Text("内容层级过深或条目过多", "the file nests too deep or holds too many values"),
                Text("请拆分文件或减少层级", "split the file or use fewer levels"),
            )

    def _refuse_tricks(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._stop(
                line,
                "file.alias",
                Text("不接受锚点（&）和引用（*）", "anchors (&) and aliases (*) are not accepted"),
                Text(
                    "请把内容写全；若是文字，请加引号",
                    "write the content out, or quote it if it is text",
                ),
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._stop(
                line,
                "file.tag",
                Text(f"不接受标签 {tag}", f"the tag {tag} is not accepted"),
                Text("请去掉标签；若是文字，请加引号", "leave it out, or quote it if it is text"),
            )

    def _second_document(self, line: int) -> None:
        self._stop(
            line,
            "file.documents",
            Text("一个文件里只能有一份文档", "a file holds one document only"),
            Text("请删去“---”或另起一个文件", "remove the --- line or start another file"),
        )

    def _stop(self, line: int, code: str, message: Text, hint: Text) -> None:
        self.content.fault(line, code, message, hint)
        raise _StopReadingError

    def _scalar(self, word: str, plain: bool, line: int) -> None:
        frame = self.stack[-1] if self.stack else None
        if isinstance(frame, _Mapping) and frame.key is None:
            self._key(frame, word, plain, line)
            return
        self._put(scalar(word) if plain else word, line)
        self._value_done()

    def _key(self, frame: _Mapping, word: str, plain: bool, line: int) -> None:
        frame.key = word
        if plain and not isinstance(scalar(word), str):
            frame.dropped = True
            self.content.fault(
                line,
                "file.key",
                Text(f"键“{word}”不是文字", f"the key {word or '(empty)'} is not text"),
                Text("请给键加引号", "put the key in quotes"),
            )
        elif word in frame.value:
            frame.dropped = True
            if not frame.path:
                self.content.unsure.add(word)
            self._duplicate(line, word, self.content.lines[(*frame.path, word)])
        else:
            self.content.lines.setdefault((*frame.path, word), line)

    def _duplicate(self, line: int, word: str, first: int) -> None:
        self.content.fault(
            line,
            "file.duplicate_key",
            Text(
                f"键“{word}”在第 {first} 行已经写过",
                f"the key {word} stands on line {first} already",
            ),
            Text("请合并两处或改名", "merge the two or rename one"),
        )

    def _open(self, value: dict[str, Any] | list[Any], line: int) -> None:
        frame = self.stack[-1] if self.stack else None
        if isinstance(frame, _Mapping) and frame.key is None:
            self._stop(
                line,
                "file.key",
                Text("列表或“键: 值”不能作键", "a list or mapping cannot be a key"),
                Text("键请写成一个词", "write one word as the key"),
            )
        if frame is None and isinstance(value, list):
            self._not_a_mapping(line)
        path = self._put(value, line)
        self.stack.append(_Mapping(value, path) if isinstance(value, dict) else _List(value, path))

    def _put(self, value: Any, line: int) -> Path:
        """Store a value where it belongs and return its path."""
        if not self.stack:
            return self._put_root(value, line)
        frame = self.stack[-1]
        if isinstance(frame, _List):
            path: Path = (*frame.path, len(frame.value))
            frame.value.append(value)
            self.content.lines.setdefault(path, line)
            return path
        key = frame.key or ""
        if not frame.dropped:
            frame.value[key] = value
        return (*frame.path, key)

    def _put_root(self, value: Any, line: int) -> Path:
        if isinstance(value, dict):
            self.content.data = value
            self.content.lines[()] = line
        elif value is not None:
            self._not_a_mapping(line)
        return ()

    def _not_a_mapping(self, line: int) -> None:
        self._stop(
            line,
            "file.not_a_mapping",
            Text("文件顶层不是“键: 值”", "the file does not start with keys"),
            Text("顶层请写栏目名，例如 posts:", "start with the name of a section, such as posts:"),
        )

    def _value_done(self) -> None:
        frame = self.stack[-1] if self.stack else None
        if isinstance(frame, _Mapping):
            frame.key = None
            frame.dropped = False


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=_LOADER))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
