"""Whether the house may be sent people: for probes and for the doctor."""

import shutil
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dayuan.platform.audit import sealer
from dayuan.platform.jobs import queries as jobs

#: Bytes below which a write may be the one that finds the disk full.
LEAST_FREE = 16 * 1024 * 1024

#: The database was once found up to date by this process; it does not go back.
_migrated: set[str] = set()


def not_ready(*, now: datetime) -> list[str]:
    """Return the codewords of what stands in the way of serving people; empty when nothing does."""
    try:
        found = [] if migrated() else ["migrations"]
        if found:
            return found
        if shutil.disk_usage(settings.HOME).free < LEAST_FREE:
            found.append("disk")
        if not jobs.worker_alive(now=now):
            found.append("worker")
        if sealer.backlog(now=now, window=sealer.AT_A_GLANCE).alarm:
            found.append("unsealed")
    except DatabaseError:
        return ["database"]
    return found


def migrated() -> bool:
    """Tell whether no migration is pending; asked of the database until it is once so."""
    name = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    if name not in _migrated and not pending():
        _migrated.add(name)
    return name in _migrated


def pending() -> list[str]:
    """Return the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
