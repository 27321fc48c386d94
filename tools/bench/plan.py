"""What is measured: which houses, which pages, how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from tools.shell import StepError

ENGINES = ("sqlite", "postgresql")
#: The names people type.
_NAMES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
_THOUSANDS = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sizes on which engines, with how many samples of each page."""

    sizes: tuple[int, ...] = (10_000,)
    engines: tuple[str, ...] = ENGINES
    samples: int = 80
    #: Open cases, whatever the size: a house with a long past has no more work today.
    open: int = 200
    #: How the names of the pages begin that are measured; empty for all, with files and imports.
    only: str = ""

    def wants(self, page: "Page") -> bool:
        """Tell whether a page is measured."""
        return page.name.startswith(self.only)


@dataclass(frozen=True, slots=True)
class Page:
    """A page or an act that is measured, and who opens it.

    ``{case}``, ``{task}`` and ``{number}``, the end of a case's number, stand for another
    record each time.
    """

    name: str
    url: str
    roles: tuple[str, ...]
    #: What is sent; nothing for a page that is read.
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Tell whether it is an act."""
        return bool(self.sent)


ALL = ("dispatcher", "technician", "liaison")


def _palette(words: str) -> str:
    return f"/search/?palette=1&q={quote(words, safe='{}')}"


READ = (
    Page("case list, open", "/cases/?show=open", ALL),
    Page("case list, all", "/cases/?show=all", ALL),
    Page("case list, one kind", "/cases/?show=all&category=lift", ALL),
    Page("case page", "/desk/{case}/", ALL),
    Page("duty board", "/board/", ("dispatcher",)),
    Page("my work", "/mine/", ("dispatcher", "technician")),
    Page("search, two characters", _palette("空调"), ALL),
    Page("search, first letters", _palette("kt"), ALL),
    Page("search, number's end", _palette("{number}"), ALL),
    # Two words that many cases have and none has both: nothing can stop before the end.
    Page("search, never both", _palette("空调 电梯"), ALL),
)
_FAULT = {"category": "air_conditioning", "place": "主楼3层3006室", "description": "空调不制冷。"}
_RESULT = {"result": "清洗了滤网，试机正常。"}
WRITTEN = (
    Page("report a fault", "/desk/report/", ALL, _FAULT),
    Page("finish a task", "/tasks/{task}/", ("technician",), _RESULT),
)


def sizes(text: str) -> tuple[int, ...]:
    """Read ``10k,100k,1M``."""
    return tuple(_size(part.strip()) for part in text.split(",") if part.strip())


def _size(text: str) -> int:
    times = _THOUSANDS.get(text[-1:].lower(), 1)
    number = text[:-1] if times > 1 else text
    if not number.isdecimal():
        raise StepError(f"SIZES has {text!r}; write for example SIZES=10k,100k,1M")
    return int(number) * times


def engines(text: str) -> tuple[str, ...]:
    """Read ``sqlite,postgres``."""
    found = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [name for name in found if name not in _NAMES]:
        raise StepError(f"ENGINES has {wrong[0]!r}; write sqlite, postgres or both")
    return tuple(_NAMES[name] for name in found)
