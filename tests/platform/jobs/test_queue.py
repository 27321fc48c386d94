import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from dayuan.platform.jobs import queue, worker
from dayuan.platform.jobs.queries import standing
from tests.platform.jobs import tasks
from tests.platform.people import NOW, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget():
    tasks.ran.clear()


def run(now=NOW, *, name="w1", queue_name="fast"):
    return queue.run_one(queue_name, worker=name, now=now)


def test_a_job_runs_once():
    tasks.note.enqueue(7)
    assert run() is True
    assert run() is False
    assert tasks.ran == [7]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_each_queue_has_its_own_worker_loop():
    tasks.heavy.enqueue(7)
    assert run() is False
    assert run(queue_name="heavy") is True


def test_a_job_may_ask_which_attempt_it_is():
    tasks.with_context.enqueue(7)
    run()
    assert tasks.ran == [(1, 7)]


def test_a_job_that_raises_has_failed_visibly_and_keeps_no_names():
    tasks.fails.enqueue(7)
    run()
    job = DBTaskResult.objects.get()
    assert (job.status, job.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert "tasks.py" in job.traceback
    assert "王秀" not in job.traceback
    assert standing(now=NOW).failed_jobs == 1


def test_a_job_whose_worker_died_is_taken_by_the_next_one():
    tasks.away.enqueue(7)
    queue.beat("w1", now=NOW)
    with pytest.raises(OperationalError):
        run()
    assert queue.reap(now=later(seconds=29)).again == 0
    assert queue.reap(now=later(seconds=31)).again == 1
    assert DBTaskResult.objects.get().status == "READY"


def test_a_long_job_of_a_living_worker_is_left_alone():
    tasks.away.enqueue(7)
    with pytest.raises(OperationalError):
        run()
    queue.beat("w1", now=later(hours=2))
    assert queue.reap(now=later(hours=2, seconds=5)).again == 0


def test_a_job_that_kills_its_workers_is_given_up_visibly_after_three():
    tasks.away.enqueue(7)
    for attempt in range(3):
        with pytest.raises(OperationalError):
            run(later(minutes=attempt), name=f"w{attempt}")
        queue.reap(now=later(minutes=attempt, seconds=45))
    job = DBTaskResult.objects.get()
    assert (job.status, len(job.worker_ids)) == ("FAILED", 3)
    assert job.exception_class_path.endswith("WorkerLostError")


def test_a_worker_thought_dead_cannot_overwrite_its_successor():
    tasks.note.enqueue(7)
    first = queue._claim("fast", "w1", NOW)
    queue.reap(now=later(minutes=1))
    assert run(later(minutes=1), name="w2")
    assert queue._finish(first, "FAILED", now=later(minutes=2)) == 0
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_worker_that_stopped_tidily_leaves_its_work_at_once():
    queue.beat("w1", now=NOW)
    assert standing(now=NOW).worker_alive
    queue.bury("w1")
    assert not standing(now=NOW).worker_alive


def test_draining_does_everything_that_is_due_and_returns():
    for number in range(3):
        tasks.note.enqueue(number)
    tasks.heavy.enqueue(9)
    worker.drain(now=later(hours=1))
    assert sorted(tasks.ran) == [0, 1, 2, 9]
