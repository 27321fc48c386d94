"""What a check of a handbook finds, said so that its author can mend it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dayuan.kernel.text import Text

_LONGEST = 600

#: Where something stands in the merged handbook: keys, and indexes from 0.
Path = tuple[str | int, ...]


class Severity(StrEnum):
    """An error keeps a handbook from being loaded; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it stands, and what to write instead.

    ``code`` is a stable codeword for programs; ``line`` counts from 1; ``where``
    names the place inside the handbook and is empty for a fault of a whole file.
    """

    file: str
    line: int
    where: str
    code: str
    message: Text
    hint: Text | None = None
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Tell whether the finding keeps the handbook from being loaded."""
        return self.severity is Severity.ERROR

    def says(self, language: str = "en") -> str:
        """Return what is wrong and what to write instead, in one language."""
        colon, semicolon = ("：", "；") if _is_chinese(language) else (": ", "; ")
        parts = [self.message.in_language(language)]
        if self.hint:
            parts.append(self.hint.in_language(language))
        said = semicolon.join(parts)
        return _one_line(f"{self.where}{colon}{said}" if self.where else said)

    def report(self, language: str = "en", *, folder: str = "") -> str:
        """Return the line to print: ``file:line: what is wrong; what to write instead``."""
        place = f"{folder.rstrip('/')}/{self.file}" if folder and self.file else self.file or folder
        kind = ""
        if not self.is_error:
            kind = "警告：" if _is_chinese(language) else "warning: "
        position = f"{place}:{self.line}: " if place else ""
        return f"{position}{kind}{self.says(language)}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without doubles, sorted by file, line and place."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.file, f.line, f.where, f.code, f.message.en)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether at least one finding is an error."""
    return any(f.is_error for f in findings)


def language_of(environment: Mapping[str, str]) -> str:
    """Return ``zh-hans`` for a Chinese environment (``LC_ALL``, ``LANG``), else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh-hans" if _is_chinese(value) else "en"
    return "en"


def _one_line(words: str) -> str:
    """Return words safe to print: what a file holds may be long or steer a terminal."""
    plain = "".join(sign if sign.isprintable() else "·" for sign in words[:_LONGEST])
    return plain if len(words) <= _LONGEST else plain + "…"


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")
