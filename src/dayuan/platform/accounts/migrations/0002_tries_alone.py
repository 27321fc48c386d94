from django.db import migrations, models

#: Left by a counter of an earlier build, which kept what was typed as a name.
_READABLE = (
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="tries",
            index=models.Index(fields=["window_began"], name="tries_by_age"),
        ),
        *[
            migrations.RunSQL(f"DROP TABLE IF EXISTS {table}", migrations.RunSQL.noop)
            for table in _READABLE
        ],
    ]
