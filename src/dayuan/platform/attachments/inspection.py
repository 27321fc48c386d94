"""What a file really is: told by its content, checked against its name."""

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import refuse_if
from dayuan.platform.attachments import limits
from dayuan.platform.attachments.names import extension
from dayuan.platform.attachments.problems import unfit

_EXTENSIONS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "heif": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/plain",
    "docx": "zip",
    "xlsx": "zip",
    "pptx": "zip",
}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
)
_MARKUP = re.compile(r"<(?:!doctype|html|svg|script|\?xml|body|iframe)", re.IGNORECASE)
#: How a phone's photo begins, by its brand; of the same family, and not opened: AVIF, films.
_PHONES = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")
#: Lines at the top of a document in which a mark of secrecy would stand.
_TOP_LINES = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is. ``redraw`` pictures are drawn anew before they are kept."""

    media_type: str
    redraw: bool = False


def inspect(file: Path, name: str) -> Found:
    """Tell what the file is; raise :class:`Refused` for all that is not taken."""
    with file.open("rb") as stream:
        head = stream.read(4096)
    kind = _kind(head)
    claimed = _EXTENSIONS.get(extension(name))
    if kind in {"phone", "old_office"}:
        raise unfit(kind)
    if claimed is None:
        raise unfit("type")
    # Some phones and chat programs call such a photo .jpg; it is drawn anew in any case.
    if claimed != kind and (kind, claimed) != ("image/heic", "image/jpeg"):
        raise unfit("mismatch")
    if kind == "zip":
        return _office(file, name)
    if zipfile.is_zipfile(file):
        raise unfit("hidden_archive")
    if kind == "text/plain":
        _check_text(file)
    return Found(kind, redraw=kind.startswith("image/"))


def run_child(act: str, *paths: Path) -> dict[str, Any]:
    """Let the limited child do one thing; raise :class:`Refused` when it could not."""
    command = [sys.executable, "-I", "-m", "dayuan.platform.attachments.child", act]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, paths of our own making
            [*command, *map(str, paths)],
            capture_output=True,
            check=False,
            timeout=limits.CHILD_WALL_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as slow:
        raise unfit("time") from slow
    if done.returncode != 0 or not done.stdout:
        raise unfit("time" if done.returncode < 0 else "memory")
    answer: dict[str, Any] = json.loads(done.stdout)
    if answer["problem"]:
        raise unfit(answer["problem"])
    return answer


def _kind(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _PHONES else "phone"
    return next((kind for begin, kind in _BEGINNINGS if head.startswith(begin)), "text/plain")


def _office(file: Path, name: str) -> Found:
    found = run_child("office", file)
    if found["extension"] != extension(name):
        raise unfit("mismatch")
    _check_marks(found["head"])
    return Found(found["media_type"])


def _check_text(file: Path) -> None:
    raw = file.read_bytes()
    if len(raw) > limits.TEXT_BYTES:
        raise unfit("size")
    text = _decode(raw)
    if text is None:
        raise unfit("type")
    if _MARKUP.search(text):
        raise unfit("mismatch")
    _check_marks(text)


def _decode(raw: bytes) -> str | None:
    if b"\0" in raw:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Almost any bytes are some GB18030 text; control characters give binaries away.
        return None if re.search(r"[\x01-\x08\x0e-\x1f\x7f]", text) else text
    return None


def _check_marks(text: str) -> None:
    refuse_if(secret_problems(*text.splitlines()[:_TOP_LINES]))
