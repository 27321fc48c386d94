"""Beginnings of words become words of their own in PostgreSQL; nothing has to be rebuilt."""

from django.db import migrations

from dayuan.platform.search import engines


class Migration(migrations.Migration):

    dependencies = [("search", "0001_lines")]

    operations = [migrations.RunPython(engines.begin_words, engines.forget_beginnings)]
