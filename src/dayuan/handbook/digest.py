"""A handbook as one canonical text, and the digest that names its content.

Comments, the order of keys and the spread over files make no difference; the
order inside a list of steps, posts or alternates does. Optional parts that are
left empty are left out, so a schema that grows by one does not change digests.
"""

import hashlib
import json
from typing import Any

from dayuan.handbook.schema import Handbook
from dayuan.handbook.upgrades import upgrade

#: Lists of the root that files contribute to in any order.
_UNORDERED = ("permissions", "bindings", "own_sources", "retired")


def plain(handbook: Handbook) -> dict[str, Any]:
    """Return the handbook as plain values with the keys that files use."""
    data = handbook.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # The head names its version even where that is the only one.
    data["handbook"]["schema"] = handbook.handbook.schema_version
    for section in _UNORDERED:
        if section in data:
            data[section] = sorted(data[section], key=_text)
    return data


def canonical_json(handbook: Handbook) -> str:
    """Return the one text that stands for this content."""
    return _text(plain(handbook))


def snapshot_json(handbook: Handbook) -> str:
    """Return the content to store: the same content, with keys in the plan's own order.

    The order of posts, categories and sections is how the plan reads; it belongs
    to the snapshot though not to what the digest compares.
    """
    return json.dumps(plain(handbook), ensure_ascii=False, separators=(",", ":"))


def digest_of(handbook: Handbook) -> str:
    """Return the sha256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(handbook).encode()).hexdigest()


def from_canonical(content: str) -> Handbook:
    """Load a stored snapshot of this or any older schema version.

    Raises ``UnknownVersionError`` for a version this program does not know, and
    pydantic's ``ValidationError`` for content that was damaged.
    """
    return Handbook.model_validate(upgrade(json.loads(content)))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
