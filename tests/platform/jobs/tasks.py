"""Jobs of tests: importable by name, as a worker needs them."""

from django.db import OperationalError
from django_tasks import task

ran: list[object] = []


@task(queue_name="fast")
def note(number):
    ran.append(number)


@task(queue_name="heavy")
def heavy(number):
    ran.append(number)


@task(queue_name="fast")
def fails(number):
    raise ValueError(chr(0x738B) + chr(0x79C0))


@task(queue_name="fast")
def away(number):
    raise OperationalError("server closed the connection")


@task(queue_name="fast", takes_context=True)
def with_context(context, number):
    ran.append((context.attempt, number))
