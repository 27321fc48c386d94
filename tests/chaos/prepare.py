"""Makes a house with people in it and prints a session for each; run as a program."""

import json

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
django.setup()

from django.conf import settings  # noqa: E402 - after the setup
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from dayuan.config.operations.static import collect_if_missing  # noqa: E402
from tests import cast  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
call_command("migrate", verbosity=0)
people = cast.assemble()
collect_if_missing()
sessions = []
for part in ("guard", "cleaner", "technician", "electrician"):
    client = people.members[part].client
    sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
assert timezone.now()
print(json.dumps(sessions))  # noqa: T201 - a program's answer
