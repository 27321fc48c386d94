"""Fills a house through the commands of the release it is run with (see tools/sample.py).

It uses only what that release offers. A report of every kind is brought a
different part of its way, so that states, history, notices and entries of the
log are all there; one is withdrawn with a reason, one has a file.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - after the setup
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402

from dayuan.config import demonstration, installation  # noqa: E402
from dayuan.platform.accounts.models import Account  # noqa: E402
from dayuan.platform.attachments import store  # noqa: E402
from dayuan.platform.audit import anchors, sealer  # noqa: E402
from dayuan.platform.jobs import worker  # noqa: E402
from dayuan.services.desk import commands as desk  # noqa: E402
from dayuan.work import commands as work  # noqa: E402
from dayuan.work import queries  # noqa: E402
from dayuan.work.rules import Given  # noqa: E402

MADE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def main(handbook: Path) -> None:
    """Make the site, the people and the work."""
    call_command("migrate", verbosity=0)
    site, _ = installation.install(installation.read(handbook), at=MADE)
    demonstration.appoint_everybody(site, at=MADE, first_number=2001)
    # Nobody signs in to a sample; one digest for all keeps it small and no real one in it.
    Account.objects.update(password=make_password(None))
    posts = queries.sites.plan_of(site.pk).handbook
    reporter = demonstration.someone(site, next(iter(posts.posts)), at=NOW)
    for number, category in enumerate([*posts.categories, *posts.categories]):
        at = NOW + timedelta(minutes=number)
        report = desk.Report(
            category=category, place=f"Pier {number}", description="It leaks, 漏水"
        )
        files = [store.accept(SimpleUploadedFile("leak.txt", b"It leaks"))] if number == 1 else []
        request = desk.report(report=report, files=files, actor=reporter, at=at)
        bring_on(site, request, steps=number, at=at)
    request = desk.report(
        report=desk.Report(category, "Pier 0", "Reported twice"), actor=reporter, at=NOW
    )
    desk.cancel(request=request, reason="报重了", actor=reporter, at=NOW)
    worker.drain(now=NOW + timedelta(hours=2))
    sealer.seal(now=NOW + timedelta(hours=2), full=True)
    anchors.drop(now=NOW + timedelta(hours=2), force=True)


def bring_on(site, request, *, steps, at):
    """Do the next tasks of a request, each as its own post would."""
    for _step in range(steps):
        request.refresh_from_db()
        ready = [t for t in queries.tasks_of(request.case) if t.state == "ready"]
        if not ready:
            return
        at += timedelta(minutes=10)
        do(site, request, queries.task(ready[0].pk), at)


def do(site, request, task, at):
    """Do one task with everything it asks for."""
    step, actor = queries.step_of(task), demonstration.someone(site, task.post, at=at)
    if step.does == "desk.dispatch":
        desk.dispatch(request=request, actor=actor, at=at)
        return
    work.accept(task=task, actor=actor, at=at)
    given = {e.id: fitting(e) for e in step.evidence if e.required}
    ticked = [line.id for line in step.checklist]
    task = queries.task(task.pk)
    work.finish(task=task, evidence=given, ticked=ticked, actor=actor, at=at)


def fitting(evidence):
    """Return what an evidence asks for."""
    if evidence.kind == "reading":
        return Given(number=evidence.low or 0)
    return Given(yes=True) if evidence.kind == "yes_no" else Given(text="done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
