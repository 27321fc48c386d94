import secrets
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dayuan.platform.audit import reasons, triggers


def lift(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection)


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


def part(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every reason a row of its own and leave its digest in the change."""
    Change: Any = apps.get_model("audit", "Change")
    Reason = apps.get_model("audit", "Reason")
    for change in Change.objects.exclude(reason="").iterator():
        salt = secrets.token_hex(16)
        Reason.objects.create(change_id=change.pk, salt=salt, text=change.reason)
        digest = reasons.digest_of(salt, change.reason)
        Change.objects.filter(pk=change.pk).update(reason_digest=digest)


def join(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    Change: Any = apps.get_model("audit", "Change")
    Reason = apps.get_model("audit", "Reason")
    for reason in Reason.objects.iterator():
        Change.objects.filter(pk=reason.pk).update(reason=reason.text)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entry_by_account")]

    operations = [
        migrations.RunPython(lift, install),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("change_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("salt", models.CharField(max_length=64)),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ReasonErasure",
            fields=[
                ("change_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(max_length=80)),
                ("rule", models.CharField(max_length=80)),
            ],
        ),
        migrations.AddField(
            model_name="change",
            name="reason_digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(part, join),
        migrations.RemoveField(model_name="change", name="reason"),
        migrations.RunPython(install, lift),
    ]
