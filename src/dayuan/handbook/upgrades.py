"""How a handbook written for an older schema becomes one of today's.

Each step turns the raw mapping of version n into that of version n + 1, is pure
and is never changed again: snapshots of every version stay in databases for as
long as cases of their time exist.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dayuan.handbook.schema import SCHEMA_VERSION

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

#: The step from a version to the next, by the version it leaves.
STEPS: Mapping[int, Upgrade] = {}


class UnknownVersionError(ValueError):
    """The data were written for a schema that this program does not know."""


def version_of(data: Mapping[str, Any]) -> int | None:
    """Return the schema version that data name, or ``None`` if they name none."""
    head = data.get("handbook")
    version = head.get("schema") if isinstance(head, dict) else None
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def upgrade(
    data: dict[str, Any],
    *,
    target: int = SCHEMA_VERSION,
    steps: Mapping[int, Upgrade] = STEPS,
) -> dict[str, Any]:
    """Return data in the target version; ``UnknownVersionError`` if there is no way there.

    The data passed in stay as they are.
    """
    version = version_of(data)
    while version is not None and version != target:
        step = steps.get(version)
        if step is None:
            raise UnknownVersionError(f"there is no way from schema {version} to {target}")
        version += 1
        data = step(data)
        data = {**data, "handbook": {**data["handbook"], "schema": version}}
    return data
