"""Making a file of a document: in the limited child, a few at once, with nothing but its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.attachments import store
from dayuan.platform.documents import limits

Form = Literal["pdf", "word"]
MEDIA_TYPES: Mapping[Form, str] = {
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
EXTENSIONS: Mapping[Form, str] = {"pdf": "pdf", "word": "docx"}
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}
_turns = BoundedSemaphore(limits.AT_ONCE)


@contextmanager
def made(form: Form, drawn: Mapping[str, Any], *, at: datetime) -> Iterator[Path]:
    """Give the file of a document as it is drawn; it is gone afterwards.

    ``at`` is the time it says it was made. Raises :class:`Refused` where it is too long,
    or cannot be made now.
    """
    with _turn(), store.workplace() as folder:
        content = _with_pictures(drawn, folder)
        given = json.dumps({"content": content, "at": int(at.timestamp())})
        if len(given) > limits.DATA_BYTES:
            raise Refused(_TOO_LONG)
        (folder / "content.json").write_text(given, "utf-8")
        _run(form, folder)
        yield folder / "made"


def file_bytes(form: Form, drawn: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the bytes of a document."""
    with made(form, drawn, at=at) as file:
        return file.read_bytes()


# --- inside -------------------------------------------------------------------------------


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=limits.WAIT_SECONDS):
        raise Refused(_BUSY)
    try:
        yield
    finally:
        _turns.release()


def _run(form: Form, folder: Path) -> None:
    command = [sys.executable, "-I", "-m", "dayuan.platform.documents.child", form, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, a path of our own making
            command,
            capture_output=True,
            check=False,
            timeout=limits.CHILD_WALL_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as slow:
        raise Refused(_NOT_MADE) from slow
    if done.returncode != 0 or not done.stdout or json.loads(done.stdout)["problem"]:
        raise Refused(_NOT_MADE)


def _with_pictures(drawn: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Lay a document's pictures beside it, under names of ours; one that is gone is left out."""
    blocks, left = [], limits.PICTURES
    for block in drawn["blocks"]:
        if block["is"] == "pictures":
            pictures = [_laid(one, folder) for one in block["pictures"][:left]]
            left -= len(pictures)
            blocks.append({**block, "pictures": pictures})
        else:
            blocks.append(block)
    return {**drawn, "blocks": blocks}


def _laid(picture: Mapping[str, Any], folder: Path) -> dict[str, str]:
    name, file = "", store.path_of(picture["sha256"])
    if file.is_file():
        kind = _kind(file)
        name = f"{picture['sha256']}.{kind}" if kind else ""
    if name:
        shutil.copyfile(file, folder / name)
    return {"file": name, "caption": picture["caption"]}


def _kind(file: Path) -> str:
    with file.open("rb") as content:
        head = content.read(4)
    return next((kind for begin, kind in _PICTURES.items() if head.startswith(begin)), "")


_TOO_LONG = Blocker(
    "documents.too_long",
    Text(
        "内容太长，无法生成文件。请导出为 Excel，或缩小范围后再试。",
        "This is too long for a document. Take it away as an Excel file, or narrow it down.",
    ),
)
_NOT_MADE = Blocker(
    "documents.not_made",
    Text(
        "文件没有生成。请稍后再试；仍不行时，请通知系统管理员。",
        "The file could not be made. Try again later; if it fails again, tell the administrator.",
    ),
)
_BUSY = Blocker(
    "documents.busy",
    Text(
        "正在生成的文件较多。请稍等片刻再试。",
        "Many files are being made at the moment. Wait a little and try again.",
    ),
)
