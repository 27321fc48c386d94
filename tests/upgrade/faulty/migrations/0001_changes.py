"""A change that succeeds, so that there is something to take back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("work", "0004_tasks_have_their_plan"), ("people", "0001_initial")]
    operations = [
        migrations.RunSQL("UPDATE people_person SET name = 'changed'"),
        migrations.RunSQL("CREATE TABLE left_behind (id integer)"),
    ]
