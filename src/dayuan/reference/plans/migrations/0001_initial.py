from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("schema", models.PositiveSmallIntegerField()),
                ("edition", models.CharField(max_length=60)),
                ("content", models.TextField()),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["code", "-id"], name="revision_by_code")],
            },
        ),
    ]
