"""Every task learns the plan it was laid out by: until now, that of its case."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """Copy the revision of each case to its tasks, and watch what has a due time."""
    Case, Task = apps.get_model("work", "Case"), apps.get_model("work", "Task")
    revision = Case.objects.filter(pk=OuterRef("case_id")).values("revision_id")[:1]
    Task.objects.filter(revision__isnull=True).update(revision_id=Subquery(revision))
    watched = Task.objects.filter(state__in=["ready", "accepted"], due_at__isnull=False)
    watched.update(late_from=F("due_at"), next_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("work", "0002_watch_and_applications")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
