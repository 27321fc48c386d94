from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("owner_kind", models.CharField(max_length=60)),
                ("owner_id", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("dedupe", models.CharField(max_length=120)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["site_id", "person_id", "-id"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["site_id", "person_id"],
                        name="notice_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "dedupe"), name="notice_once")
                ],
            },
        ),
    ]
