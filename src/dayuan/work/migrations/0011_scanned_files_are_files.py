"""A picture of what was scanned is shown as the file it is: nobody looked its label up."""

from typing import Any

from django.db import migrations


def fill(apps: Any, _schema_editor: Any) -> None:
    """Call such a picture a file."""
    EvidenceItem = apps.get_model("work", "EvidenceItem")
    EvidenceItem.objects.filter(kind="scan").update(kind="file")


class Migration(migrations.Migration):
    dependencies = [("work", "0010_stuck_tasks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
