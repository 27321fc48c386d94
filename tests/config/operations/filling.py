"""Puts something of everything into a house; run as a program by the backup tests."""

import io
from datetime import UTC, datetime

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - after the setup
from django.db import transaction  # noqa: E402
from PIL import Image  # noqa: E402

from dayuan.kernel.text import Text  # noqa: E402
from dayuan.platform.access import owners  # noqa: E402
from dayuan.platform.access.actors import Actor, system_actor  # noqa: E402
from dayuan.platform.attachments import gates, store  # noqa: E402
from dayuan.platform.attachments.commands import attach  # noqa: E402
from dayuan.platform.jobs import outbox, worker  # noqa: E402
from dayuan.platform.notices import commands, kinds  # noqa: E402
from dayuan.reference.plans.models import Revision  # noqa: E402 - see above
from dayuan.reference.sites.models import Site  # noqa: E402 - see above

NOW = datetime.now(UTC)
GUARD = Actor(site_id=1, name="王秀英", side="staff", person_id=7, title=Text("护管员", "Guard"))


def main() -> None:
    """Fill the house: files, notices, entries, an event that waits."""
    plan = Revision.objects.create(
        code="tests", digest="0" * 64, schema=1, content="{}", loaded_at=NOW, loaded_by="tests"
    )
    Site.objects.create(pk=1, code="tests", name_zh="院", name_en="Compound", revision=plan)
    owners.doors.register("thing", lambda actor, pks: set(pks))
    gates.gates.register("thing", gates.Gate(lambda a, pk: (), lambda a, pk: ()))
    news = kinds.declare("tests.house.news", "新情况", "News")
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(picture, "JPEG")
    for name, content in [("现场.jpg", picture.getvalue()), ("说明.txt", "已修好".encode())]:
        accepted = store.accept(SimpleUploadedFile(name, content))
        attach(accepted=accepted, owner_kind="thing", owner_id=1, actor=GUARD, at=NOW)
    commands.tell(
        persons=range(1, 30),
        kind=news.code,
        owner=("thing", 1),
        dedupe="first",
        actor=system_actor("test", site_id=1),
        at=NOW,
    )
    worker.drain(now=datetime.now(UTC))
    with transaction.atomic():
        outbox.consumer("tests.waits", "tests:waits")(lambda message: None)
        outbox.publish("tests.waits", at=NOW, site_id=1)


main()
