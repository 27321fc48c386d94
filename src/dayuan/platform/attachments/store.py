"""Taking a file in, before any command: looked at, drawn anew, laid down under its digest.

A file lies at ``files/ab/cd/<sha256>``, written beside its place, flushed to the
disk and renamed into it: it is there whole or not at all. The same content is
kept once. What no record names within a day is taken away by a sweep.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import refuse_if
from dayuan.platform.attachments import inspection, limits, names
from dayuan.platform.attachments.problems import unfit

_INCOMING = ".incoming"
_PREVIEWS = "previews"
_CHUNK = 1024 * 1024


class Upload(Protocol):
    """What a form hands over: a name and pieces."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Yield the content piece by piece."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that lies in the house and may be attached to a record."""

    sha256: str
    size: int
    media_type: str
    name: str
    #: The house made it: it takes room and is never refused for it.
    own: bool = False


def accept(upload: Upload) -> Accepted:
    """Take a file in; raise :class:`Refused` with the reason when it is not taken.

    Photos are kept as drawn anew: upright, at most 2560 pixels wide or high,
    without place, time, camera or anything that hung on them.
    """
    name = _named(upload)
    with _received(upload) as file:
        found = inspection.inspect(file, name)
        if not found.redraw:
            return _kept(file, found.media_type, name)
        drawn, media_type = _drawn("photo", file)
        if media_type != found.media_type:  # a phone's own format became one for everybody
            name = f"{Path(name).stem}.jpg"
        return _kept(drawn, media_type, name)


def accept_signature(upload: Upload) -> Accepted:
    """Take a drawn or photographed signature in; raise :class:`Refused` where it is none.

    It must be a picture with strokes on it; it is kept as a small PNG in greys,
    cut to the strokes. Whose hand drew them is not for the house to tell.
    """
    name = _named(upload)
    with _received(upload) as file:
        if not inspection.inspect(file, name).redraw:
            raise unfit("no_picture")
        drawn, media_type = _drawn("signature", file)
        return _kept(drawn, media_type, f"{Path(name).stem}.png")


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder in which the house makes a file of its own; it is gone afterwards."""
    with _workplace(Path(settings.MEDIA_ROOT)) as place:
        if shutil.disk_usage(place).free < limits.FREE_BYTES:
            raise unfit("disk")
        yield place


def take_own(file: Path, *, media_type: str, name: str) -> Accepted:
    """Take in a file that the house made itself in its ``workplace``; it moves away."""
    return replace(_kept(file, media_type, names.clean(name)), own=True)


def path_of(sha256: str) -> Path:
    """Return where the content of this digest lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def preview_of(sha256: str) -> Path:
    """Return where the small picture of this content lies."""
    return Path(settings.MEDIA_ROOT) / _PREVIEWS / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"


def make_preview(sha256: str) -> None:
    """Draw the small picture of a picture; raises :class:`Refused` when it cannot be drawn."""
    with _workplace(Path(settings.MEDIA_ROOT)) as place:
        drawn = place / "drawn"
        inspection.run_child("preview", path_of(sha256), drawn)
        _lay_down(drawn, preview_of(sha256))


def digests() -> Iterator[tuple[str, Path]]:
    """Yield every stored content with its file."""
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
        yield file.name, file


def forget(sha256: str) -> None:
    """Take content and preview away."""
    path_of(sha256).unlink(missing_ok=True)
    preview_of(sha256).unlink(missing_ok=True)


def _named(upload: Upload) -> str:
    name = names.clean(upload.name or "")
    refuse_if(secret_problems(name.rsplit(".", maxsplit=1)[0], name))
    return name


@contextmanager
def _received(upload: Upload) -> Iterator[Path]:
    """Lay an upload down where it can be looked at; it is gone afterwards."""
    with workplace() as place:
        file = place / "given"
        _receive(upload, file)
        yield file


def _drawn(act: str, file: Path) -> tuple[Path, str]:
    drawn = file.with_name("drawn")
    return drawn, inspection.run_child(act, file, drawn)["media_type"]


def _kept(file: Path, media_type: str, name: str) -> Accepted:
    digest, size = _digest(file), file.stat().st_size
    _lay_down(file, path_of(digest))
    return Accepted(digest, size, media_type, name)


@contextmanager
def _workplace(root: Path) -> Iterator[Path]:
    place = root / _INCOMING / uuid4().hex
    place.mkdir(parents=True, mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _receive(upload: Upload, file: Path) -> None:
    size = 0
    with file.open("wb") as out:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > limits.FILE_BYTES:
                raise unfit("size")
            out.write(chunk)
    if not size:
        raise unfit("empty")


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _lay_down(file: Path, target: Path) -> None:
    if target.exists():
        os.utime(target)  # it is wanted again: no sweep takes it now
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.chmod(0o600)
    _flush(file)
    file.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
