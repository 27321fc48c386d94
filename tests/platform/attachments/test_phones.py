"""Photos as phones keep them: opened, drawn anew, and left without place and camera."""

import base64
import io
import struct

import pytest
from PIL import Image

from dayuan.platform.attachments import store
from tests.platform.attachments.conftest import Upload, picture, refusal

#: A grey slope of 64 by 48 points, turned by the camera, with a place and a maker in it.
PHOTO = base64.b64decode("""
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA
AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAB0AAgAAAAACCQABAAAAAAAAAIAAAAA4aWluZgAAAAAA
AgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADm
aXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAq
QgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQAN
AAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp
eGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEA
AQAAAKVtZGF0AAAAGSgBrwQY+AkLfY7HmeoW3Qk8H8GjJNIG28AAAAAGRXhpZgAATU0AKgAAAAgAAwEPAAIAAAANAAAA
MgESAAMAAAABAAYAAIglAAQAAAABAAAAQAAAAABDQU5BUlktTUFLRVIAAAACAAEAAgAAAAJOAAAAAAIABQAAAAMAAABe
AAAAAAAAACAAAAABAAAAAwAAAAEAAAAPAAAAAg==
""")


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("IMG_2041.HEIC", "IMG_2041.jpg"),
        ("现场.heif", "现场.jpg"),
        # Some phones and chat programs give it the other name without drawing it anew.
        ("IMG_2041.jpg", "IMG_2041.jpg"),
    ],
)
def test_a_photo_as_a_phone_keeps_it_becomes_one_that_everybody_can_open(name, kept_as):
    accepted = store.accept(Upload(name, PHOTO))
    assert (accepted.name, accepted.media_type) == (kept_as, "image/jpeg")
    kept = store.path_of(accepted.sha256).read_bytes()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == "JPEG"
        assert image.size == (48, 64), "it stands upright"


def test_neither_place_nor_maker_of_a_phones_photo_is_kept():
    kept = store.path_of(store.accept(Upload("IMG.HEIC", PHOTO)).sha256).read_bytes()
    assert b"CANARY" in PHOTO
    assert b"CANARY" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()


def test_its_preview_is_drawn_like_any_other():
    accepted = store.accept(Upload("IMG.HEIC", PHOTO))
    store.make_preview(accepted.sha256)
    assert store.preview_of(accepted.sha256).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_photographed_signature_may_come_from_a_phone():
    # A slope without strokes: it is opened, looked at, and found blank.
    assert refusal("签名.heic", PHOTO, store.accept_signature) == "files.blank"


def larger(side: int) -> bytes:
    """Return the photo with a head that says it is enormous."""
    return PHOTO.replace(
        b"ispe" + bytes(4) + struct.pack(">II", 64, 64),
        b"ispe" + bytes(4) + struct.pack(">II", side, side),
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("大.heic", larger(60_000), "broken"),
        ("坏.heic", PHOTO[:500], "broken"),
        ("坏.heic", PHOTO[:40] + bytes(600), "broken"),
        ("图.heic", picture(), "mismatch"),
        ("照片.png", PHOTO, "mismatch"),
        ("照片.avif", b"\0\0\0\x1cftypavif" + bytes(60), "phone"),
        ("录像.heic", b"\0\0\0\x18ftypqt  " + bytes(60), "phone"),
    ],
)
def test_what_only_looks_like_a_phones_photo_is_refused(name, content, code, media):
    assert refusal(name, content) == f"files.{code}"
    assert not [f for f in media.rglob("*") if f.is_file()]
