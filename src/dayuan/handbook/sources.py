"""Every source of a handbook, with the path where it stands."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from dayuan.handbook.findings import Path
from dayuan.handbook.schema import Handbook, SourceRef
from dayuan.handbook.shape import fields


def all_sources(handbook: Handbook) -> Iterator[tuple[Path, SourceRef]]:
    """Yield every source reference, with its path as files write it."""
    yield from _walk(handbook, ())


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, SourceRef]]:
    if isinstance(value, SourceRef):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, key, _ in fields(type(value)):
            yield from _walk(getattr(value, name), (*path, key))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
