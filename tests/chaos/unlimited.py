"""The mutant that opens what strangers send in the process that serves pages."""

import io
import zipfile
from importlib import import_module

from PIL import Image, ImageFile

from dayuan.config.operations.web import application as application

ImageFile.LOAD_TRUNCATED_IMAGES = True
Image.MAX_IMAGE_PIXELS = None


def opened(act, source, *target):
    """Open a file whole, as a library does that nobody limits."""
    if act == "office":
        with zipfile.ZipFile(source) as archive:
            sizes = [len(archive.read(name)) for name in archive.namelist()]
        return {"extension": "docx", "head": "", "media_type": "x", "size": sum(sizes)}
    with Image.open(io.BytesIO(source.read_bytes())) as image:
        image.load()
        image.convert("RGBA").rotate(1).resize((64, 64)).convert("RGB").save(target[0], "PNG")
    return {"media_type": "image/png"}


vars(import_module("dayuan.platform.attachments.inspection"))["run_child"] = opened
