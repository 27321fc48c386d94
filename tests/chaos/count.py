"""Finishes the work at hand and prints what is in the house; run as a program."""

import json
from collections import Counter
from datetime import timedelta

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
django.setup()

from django.db import connection  # noqa: E402 - after the setup
from django.utils import timezone  # noqa: E402

from dayuan.platform.audit.verify import verify  # noqa: E402
from dayuan.platform.jobs import worker  # noqa: E402
from dayuan.platform.jobs.models import Delivery  # noqa: E402
from dayuan.platform.notices.models import Notice  # noqa: E402
from dayuan.services.desk.models import Request  # noqa: E402

now = timezone.now()
for minutes in (0, 5, 10):
    worker.drain(now=now + timedelta(minutes=minutes))
intact = True
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        intact = cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
keys = Counter(Request.objects.values_list("description", flat=True))
told = Counter(Notice.objects.values_list("person_id", "dedupe"))
about = set(Notice.objects.filter(owner_kind="work.case").values_list("owner_id", flat=True))
cases = set(Request.objects.values_list("case_id", flat=True))
print(json.dumps({  # noqa: T201 - a program's answer
    "keys": keys,
    "untold": len(cases - about),
    "told_twice": sum(1 for count in told.values() if count > 1),
    "undelivered": Delivery.objects.exclude(state="done").count(),
    "intact": intact,
    "log": [finding.code for finding in verify(now=timezone.now()).findings],
}))  # fmt: skip
