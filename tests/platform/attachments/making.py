"""Small files for tests, made without the house."""

import io
import zipfile

from PIL import Image


def picture(form="JPEG", size=(640, 480), *, mode="RGB", **save):
    """Return the bytes of a picture."""
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, form, **save)
    return out.getvalue()


def docx(parts=None, *, body="<w:p><w:t>你好</w:t></w:p>", compress=zipfile.ZIP_DEFLATED):
    """Return a small Word document with these further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()
