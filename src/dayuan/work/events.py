"""What the engine tells those above it, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from dayuan.kernel.events import Event
from dayuan.platform.access.actors import Actor


@dataclass(frozen=True, slots=True)
class TaskEvent(Event):
    """Something happened to a task; ``does`` is the program's act that its step is."""

    task_id: int
    case_id: int
    case_kind: str
    step: str
    does: str
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskAccepted(TaskEvent):
    """Somebody took the task."""


@dataclass(frozen=True, slots=True)
class TaskHandedBack(TaskEvent):
    """Whoever had the task gave it back to the post."""


@dataclass(frozen=True, slots=True)
class TaskArrived(TaskEvent):
    """Whoever has the task is where it is to be done."""


@dataclass(frozen=True, slots=True)
class TaskPaused(TaskEvent):
    """The work stands still, for a reason; its clock too, where time counts from a start."""


@dataclass(frozen=True, slots=True)
class TaskResumed(TaskEvent):
    """The work goes on."""


@dataclass(frozen=True, slots=True)
class TaskSkipped(TaskEvent):
    """The step is left out: somebody granted it, or its holder holds the post no longer."""

    case_has_open_tasks: bool = False


@dataclass(frozen=True, slots=True)
class CaseEnded(TaskEvent):
    """Somebody granted that the case end now; ``application_id`` has the reason."""

    application_id: int = 0


@dataclass(frozen=True, slots=True)
class TaskDone(TaskEvent):
    """The task was closed with its evidence; ``passed`` is false after a failed check."""

    passed: bool = True
    case_has_open_tasks: bool = False
