"""The one spelling of values, and the salted digests taken over it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> str:
    """Return the one spelling of a value that digests are taken over."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def personal_digest(salt: str, values: Mapping[str, Any]) -> str:
    """Return the digest that stands for personal values in the sealed part."""
    return hashlib.sha256(f"{salt}|{canonical(values)}".encode()).hexdigest()
