"""Signatures as pictures, and a desk request whose step asks for one."""

import math
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from dayuan.platform.attachments import store
from dayuan.platform.attachments.store import Accepted


def drawn(*, strokes: int = 6, form: str = "PNG", shade: int = 255) -> bytes:
    """Return a picture of some strokes on paper, such as a finger draws."""
    paper = Image.new("L", (700, 280), shade)
    pen = ImageDraw.Draw(paper)
    for n in range(strokes):
        points = [(60 + 90 * n + t, 140 + 70 * math.sin(t / (9 + n))) for t in range(70)]
        pen.line(points, fill=20, width=7)
    return encoded(paper, form)


def encoded(picture: Image.Image, form: str = "PNG") -> bytes:
    """Return a picture's bytes."""
    into = BytesIO()
    picture.save(into, form)
    return into.getvalue()


def upload(content: bytes | None = None, name: str = "签名.png") -> SimpleUploadedFile:
    """Return what the form hands over."""
    return SimpleUploadedFile(name, drawn() if content is None else content, "image/png")


def signed() -> Accepted:
    """Return a signature that lies in the house."""
    return store.accept_signature(upload())
