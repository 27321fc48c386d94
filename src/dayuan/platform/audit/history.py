"""Reading the state changes of a record: its timeline."""

from dayuan.platform.audit.models import Change


def changes_in(context_id: int, *, machines: tuple[str, ...], most: int = 500) -> list[Change]:
    """Return the changes of a record and of what hangs on it, the oldest first."""
    rows = Change.objects.filter(context_id=context_id, machine__in=machines)
    return list(rows.order_by("pk")[:most])
