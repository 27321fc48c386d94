"""Telling a database that is away from a mistake in the program."""

from django.db import InterfaceError, OperationalError

#: SQLite: busy, locked, read-only, I/O error, full, cannot open.
_SQLITE_AWAY = frozenset({5, 6, 8, 10, 13, 14})
#: PostgreSQL: connection lost, out of resources, shutting down or starting.
_POSTGRESQL_AWAY = ("08", "53", "57P")


def is_away(problem: BaseException) -> bool:
    """Tell whether the database could not be reached, was locked or full.

    Waiting helps then. An unknown column is an OperationalError too (on SQLite),
    but no outage: waiting would not help.
    """
    if isinstance(problem, InterfaceError):
        return True
    if not isinstance(problem, OperationalError):
        return False
    cause = problem.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _SQLITE_AWAY
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(_POSTGRESQL_AWAY)
