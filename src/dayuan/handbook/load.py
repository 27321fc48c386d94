"""From files to a checked handbook: the one way in, for the command and the upload page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from dayuan.handbook.checks import run_checks
from dayuan.handbook.checks.subject import Subject
from dayuan.handbook.findings import Finding, has_errors, in_order
from dayuan.handbook.reading import Reading, read_files, read_folder
from dayuan.handbook.schema import SCHEMA_VERSION, Handbook
from dayuan.handbook.upgrades import STEPS, upgrade, version_of
from dayuan.handbook.validation import validate
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.text import Text

__all__ = ["Checked", "check", "check_reading", "read_files", "read_folder"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook that may be loaded, or ``None`` and the errors that forbid it.

    Warnings may stand beside a handbook; ``findings`` are sorted by place.
    """

    handbook: Handbook | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that forbid loading."""
        return tuple(f for f in self.findings if f.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that one may live with."""
        return tuple(f for f in self.findings if not f.is_error)


def check(
    source: FilePath | str | Mapping[str, bytes],
    catalogue: Catalogue | None = None,
    *,
    complete: bool = False,
) -> Checked:
    """Read and check a folder, or files in memory by their names; never raises for content.

    Without a catalogue nothing is compared with the program. ``complete``
    demands that every live capability is bound or listed with its own source.
    """
    reading = read_files(source) if isinstance(source, Mapping) else read_folder(source)
    return check_reading(reading, catalogue, complete=complete)


def check_reading(
    reading: Reading, catalogue: Catalogue | None = None, *, complete: bool = False
) -> Checked:
    """Check what has been read."""
    findings = list(reading.findings)
    if not reading.data and not reading.whole:
        return Checked(None, in_order(findings))
    if fault := _version_fault(reading):
        return Checked(None, in_order([*findings, fault]))
    reading.data = upgrade(reading.data)
    validated = validate(reading)
    findings += validated.findings
    if validated.handbook is not None and reading.whole:
        subject = Subject(validated.handbook, reading, validated, catalogue, complete)
        findings += run_checks(subject)
    handbook = None if has_errors(findings) else validated.handbook
    return Checked(handbook, in_order(findings))


def _version_fault(reading: Reading) -> Finding | None:
    """Say that a handbook needs a newer program; no other finding would then be true."""
    version = version_of(reading.data)
    if version is None or version == SCHEMA_VERSION or version in STEPS:
        return None
    place = reading.place(("handbook", "schema"))
    return Finding(
        place.file,
        place.line,
        "handbook.schema",
        "schema.version",
        Text(
            f"本程序不认识格式版本 {version}",
            f"this program does not know schema {version}",
        ),
        Text(
            f"请写 schema: {SCHEMA_VERSION}，或更新程序",
            f"write schema: {SCHEMA_VERSION}, or update the program",
        ),
    )
