"""Files inside a request: small ones, as programs send them beside their words."""

import base64
import binascii
from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from pydantic import Field, StringConstraints

from dayuan.platform.attachments import store
from dayuan.platform.attachments.limits import MB, NAME_CHARACTERS
from dayuan.platform.rest.kit import Body

#: What one file may be; a request as a whole is held by Django's own limit.
FILE_BYTES = 3 * MB
_NAME = r"^[^\x00-\x1f\x7f/\\]+$"


class FileIn(Body):
    """A file: its name and its content in base64, at most 3 MB unpacked."""

    name: Annotated[str, StringConstraints(max_length=NAME_CHARACTERS, pattern=_NAME)]
    content: Annotated[
        str,
        StringConstraints(max_length=FILE_BYTES * 4 // 3 + 4, pattern=r"^[A-Za-z0-9+/]*={0,2}$"),
        Field(json_schema_extra={"contentEncoding": "base64"}),
    ]


class _Upload:
    """What the store takes in: a name and pieces."""

    def __init__(self, given: FileIn) -> None:
        self.name: str | None = given.name
        try:
            self._content = base64.b64decode(given.content, validate=True)
        except binascii.Error:
            wrong = {"loc": ("body", "content"), "msg": _("This is not base64.")}
            raise ValidationError([wrong]) from None

    def chunks(self) -> Iterable[bytes]:
        """Yield the content, in one piece: it is small."""
        yield self._content


def accept(given: FileIn) -> store.Accepted:
    """Take a file in, as the pages do; to be called before the command."""
    return store.accept(_Upload(given))


def accept_signature(given: FileIn) -> store.Accepted:
    """Take a signature in, as the pages do; to be called before the command."""
    return store.accept_signature(_Upload(given))
