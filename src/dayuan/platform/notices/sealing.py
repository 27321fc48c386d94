"""Secrets of channels as they lie in the database: sealed under the house's own key.

Whoever has a copy of the database without the key (a backup, a dump) reads none of
them. What was sealed for one place opens at no other. After a restore without the key
they open no more, and are asked for again.
"""

import base64
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = "v1."
_NONCE = 12


def seal(values: Mapping[str, str], *, place: str) -> str:
    """Return the values sealed for a place; twice the same looks different."""
    nonce = os.urandom(_NONCE)
    words = json.dumps(dict(values), ensure_ascii=False).encode()
    sealed = _key().encrypt(nonce, words, place.encode())
    return _FORM + base64.urlsafe_b64encode(nonce + sealed).decode()


def opened(sealed: str, *, place: str) -> dict[str, str] | None:
    """Return what was sealed for this place, or ``None`` where it does not open any more."""
    if not sealed.startswith(_FORM):
        return None
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(_FORM))
        words = _key().decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
    except (InvalidTag, ValueError):
        return None
    found: dict[str, str] = json.loads(words)
    return found


def _key() -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"dayuan.notices.channel.v1")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
