"""Several files as one, made while it is sent: no copy on the disk, little in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One file: how it is called in the archive, where it lies, when it was uploaded."""

    name: str
    path: Path
    at: datetime


class _Pipe(io.RawIOBase):
    """Takes what the archive writes and hands it on; nobody goes back in it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override] # bytes alone come
        """Keep what was written until it is taken."""
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        written, self._written = b"".join(self._written), []
        return written


def streamed(parts: Iterable[Part], *, missing: str) -> Iterator[bytes]:
    """Yield an archive of these files piece by piece.

    Photos and documents are packed already, so nothing is packed again. A file whose
    content is lost is named in a text called ``missing`` instead of failing the others.
    """
    pipe = _Pipe()
    lost: list[str] = []
    with zipfile.ZipFile(pipe, "w") as archive:
        for part in unique(parts):
            try:
                source = part.path.open("rb")
            except OSError:
                lost.append(part.name)
                continue
            with source, archive.open(_entry(part), "w") as entry:
                while chunk := source.read(_CHUNK):
                    entry.write(chunk)
                    yield pipe.taken()
        if lost:
            archive.writestr(missing, "\r\n".join(lost))
    yield pipe.taken()


def _entry(part: Part) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part.name, part.at.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def unique(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the files under names of which no two are one, large letters or small."""
    taken: set[str] = set()
    for part in parts:
        stem, _dot, kind = part.name.rpartition(".")
        name, n = part.name, 1
        while name.casefold() in taken:
            n += 1
            name = f"{stem} ({n}).{kind}"
        taken.add(name.casefold())
        yield Part(name, part.path, part.at)
