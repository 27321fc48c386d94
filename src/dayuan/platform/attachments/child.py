"""The limited child process that opens what strangers sent.

    python -m dayuan.platform.attachments.child photo|preview|signature|office SOURCE [TARGET]

It knows no database and no settings, limits its own memory, time and files, and
answers with one line of JSON: ``{"problem": ""}`` and what it found, or the
codeword of what is wrong.
"""

import json
import os
import re
import resource
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageOps

from dayuan.platform.attachments import limits

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
#: Photos as phones keep them: opened, and kept as JPEG, which everybody can look at.
PHONE = "HEIF"
_ENCODE: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 3},
    "WEBP": {"quality": 88, "method": 2},
}
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MEDIA = "application/vnd.openxmlformats-officedocument."
OFFICE_TYPES = {
    "docx": f"{_MEDIA}wordprocessingml.document",
    "xlsx": f"{_MEDIA}spreadsheetml.sheet",
    "pptx": f"{_MEDIA}presentationml.presentation",
}
_CHUNK = 64 * 1024
_HEAD = 64 * 1024


class UnfitError(Exception):
    """The file is not taken; the codeword says why."""


def limit_self() -> None:
    """Give up what a picture or a document never needs."""
    os.nice(10)  # others go first
    cap = resource.setrlimit
    cap(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    cap(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    cap(resource.RLIMIT_FSIZE, (64 * limits.MB, 64 * limits.MB))
    cap(resource.RLIMIT_NOFILE, (64, 64))
    cap(resource.RLIMIT_CORE, (0, 0))


def photo(source: Path, target: Path) -> dict[str, Any]:
    """Draw the picture anew: upright, at most ``PHOTO_SIDE``, without any metadata."""
    return _redraw(source, target, side=limits.PHOTO_SIDE, encode_as=None)


def preview(source: Path, target: Path) -> dict[str, Any]:
    """Draw a small JPEG of a picture."""
    return _redraw(source, target, side=limits.PREVIEW_SIDE, encode_as="JPEG")


def signature(source: Path, target: Path) -> dict[str, Any]:
    """Draw a signature as a small PNG in greys, cut to where its strokes are.

    An evenly coloured or softly shaded picture is blank. That the strokes are
    somebody's name cannot be told from here, and is not claimed.
    """
    with _opened(source) as image:
        side = limits.SIGNATURE_SIDE
        image.draft("L", (side, side))
        image.thumbnail((side, side), Image.Resampling.BILINEAR)
        grey = _on_white(ImageOps.exif_transpose(image)).convert("L")
    strokes = _strokes(grey)
    if strokes.histogram()[255] < limits.SIGNATURE_SHARE * grey.width * grey.height:
        raise UnfitError("blank")
    # Sixteen greys, white among them, are enough and stay small.
    cut = grey.crop(_around(strokes)).point([round(shade / 17) * 17 for shade in range(256)])
    cut.save(target, "PNG", optimize=True)
    return {"media_type": "image/png", "size": list(cut.size)}


def office(source: Path) -> dict[str, Any]:
    """Look through an Office document without trusting what it says about itself."""
    try:
        with zipfile.ZipFile(source) as archive:
            kind = _office_kind(archive)
            head = _look_through(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        raise UnfitError("broken") from broken
    return {"media_type": OFFICE_TYPES[kind], "extension": kind, "head": head}


def _redraw(source: Path, target: Path, *, side: int, encode_as: str | None) -> dict[str, Any]:
    with _opened(source) as image:
        kind = "JPEG" if image.format == PHONE else str(image.format)
        image.draft("RGB", (side, side))
        image.thumbnail((side, side), Image.Resampling.BILINEAR)
        upright = ImageOps.exif_transpose(image)
        form = encode_as or kind
        if form == "JPEG":
            upright = _on_white(upright)
        elif upright.mode not in {"RGB", "RGBA", "L", "LA"}:
            upright = upright.convert("RGBA")
        # Only the points go over: nothing that hung on the picture follows them.
        clean = Image.new(upright.mode, upright.size)
        clean.paste(upright)
        clean.save(target, form, **_ENCODE[form])
    return {"media_type": FORMATS[form], "size": list(clean.size)}


def _opened(source: Path) -> Image.Image:
    """Open a picture, its size looked at before a single point is unpacked."""
    Image.MAX_IMAGE_PIXELS = limits.JPEG_PIXELS
    formats = list(FORMATS)
    with source.open("rb") as stream:
        if stream.read(12)[4:8] == b"ftyp":
            # Only who brings such a photo pays for its decoder.
            import pi_heif  # noqa: PLC0415 - see above

            pi_heif.register_heif_opener(thumbnails=False)
            formats = [PHONE]
    image = Image.open(source, formats=formats)
    allowed = {"JPEG": limits.JPEG_PIXELS, PHONE: limits.PHONE_PIXELS}
    if image.width * image.height > allowed.get(str(image.format), limits.OTHER_PIXELS):
        raise UnfitError("pixels")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image.convert("RGB")


def _strokes(grey: Image.Image) -> Image.Image:
    """Return white where a picture is clearly darker than what lies around, else black."""
    around = grey.filter(ImageFilter.BoxBlur(limits.SIGNATURE_SIDE // 32))
    return ImageChops.subtract(around, grey).point([0] * 40 + [255] * 216)


def _around(strokes: Image.Image) -> tuple[int, int, int, int]:
    left, top, right, bottom = strokes.getbbox() or (0, 0, 0, 0)
    edge = limits.SIGNATURE_EDGE
    return (
        max(0, left - edge),
        max(0, top - edge),
        min(strokes.width, right + edge),
        min(strokes.height, bottom + edge),
    )


def _office_kind(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > limits.ARCHIVE_ENTRIES or len(names) != len(entries):
        raise UnfitError("archive")
    if sum(entry.file_size for entry in entries) > limits.ARCHIVE_BYTES:
        raise UnfitError("archive")
    if any(n.startswith("/") or "\\" in n or ".." in n.split("/") for n in names):
        raise UnfitError("archive")
    if any(_is_special(entry) for entry in entries):
        raise UnfitError("archive")
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise UnfitError("macro")
    kinds = [kind for name, kind in _OFFICE.items() if name in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise UnfitError("type")
    return kinds[0]


def _is_special(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a link, a device or a pipe; no office program writes one."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return entry.create_system == 3 and kind not in {0, stat.S_IFREG, stat.S_IFDIR}


def _look_through(archive: zipfile.ZipFile) -> str:
    """Unpack every part, counting; return the first words of a text document."""
    total, head = 0, b""
    for entry in archive.infolist():
        tail = b""
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limits.ARCHIVE_BYTES:
                    raise UnfitError("archive")
                if is_xml and _declares_entities(tail + chunk):
                    raise UnfitError("archive")
                tail = chunk[-32:]
                if entry.filename == "word/document.xml" and len(head) < _HEAD:
                    head += chunk
    return _words(head.decode("utf-8", "replace"))


def _declares_entities(chunk: bytes) -> bool:
    plain = chunk.replace(b"\0", b"").upper()
    return b"<!ENTITY" in plain or b"<!DOCTYPE" in plain


def _words(xml: str) -> str:
    paragraphs = [re.sub(r"<[^>]*>", "", p).strip() for p in xml.split("</w:p>")[:20]]
    return "\n".join(p for p in paragraphs if p)[:4000]


def main(arguments: list[str]) -> int:
    """Do one thing and say how it went."""
    limit_self()
    acts: dict[str, Callable[..., dict[str, Any]]]
    acts = {"photo": photo, "preview": preview, "signature": signature, "office": office}
    try:
        found = acts[arguments[0]](*map(Path, arguments[1:]))
        answer = {"problem": "", **found}
    except UnfitError as unfit:
        answer = {"problem": str(unfit)}
    except Image.DecompressionBombError:
        answer = {"problem": "pixels"}
    except MemoryError:
        answer = {"problem": "memory"}
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, zipfile.BadZipFile):
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
