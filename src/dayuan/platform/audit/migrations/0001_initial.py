from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dayuan.platform.audit import triggers


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(max_length=80)),
                ("rule", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="PersonalValues",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("salt", models.CharField(max_length=64)),
                ("values", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.BigIntegerField()),
                ("machine", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("context_id", models.BigIntegerField(null=True)),
                ("act", models.CharField(max_length=40)),
                ("old", models.CharField(blank=True, max_length=40)),
                ("new", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(max_length=80)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["machine", "subject_id", "id"], name="change_by_subject"),
                    models.Index(fields=["context_id", "id"], name="change_by_context"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.BigIntegerField(null=True)),
                ("type", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(max_length=80)),
                ("actor_account_id", models.BigIntegerField(null=True)),
                ("via", models.CharField(max_length=10)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_ids", models.JSONField(default=list)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("personal_digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["site_id", "-id"], name="entry_by_site"),
                    models.Index(
                        fields=["subject_kind", "subject_id", "id"], name="entry_by_subject"
                    ),
                    models.Index(fields=["site_id", "type", "-id"], name="entry_by_type"),
                ],
            },
        ),
        # The database itself refuses to change the log.
        migrations.RunPython(install, remove),
    ]
