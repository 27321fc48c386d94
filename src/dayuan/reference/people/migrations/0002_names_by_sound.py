"""Names are sorted by their sound from now on."""

from typing import Any

from django.db import migrations

from dayuan.reference.people.names import name_key

BATCH = 200


def fill(apps: Any, _schema_editor: Any) -> None:
    """Write anew what each name is sorted by."""
    people = apps.get_model("people", "Person").objects
    after = 0
    while batch := list(people.filter(pk__gt=after).order_by("pk").only("pk", "name")[:BATCH]):
        for one in batch:
            one.name_key = name_key(one.name)
        people.bulk_update(batch, ["name_key"])
        after = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
