"""What was typed where a signature or a consent was asked for is shown as the text it is."""

from typing import Any

from django.db import migrations


def fill(apps: Any, _schema_editor: Any) -> None:
    """Call typed names text: nobody has signed them."""
    EvidenceItem = apps.get_model("work", "EvidenceItem")
    EvidenceItem.objects.filter(kind__in=["signature", "consent"]).update(kind="text")


class Migration(migrations.Migration):
    dependencies = [("work", "0005_indexes_for_a_long_past")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
