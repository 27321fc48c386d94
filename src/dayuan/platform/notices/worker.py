"""What a worker does for notices: sees to it that what is due leaves the house."""

from datetime import datetime

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dayuan.platform.notices import dispatching
from dayuan.platform.ui import present


@task(queue_name="fast")
def send() -> None:
    """Send what is due; what a killed worker left is taken up by the next one."""
    dispatching.run(now=present.now())


def hand_over(*, now: datetime) -> bool:
    """Let a worker send, if something is due and nobody is at it already."""
    if not dispatching.any_due(now=now):
        return False
    at_it = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if DBTaskResult.objects.filter(task_path=send.module_path, status__in=at_it).exists():
        return False
    send.enqueue()
    return True
