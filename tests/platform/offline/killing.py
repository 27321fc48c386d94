"""One life of a server that takes a queued act; run as a program by the kill test.

    python -m tests.platform.offline.killing middle|after|never

Dies with status 9 in the middle of the transaction or after its commit; else ends with 20
and how often the act was done in all, counted by the entries of the log.
"""

import os
import sys
from datetime import UTC, datetime
from uuid import UUID

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
django.setup()

from dayuan.platform.access.actors import Actor  # noqa: E402 - after the setup
from dayuan.platform.accounts.models import Account  # noqa: E402
from dayuan.platform.audit import log  # noqa: E402
from dayuan.platform.audit.models import Entry  # noqa: E402
from dayuan.platform.audit.types import declare  # noqa: E402
from dayuan.platform.offline.acts import Subject, acts  # noqa: E402
from dayuan.platform.offline.commands import carry_out  # noqa: E402
from dayuan.platform.offline.marks import mark_of  # noqa: E402
from dayuan.platform.offline.rules import Queued  # noqa: E402

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
DONE = declare("tests.thing.done", "办了", "Done")


def main(when):
    """Take the act, and die when told to."""

    def count(*, about, values, actor, at):
        log.record(DONE, actor=actor, at=at, subject="thing", ids=[about])
        if when == "middle":
            os._exit(9)
        return Subject("thing", about)

    acts.register("tests.count", count)
    account, _new = Account.objects.get_or_create(
        staff_number="7001", defaults={"site_id": 1, "password": "!", "opened_at": AT}
    )
    queued = Queued(UUID(int=7), mark_of(account.pk), "tests.count", 1, {}, AT)
    actor = Actor(site_id=1, name="谁", side="staff", account_id=account.pk, person_id=1)
    carry_out(queued=queued, actor=actor, at=AT)
    if when == "after":
        os._exit(9)
    sys.exit(20 + Entry.objects.filter(type=DONE.code).count())


if __name__ == "__main__":
    main(sys.argv[1])
