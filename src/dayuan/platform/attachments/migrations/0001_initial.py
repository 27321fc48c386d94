from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.BigIntegerField()),
                ("owner_kind", models.CharField(max_length=60)),
                ("owner_id", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=120)),
                ("uploaded_by", models.CharField(max_length=80)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "preview",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["owner_kind", "owner_id", "id"], name="attachment_of_owner"
                    ),
                    models.Index(fields=["sha256"], name="attachment_by_content"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by", "")),
                            models.Q(
                                ("removed_at__isnull", False),
                                models.Q(("removed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="attachment_removed_at_and_by",
                    )
                ],
            },
        ),
    ]
