import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from dayuan.platform.attachments import child, limits, names, store
from tests.platform.attachments.conftest import Upload, docx, picture, refusal
from tests.work.drawing import drawn, encoded

#: Alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def open_stored(accepted):
    return Image.open(store.path_of(accepted.sha256))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("照片.jpg", picture(), "image/jpeg"),
        ("照片.JPEG", picture(), "image/jpeg"),
        ("图.png", picture("PNG", mode="RGBA"), "image/png"),
        ("图.webp", picture("WEBP"), "image/webp"),
        ("合同.pdf", PDF, "application/pdf"),
        ("方案.docx", docx(), child.OFFICE_TYPES["docx"]),
        ("记录.txt", "第一行\n第二行".encode("gb18030"), "text/plain"),
        ("表.csv", b"a,b\n1,2\n", "text/plain"),
    ],
)
def test_what_an_office_works_with_is_taken(name, content, media_type):
    accepted = store.accept(Upload(name, content))
    assert accepted.name == name
    assert accepted.media_type == media_type
    file = store.path_of(accepted.sha256)
    assert file.stat().st_size == accepted.size
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_is_kept_once(media):
    first = store.accept(Upload("a.pdf", PDF))
    second = store.accept(Upload("b.pdf", PDF))
    assert first.sha256 == second.sha256
    assert len(list(store.digests())) == 1


def test_a_photo_keeps_neither_place_nor_camera():
    exif = Image.Exif()
    exif[0x010F] = "CANARY-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (32.0, 3.0, 7.5)
    given = picture(exif=exif, comment=b"CANARY-COMMENT") + b"CANARY-TAIL"
    kept = store.path_of(store.accept(Upload("现场.jpg", given)).sha256).read_bytes()
    assert b"CANARY" in given
    assert b"CANARY" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert not image.getexif().get_ifd(0x8825)


def test_a_photo_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    accepted = store.accept(Upload("现场.jpg", picture(size=(640, 480), exif=exif)))
    with open_stored(accepted) as image:
        assert image.size == (480, 640)


def test_a_large_photo_is_made_smaller():
    accepted = store.accept(Upload("现场.jpg", picture(size=(6000, 3000))))
    with open_stored(accepted) as image:
        assert image.size == (2560, 1280)


