"""Taking a file in, before any command: looked at, drawn anew, laid down under its digest.

A file lies at ``files/ab/cd/<sha256>``, written beside its place, flushed to the
disk and renamed into it: it is there whole or not at all. The same content is
kept once. What no record names is taken away when its request ends (see ``unwanted``),
and whatever is left after a day by a sweep.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
#: What was laid down since somebody began to note it, each with its stamp.
_laid: ContextVar[dict[str, int] | None] = ContextVar("files_laid", default=None)


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


@contextmanager
def noted() -> Iterator[dict[str, int]]:
    """Give what was laid down anew inside the block: its digests, each with its stamp."""
    laid: dict[str, int] = {}
    token = _laid.set(laid)
    try:
        yield laid
    finally:
        _laid.reset(token)


def forget(sha256: str, *, stamp: int | None = None, before: float | None = None) -> bool:
    """Take content and preview away; tell whether they went.

    Only where nobody wanted the same content since: it bears this stamp still, or was
    last wanted before this moment.
    """
    file = path_of(sha256)
    with _one_by_one():
        if not file.exists():
            return False
        wanted = file.stat().st_mtime_ns
        if stamp is not None and wanted != stamp:
            return False
        if before is not None and wanted >= before * 1_000_000_000:
            return False
        file.unlink()
        preview_of(sha256).unlink(missing_ok=True)
    return True


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
    laid = _laid.get()
    if _lay_down(file, path_of(digest)) and laid is not None:
        laid[digest] = path_of(digest).stat().st_mtime_ns
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


def _lay_down(file: Path, target: Path) -> bool:
    """Put a file in its place and tell whether it was not there before."""
    file.chmod(0o600)
    _flush(file)
    with _one_by_one():
        if target.exists():
            _want_again(target)
            return False
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.replace(target)
        _flush(target.parent)
    return True


def _want_again(target: Path) -> None:
    """Set a new stamp on content: whoever would take it away sees that it is wanted."""
    before = target.stat().st_mtime_ns
    os.utime(target)
    if target.stat().st_mtime_ns == before:  # two within one tick of the file system's clock
        os.utime(target, ns=(before + 1, before + 1))


@contextmanager
def _one_by_one() -> Iterator[None]:
    """Keep laying down and taking away apart, over all processes of the house."""
    root = os.open(settings.MEDIA_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(root, fcntl.LOCK_EX)
        yield
    finally:
        os.close(root)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
