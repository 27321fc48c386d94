"""A change that fails, or is killed, after it has written something."""

import os
import signal

from django.db import migrations


def fail(apps, schema_editor):
    if os.environ.get("FAULT") == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise ArithmeticError("planted")


class Migration(migrations.Migration):
    dependencies = [("faulty", "0001_changes")]
    operations = [
        migrations.RunSQL("UPDATE people_person SET name = 'half'"),
        migrations.RunPython(fail),
    ]
