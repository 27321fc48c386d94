"""The SQLite engine that runs, and whether write-ahead logging is safe on it.

SQLite 3.7.0 to 3.51.2 can lose acknowledged commits when two processes write
and checkpoint the same WAL file; 3.51.3 fixed it, 3.44.6 and 3.50.7 carry the
fix back. A web process and a worker are exactly those two processes.
"""

import importlib
import sqlite3
import sys

_FIXED = (3, 51, 3)
_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def install_safe_sqlite() -> None:
    """Put the shipped engine in the place of the interpreter's, if it is there."""
    try:
        shipped = importlib.import_module("pysqlite3")
    except ImportError:
        return
    sys.modules["sqlite3"] = shipped
    sys.modules["sqlite3.dbapi2"] = shipped.dbapi2


def running_version() -> tuple[int, int, int]:
    """Return the version of the engine that ``import sqlite3`` now gives."""
    module = sys.modules.get("sqlite3", sqlite3)
    major, minor, patch = (int(part) for part in module.sqlite_version.split("."))
    return major, minor, patch


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether two processes may write through a write-ahead log on this engine."""
    if version >= _FIXED:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _BACKPORTS)


def journal_mode(version: tuple[int, int, int]) -> str:
    """Return the journal that is safe on this engine: WAL, or else a rollback journal."""
    return "WAL" if wal_is_safe(version) else "DELETE"
