"""A file's name as a person gave it, made harmless; never used as a path."""

import unicodedata

from dayuan.platform.attachments import limits
from dayuan.platform.attachments.problems import unfit

_FORBIDDEN = set('<>:"|?*')


def clean(given: str) -> str:
    """Return the last part of a name without anything that hides or steers.

    Full-width forms are folded first, so that an extension cannot be disguised;
    control, zero-width and direction characters go. Raises :class:`Refused` for
    names that are too long or have nothing left.
    """
    folded = unicodedata.normalize("NFKC", given)
    last = folded.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(
        c for c in last if unicodedata.category(c)[0] != "C" and c not in _FORBIDDEN
    ).strip(" .")
    if not kept or "." not in kept or len(kept) > limits.NAME_CHARACTERS:
        raise unfit("name")
    return kept


def extension(name: str) -> str:
    """Return the extension in small letters, without the dot."""
    return name.rsplit(".", maxsplit=1)[-1].lower()
