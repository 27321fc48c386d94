"""Files made to harm: small to send, large to open, or something else than they say."""

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from dayuan.platform.attachments import limits
from tests.platform.attachments.making import docx, picture

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<w:document>&b;</w:document>"
)


class Bomb(NamedTuple):
    """A file, and the codeword it is refused with; empty where it is tamed and taken."""

    name: str
    make: Callable[[], bytes]
    code: str


def zipped(parts: dict[str, bytes | str], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth: int) -> bytes:
    content = b"0" * (10 * limits.MB)
    for _level in range(depth):
        content = zipped({"inner.zip": content})
    return content


def png(width: int, height: int, *extra: tuple[bytes, bytes], rows: bytes = b"") -> bytes:
    """Return a tiny PNG that says how large it is, with further chunks before its rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = rows or zlib.compress(b"\0" * ((width + 1) * min(height, 200)), 9)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*one) for one in extra) + chunk(
        b"IDAT", rows
    ) + chunk(b"IEND", b"")  # fmt: skip


def text_bomb() -> bytes:
    """A comment of 64 MB in a few KB, a hundred times."""
    comment = b"Comment\0\0" + zlib.compress(b"0" * (64 * limits.MB), 9)
    return png(40, 40, *[(b"zTXt", comment)] * 20)


def profile_bomb() -> bytes:
    return png(40, 40, (b"iCCP", b"icc\0\0" + zlib.compress(b"0" * (64 * limits.MB), 9)))


def rows_bomb() -> bytes:
    """Rows that unpack to far more than the picture has."""
    return png(40, 40, rows=zlib.compress(b"\0" * (200 * limits.MB), 9))


def enormous_jpeg() -> bytes:
    """A JPEG whose head says 65,500 by 65,500."""
    given = picture()
    at = given.index(b"\xff\xc0") + 5
    return given[:at] + struct.pack(">HH", 65_500, 65_500) + given[at + 4 :]


def slow_jpeg() -> bytes:
    """A progressive JPEG that tells its largest allowed picture over and over."""
    given = picture(size=(7_900, 7_900), progressive=True)
    at = given.index(b"\xff\xda")
    scans = given[at:-2]
    return given[:at] + scans * max(1, 15 * limits.MB // len(scans)) + b"\xff\xd9"


def many_frames(form: str) -> bytes:
    frames = [Image.new("RGB", (900, 900), (n % 256, 0, 0)) for n in range(120)]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def other(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, form)
    return out.getvalue()


def linked() -> bytes:
    """A Word document with a part that is a link to a file of the machine."""
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def table(rows: int) -> bytes:
    """An Excel file of a million rows in some KB."""
    cell = '<row><c t="n"><v>1</v></c></row>'
    sheet = f"<worksheet><sheetData>{cell * rows}</sheetData></worksheet>"
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


def overlapping() -> bytes:
    """An archive whose directory names the same bytes a thousand times."""
    core = docx({"word/media/zeros.xml": b"0" * limits.MB})
    end = core.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", core[end + 12 : end + 20])
    entries = core[start : start + size]
    last = entries[entries.rindex(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"zeros", f"z{n:04}".encode()) for n in range(1000))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1003, 1003, size + len(more), start, 0)
    return core[:start] + entries + more + tail


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../../evil"))
    return out.getvalue()


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n{} loop\n"
ZEROS = {"word/media/zeros.xml": b"0" * (150 * limits.MB)}

CORPUS = (
    # ── archives ──
    Bomb("zeros.docx", lambda: docx(ZEROS), "archive"),
    Bomb("nested.docx", lambda: docx({"word/embeddings/a.zip": nested(6)}), ""),
    Bomb("nested.zip", lambda: nested(6), "type"),
    Bomb("overlapping.docx", overlapping, "archive broken"),
    Bomb("thousands.docx", lambda: docx({f"word/{n}.xml": "" for n in range(2001)}), "archive"),
    Bomb("slip.docx", lambda: docx({"../../evil.xml": "x"}), "archive"),
    Bomb("backslash.docx", lambda: docx({"..\\..\\evil.xml": "x"}), "archive"),
    Bomb("absolute.docx", lambda: docx({"/etc/cron.d/x": "x"}), "archive"),
    Bomb("link.docx", linked, "archive"),
    Bomb("laughs.docx", lambda: docx(body=LAUGHS), "archive"),
    Bomb("laughs16.docx", lambda: docx(body=LAUGHS.encode("utf-16")), "archive"),
    Bomb("outside.docx", lambda: docx(body='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
         "archive"),
    Bomb("macro.docx", lambda: docx({"word/vbaProject.bin": "x"}), "macro"),
    Bomb("macro.xlsx", lambda: docx({"xl/workbook.xml": "", "xl/vbaProject.bin": ""}), "macro"),
    Bomb("cut.docx", lambda: docx()[:-30], "broken"),
    Bomb("two.docx", lambda: docx({"xl/workbook.xml": "<x/>"}), "type"),
    Bomb("million.xlsx", lambda: table(1_000_000), ""),
    Bomb("fifty-million.xlsx", lambda: table(4_000_000), "archive"),
    Bomb("archive.tar.gz", tar, "type"),
    Bomb("quine.zip", lambda: zipped({"r/r.zip": b"PK\x03\x04" + b"r" * 500}), "type"),
    # ── pictures ──
    Bomb("hundred-million.png", lambda: png(10_000, 10_000), "pixels"),
    Bomb("four-billion.png", lambda: png(65_535, 65_535), "pixels"),
    Bomb("zero.png", lambda: png(0, 10), "broken"),
    Bomb("enormous.jpg", enormous_jpeg, "pixels"),
    Bomb("slow.jpg", slow_jpeg, "time"),
    Bomb("comments.png", text_bomb, "broken"),
    Bomb("profile.png", profile_bomb, "broken tame"),
    Bomb("rows.png", rows_bomb, "tame"),
    Bomb("frames.webp", lambda: many_frames("WEBP"), "tame"),
    Bomb("frames.png", lambda: many_frames("PNG"), "tame"),
    Bomb("frames.gif", lambda: many_frames("GIF"), "type"),
    Bomb("picture.tiff", lambda: other("TIFF"), "type"),
    Bomb("picture.bmp", lambda: other("BMP"), "type"),
    Bomb("tiff.jpg", lambda: other("TIFF"), "mismatch"),
    Bomb("postscript.eps", lambda: EPS, "type"),
    Bomb("postscript.jpg", lambda: EPS, "mismatch"),
    Bomb("head.jpg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 500, "broken"),
    # ── two things at once ──
    Bomb("zip-behind.jpg", lambda: picture() + docx(), "hidden_archive"),
    Bomb("zip-behind.pdf", lambda: PDF + docx(), "hidden_archive"),
    Bomb("html-behind.png", lambda: picture("PNG") + HTML, "tame"),
    Bomb("pdf-behind.jpg", lambda: picture() + PDF, "tame"),
    Bomb("html-within.jpg", lambda: picture(comment=HTML), "tame"),
    Bomb("page.txt", lambda: b"\xef\xbb\xbf \n" + HTML, "mismatch"),
    Bomb("page.csv", lambda: b"a,b\n" + SVG, "mismatch"),
    Bomb("drawing.svg", lambda: SVG, "type"),
    Bomb("program.txt", lambda: b"\x7fELF\x02\x01" + bytes(range(256)), "type"),
    # ── names ──
    Bomb("n" * 251 + ".txt", lambda: b"x", "name"),
    Bomb("\u202e.txt", lambda: b"x", "name"),
    Bomb("x.txt/../../..", lambda: b"x", "name"),
    # ── sizes ──
    Bomb("large.pdf", lambda: PDF + b" " * limits.FILE_BYTES, "size"),
    Bomb("large.txt", lambda: b"a" * (limits.TEXT_BYTES + 1), "size"),
)  # fmt: skip
