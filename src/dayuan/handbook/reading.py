"""A folder of YAML files as one mapping, with the place of every value.

The sections of a handbook may be spread over any number of files: mappings
merge, lists append in the order of the file names. Nothing is validated here
beyond what merging needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from dayuan.handbook.findings import Finding, Path
from dayuan.handbook.nearby import did_you_mean, nearest
from dayuan.handbook.schema import Handbook
from dayuan.handbook.yamltext import MAX_VALUES, FileContent, read_text
from dayuan.kernel.text import Text

MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_TOTAL_BYTES = 16 * 1024 * 1024
MAX_FILES = 500

SECTIONS = tuple(Handbook.model_fields)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1."""

    file: str
    line: int


@dataclass
class Reading:
    """What the files say together, where each value stands, what was wrong.

    ``whole`` is false if a file could not be read: what it would have declared
    is unknown, so nothing may be called missing.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    files: tuple[str, ...] = ()
    whole: bool = True
    #: Sections whose name somebody unsure: what they declare is unknown.
    unsure: set[str] = field(default_factory=set)

    def place(self, path: Path) -> Place:
        """Return where a path stands, or the closest thing around it that stands somewhere."""
        for length in range(len(path), 0, -1):
            if found := self.places.get(path[:length]):
                return found
        return self.places.get(("handbook",)) or Place(self.files[0] if self.files else "", 1)

    def raw(self, path: Path) -> Any:
        """Return the value at a path as it was written, or ``None``."""
        value: Any = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def where(self, path: Path) -> str:
        """Return a path for people: list items by their ``id``, else counted from 1."""
        said = ""
        for length, part in enumerate(path, 1):
            if isinstance(part, int):
                said += self._item(path[:length])
            else:
                said += f".{part}" if said else part
        return said

    def _item(self, path: Path) -> str:
        item = self.raw(path)
        name = item.get("id") if isinstance(item, dict) else None
        return f".{name}" if isinstance(name, str) else f"[{int(path[-1]) + 1}]"


def read_folder(folder: FilePath | str) -> Reading:
    """Read every ``*.yaml`` below a folder; a fault is a finding, nothing raises."""
    root = FilePath(folder)
    if not root.is_dir():
        return _nothing(
            Text("这不是一个文件夹", "this is no folder"),
            Text(
                "请给出存放方案 *.yaml 文件的文件夹",
                "name the folder that holds the *.yaml files of the handbook",
            ),
        )
    files: dict[str, bytes] = {}
    reading = Reading()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir() or not _is_candidate(name):
            continue
        if path.is_file():
            _load(reading, files, name, path)
        else:
            _no_file(reading, name)
    return _read_into(reading, files)


def read_files(files: Mapping[str, bytes]) -> Reading:
    """Read files that are in memory already (an upload), by their names."""
    return _read_into(Reading(), {n: raw for n, raw in files.items() if _is_candidate(n)})


def _is_candidate(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and name.lower().endswith((".yaml", ".yml"))


def _load(reading: Reading, files: dict[str, bytes], name: str, path: FilePath) -> None:
    try:
        with path.open("rb") as stream:
            files[name] = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reading.whole = False
        detail = error.strerror or "?"
        reading.findings.append(
            Finding(
                name,
                1,
                "",
                "file.unreadable",
                Text(f"文件无法读取（{detail}）", f"the file cannot be read ({detail})"),
                Text("请检查文件权限", "look at its permissions"),
            )
        )


def _no_file(reading: Reading, name: str) -> None:
    """Report what is called like a file and is none: what it would have said is unknown."""
    reading.whole = False
    reading.findings.append(
        Finding(
            name,
            1,
            "",
            "file.none",
            Text(
                "这不是文件，或是指向不存在的文件的链接",
                "this is no file, or a link that leads nowhere",
            ),
            Text("请把文件放在这里，或删去", "put the file here, or remove it"),
        )
    )


def _nothing(message: Text, hint: Text) -> Reading:
    finding = Finding("", 1, "", "folder.empty", message, hint)
    return Reading(findings=[finding], whole=False)


def _read_into(reading: Reading, files: Mapping[str, bytes]) -> Reading:
    if not files and not reading.findings:
        return _nothing(
            Text("没有找到 *.yaml 文件", "there are no *.yaml files here"),
            Text(
                "请至少写一个带 handbook: 栏目的文件",
                "write at least one file with a handbook: section",
            ),
        )
    reading.files = tuple(sorted(files))
    total, room = 0, MAX_VALUES
    for name in reading.files:
        total += len(files[name])
        if fault := _outer_fault(name, len(files[name]), total, reading.files.index(name)):
            reading.findings.append(fault)
            reading.whole = False
            continue
        content = read_text(name, files[name], room=room)
        room -= content.values
        _merge(reading, content)
    return reading


def _outer_fault(name: str, size: int, total: int, number: int) -> Finding | None:
    if name.lower().endswith(".yml") or not name.endswith(".yaml"):
        message = Text("只读取 .yaml 文件", "only .yaml files are read")
        hint = Text("请把扩展名改为 .yaml", "rename it to end in .yaml")
    elif size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES or number >= MAX_FILES:
        message = Text("文件过大或过多", "the file is too large, or there are too many")
        hint = Text(
            "单个文件不超过 4 MiB，合计不超过 16 MiB、500 个",
            "at most 4 MiB for one file, 16 MiB and 500 files together",
        )
    else:
        return None
    return Finding(name, 1, "", "file.refused", message, hint)


def _merge(reading: Reading, content: FileContent) -> None:
    reading.findings += content.findings
    reading.whole = reading.whole and content.whole
    reading.unsure |= content.unsure
    shifts: dict[str, int] = {}
    refused: set[Path] = set()
    for section, value in content.data.items():
        if section not in SECTIONS:
            refused.add((section,))
            reading.findings.append(_unknown_section(content, section))
            reading.unsure.add(nearest(section, SECTIONS) or "")
            continue
        known = reading.data.get(section)
        if value is None:
            reading.data.setdefault(section, _nothing_in(section))
        elif isinstance(known, dict) and isinstance(value, dict):
            refused |= _merge_mapping(reading, content, section, known, value)
        elif isinstance(known, list) and isinstance(value, list):
            shifts[section] = len(known)
            known.extend(value)
        elif known is None:
            reading.data[section] = value
        else:
            refused.add((section,))
            reading.unsure.add(section)
            reading.findings.append(_clash(reading, content, (section,)))
    _take_places(reading, content, shifts, refused)


def _nothing_in(section: str) -> Any:
    """Return what a section with a name and no content means: an empty one."""
    return [] if Handbook.model_fields[section].default == () else {}


def _merge_mapping(
    reading: Reading,
    content: FileContent,
    section: str,
    known: dict[str, Any],
    value: dict[str, Any],
) -> set[Path]:
    refused: set[Path] = set()
    for key, item in value.items():
        if key in known:
            refused.add((section, key))
            reading.findings.append(_clash(reading, content, (section, key)))
        else:
            known[key] = item
    return refused


def _take_places(
    reading: Reading, content: FileContent, shifts: Mapping[str, int], refused: set[Path]
) -> None:
    for path, line in content.lines.items():
        if path[:1] in refused or path[:2] in refused:
            continue
        if len(path) > 1 and (shift := shifts.get(str(path[0]))):
            path = (path[0], int(path[1]) + shift, *path[2:])
        reading.places.setdefault(path, Place(content.file, line))


def _unknown_section(content: FileContent, section: str) -> Finding:
    return Finding(
        content.file,
        content.lines[(section,)],
        "",
        "section.unknown",
        Text(f"没有“{section}”这个栏目", f"there is no section called {section}"),
        _near_and_all(section),
    )


def _near_and_all(section: str) -> Text:
    every = Text("可用的栏目：" + "、".join(SECTIONS), "sections are " + ", ".join(SECTIONS))
    if (near := nearest(section, SECTIONS)) is None:
        return every
    hint = did_you_mean(section, [near])
    return Text(f"{hint.zh}{every.zh}", f"{hint.en} {every.en}")


def _clash(reading: Reading, content: FileContent, path: Path) -> Finding:
    first = reading.place(path)
    return Finding(
        content.file,
        content.lines[path],
        reading.where(path),
        "section.duplicate",
        Text(
            f"已写在 {first.file}:{first.line}",
            f"stands in {first.file}:{first.line} already",
        ),
        Text("请合并两处或改名", "merge the two or rename one"),
    )
