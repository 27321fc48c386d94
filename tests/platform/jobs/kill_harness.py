"""A house whose worker is killed again and again; run as a program by the kill test.

    python -m tests.platform.jobs.kill_harness KILLS SEED [ack-early]

It publishes events and enqueues jobs, kills the worker with SIGKILL while it is
at work on one of them (it says so through a pipe, so that a slow machine hits as
well as a fast one), lets the last one finish and prints what became of them as JSON.
"""

import json
import os
import random
import select
import signal
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

import django

import dayuan  # puts the safe database engine in place first

assert dayuan
django.setup()

from django.db import connections, transaction  # noqa: E402 - after the setup
from django.utils import timezone  # noqa: E402
from django_tasks import task  # noqa: E402

from dayuan.platform.access.actors import system_actor  # noqa: E402
from dayuan.platform.jobs import outbox, queue, worker  # noqa: E402
from dayuan.platform.notices import commands, kinds, wiring  # noqa: E402
from dayuan.platform.notices.models import Notice  # noqa: E402

NEWS = kinds.declare("tests.kill.news", "有新情况", "News")
PEOPLE = (1, 2)
HEARD, AT_WORK = os.pipe()


def whom(message):
    """Take a while in the middle of the transaction, so that kills hit it."""
    os.write(AT_WORK, b".")
    time.sleep(0.01)
    return PEOPLE


wiring.notify("tests.kill", kind=NEWS, owner=("thing", "thing_id"), whom=whom)


@task(queue_name="fast")
def slow_job(number):
    """Do something that takes a while and may be done twice."""
    os.write(AT_WORK, b".")
    time.sleep(0.005)
    commands.tell(
        persons=[3],
        kind=NEWS.code,
        owner=("thing", number),
        dedupe=f"job:{number}",
        actor=system_actor("job", site_id=1),
        at=timezone.now(),
    )
    time.sleep(0.005)


def ack_early(pk, now):
    """Mark it done, commit, and only then do it: the mutant that must lose."""
    with transaction.atomic():
        if not outbox._claim(pk, now):
            return None
        delivery = outbox.Delivery.objects.select_related("event").get(pk=pk)
    outbox.consumers[delivery.consumer].function(outbox._message(delivery.event, now))
    return True


def publish(start, count):
    """Commit events and jobs; what this returns is what must not be lost."""
    with transaction.atomic():
        for number in range(start, start + count):
            outbox.publish("tests.kill", at=timezone.now(), site_id=1, thing_id=number)
            slow_job.enqueue(number)
    return start + count


def one_life(rng):
    """Let a worker work on a few things, and kill it in the middle of one."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        worker.run(threading.Event())
        os._exit(1)
    for _thing in range(rng.randint(1, 8)):
        if not select.select([HEARD], [], [], 5)[0]:
            break  # it has nothing left to do
        os.read(HEARD, 1)
    time.sleep(rng.uniform(0, 0.012))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while select.select([HEARD], [], [], 0)[0]:
        os.read(HEARD, 4096)


def main(kills, seed, mutant=""):
    """Kill, finish, count."""
    rng = random.Random(seed)  # noqa: S311 - moments, not secrets
    queue.LEASE, worker.BEAT, worker.IDLE = timedelta(seconds=0.4), 0.1, 0.02
    queue.MAX_ATTEMPTS = 1000
    if mutant == "ack-early":
        outbox._deliver = ack_early
    total = 0
    for _kill in range(kills):
        total = publish(total, 8)
        one_life(rng)
    for hour in range(1, 4):
        worker.drain(now=timezone.now() + timedelta(hours=hour))
    told = Counter(Notice.objects.values_list("person_id", "dedupe"))
    wanted = total * (len(PEOPLE) + 1)
    print(json.dumps({  # noqa: T201 - a program's answer
        "kills": kills,
        "wanted": wanted,
        "missing": wanted - len(told),
        "twice": sum(1 for count in told.values() if count > 1),
        "failed": outbox.Delivery.objects.filter(state="failed").count(),
        "unfinished": outbox.Delivery.objects.filter(state="waiting").count(),
        "rerun": sum(len(j.worker_ids) > 1 for j in queue.DBTaskResult.objects.all()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