def png_of(width, height):
    """Return a tiny PNG that says it is enormous, and is."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress(b"\0" * ((width + 1) * min(height, 200)), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb():
    return docx({"word/media/zeros.xml": b"0" * (150 * limits.MB)})


def liar():
    """Return a document whose part says it is small and is not."""
    honest = docx({"word/media/zeros.xml": b"0" * (8 * limits.MB)})
    return honest.replace(struct.pack("<I", 8 * limits.MB), struct.pack("<I", 100))


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<w:document>&b;</w:document>"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("图.png", png_of(10_000, 10_000), "pixels"),
        ("照片.jpg", png_of(10_000, 10_000), "mismatch"),
        ("坏.docx", bomb, "archive"),
        ("坏.docx", liar, "broken"),
        ("坏.docx", docx(body=LAUGHS), "archive"),
        ("坏.docx", docx(body=LAUGHS.encode("utf-16")), "archive"),
        ("坏.docx", docx({"../../evil.xml": "x"}), "archive"),
        ("坏.docx", docx({f"word/{n}.xml": "" for n in range(2001)}), "archive"),
        ("坏.docx", docx({"word/vbaProject.bin": "x"}), "macro"),
        ("坏.docx", docx()[:-30], "broken"),
        ("坏.xlsx", docx(), "mismatch"),
        ("坏.docm", docx(), "type"),
        ("坏.zip", docx(), "type"),
        ("坏.docx", docx().replace(b"word/document.xml", b"word/documenx.xml"), "type"),
        ("照片.jpg", picture() + docx(), "hidden_archive"),
        ("合同.pdf", PDF + docx(), "hidden_archive"),
        ("图.png", SVG, "mismatch"),
        ("图.svg", SVG, "type"),
        ("图.txt", SVG, "mismatch"),
        ("页.html", HTML, "type"),
        ("页.txt", HTML, "mismatch"),
        ("页.txt", b"\xef\xbb\xbf \n" + HTML, "mismatch"),
        ("照片.jpg", HTML, "mismatch"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 500, "broken"),
        ("照片.jpg", picture()[:300], "broken"),
        ("x.txt", b"\x7fELF\x02\x01" + bytes(range(256)), "type"),
        ("x.exe", b"MZ" + b"\0" * 100, "type"),
        ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 50, "broken"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        ("空.txt", b"", "empty"),
        ("n" * 251 + ".txt", b"x", "name"),
        ("没有扩展名", b"x", "name"),
        ("...", b"x", "name"),
        ("大.pdf", PDF + b" " * limits.FILE_BYTES, "size"),
        ("大.txt", b"a" * (limits.TEXT_BYTES + 1), "size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_would_harm_is_refused_quickly_and_leaves_nothing(name, content, code, media):
    given = content() if callable(content) else content
    began = time.monotonic()
    assert refusal(name, given) == f"files.{code}"
    assert time.monotonic() - began <= 5
    assert not [f for f in media.rglob("*") if f.is_file()]
    assert not list((media / ".incoming").glob("*")) if (media / ".incoming").exists() else True


_GREEDY = """
import sys
from dayuan.platform.attachments import child, limits
limits.CHILD_MEMORY = 150 * limits.MB
limits.JPEG_PIXELS = limits.OTHER_PIXELS = 10**9
sys.exit(child.main(["photo", sys.argv[1], sys.argv[2]]))
"""


def test_a_picture_that_needs_too_much_memory_is_refused_by_its_child(tmp_path):
    # With the limit of pixels set aside, the child's own limit of memory still holds.
    source, target = tmp_path / "big", tmp_path / "out"
    source.write_bytes(png_of(16_000, 16_000))
    done = subprocess.run(
        [sys.executable, "-c", _GREEDY, str(source), str(target)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert '"problem": "memory"' in done.stdout


@pytest.mark.parametrize(
    "given",
    [picture(size=(8000, 8000)), picture("PNG", (5000, 5000), mode="RGBA", compress_level=1)],
)
def test_the_largest_pictures_allowed_fit_into_the_limits(given):
    name = "大.jpg" if given[:2] == b"\xff\xd8" else "大.png"
    with open_stored(store.accept(Upload(name, given))) as image:
        assert max(image.size) == limits.PHOTO_SIDE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\报告.txt", "报告.txt"),
        ("a\u202egpj.txt", "agpj.txt"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("ｆｕｌｌ．ｔｘｔ", "full.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        (" .htaccess.txt ", "htaccess.txt"),
        ("龙𠮷.txt", "龙𠮷.txt"),
    ],
)
def test_a_name_hides_nothing_and_leads_nowhere(given, kept):
    assert names.clean(given) == kept


@pytest.mark.parametrize("name", ["机密.pdf", "【绝密】方案.pdf", "会 秘密★9年.pdf", "秘 密.pdf"])
def test_a_name_that_carries_a_mark_of_state_secrecy_is_refused(name):
    assert refusal(name, PDF) == "label.state_secret"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.txt", "绝密★长期\n关于……".encode()),
        ("通知.docx", docx(body="<w:p><w:r><w:t>机</w:t></w:r><w:t>密</w:t></w:p><w:p>关于</w:p>")),
    ],
)
def test_a_document_headed_with_a_mark_of_state_secrecy_is_refused(name, content):
    assert refusal(name, content) == "label.state_secret"


@pytest.mark.parametrize("name", ["保密守则.pdf", "工作秘密清单.pdf", "秘密投票办法.pdf"])
def test_ordinary_words_are_no_marks(name):
    assert store.accept(Upload(name, PDF)).name == name


def test_a_full_disk_takes_nothing_in(monkeypatch):
    monkeypatch.setattr(limits, "FREE_BYTES", 10**18)
    assert refusal("a.pdf", PDF) == "files.disk"


def test_a_child_that_hangs_is_cut_off(monkeypatch):
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 0.01)
    assert refusal("a.docx", docx()) == "files.time"


def test_stored_names_are_digests_alone(media):
    accepted = store.accept(Upload("来访人名单.pdf", PDF))
    files = [f for f in media.rglob("*") if f.is_file()]
    digest = accepted.sha256
    assert files == [Path(media, digest[:2], digest[2:4], digest)]


def test_a_signature_is_kept_as_a_small_png_cut_to_its_strokes():
    accepted = store.accept_signature(Upload("签名.jpg", drawn(form="JPEG")))
    assert (accepted.name, accepted.media_type) == ("签名.png", "image/png")
    with open_stored(accepted) as kept:
        assert kept.format == "PNG"
        assert kept.width < limits.SIGNATURE_SIDE
        assert kept.height < 200
        assert kept.getpixel((0, 0)) == 255
    assert accepted.size < 20_000


def shaded():
    """Return a photo of empty paper: darker towards one side, and grained."""
    slope = Image.linear_gradient("L").resize((700, 280))
    grain = Image.effect_noise((700, 280), 12)
    return encoded(Image.blend(slope, grain, 0.2), "PNG")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (encoded(Image.new("RGB", (600, 240), "white")), "白纸.png"),
        (encoded(Image.new("RGBA", (600, 240), (0, 0, 0, 0))), "透明.png"),
        (encoded(Image.new("L", (600, 240), 0)), "黑.png"),
        (shaded(), "空纸.png"),
        (drawn(strokes=0), "没签.png"),
    ],
)
def test_a_blank_signature_is_refused_in_a_sentence(content, name):
    assert refusal(name, content, store.accept_signature) == "files.blank"


def test_a_dot_is_no_signature():
    paper = Image.new("L", (600, 240), 255)
    paper.paste(0, (300, 120, 306, 126))
    assert refusal("点.png", encoded(paper), store.accept_signature) == "files.blank"


@pytest.mark.parametrize(("name", "content"), [("签.pdf", PDF), ("签.txt", "何桂兰".encode())])
def test_a_signature_is_a_picture_and_nothing_else(name, content):
    assert refusal(name, content, store.accept_signature) == "files.no_picture"


def test_what_is_no_picture_behind_a_pictures_name_is_no_signature():
    content = b"\x89PNG\r\n\x1a\n" + b"x" * 500
    assert refusal("签名.png", content, store.accept_signature) == "files.broken"
