"""Twelve things people do, for the statements of each to fail once."""

from dayuan.platform.jobs import queue
from dayuan.reference.people import commands as people
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.cast import JOINED


class Acts:
    """A fault from report to closing, and what else is written in a day."""

    def __init__(self, cast, now):
        self.now, self.request = now, None
        self.guard, self.officer = cast.guard.actor(), cast.dispatcher.actor()
        self.technician, self.checker = cast.technician.actor(), cast.checker.actor()
        self.director = cast.director.actor()

    def table(self):
        """Return name, what comes before, what is done."""
        sent = (self.report, self.send)
        done = (*sent, self.take, self.finish)
        checked = (*done, self.take_check, self.check)
        visiting = (*checked, self.take_visit)
        return [
            ("report", (), self.report),
            ("send out", (self.report,), self.send),
            ("withdraw", (self.report,), self.withdraw),
            ("take", sent, self.take),
            ("finish", (*sent, self.take), self.finish),
            ("take a check", done, self.take_check),
            ("pass", (*done, self.take_check), self.check),
            ("take a visit", checked, self.take_visit),
            ("close", visiting, lambda: self.visit(solved=True)),
            ("take up again", visiting, lambda: self.visit(solved=False)),
            ("hire", (), self.hire),
            ("beat", (), lambda: queue.beat("w1", now=self.now)),
        ]

    def report(self):
        drip = desk.Report("air_conditioning", "主楼", "空调滴水")
        self.request = desk.report(report=drip, actor=self.guard, at=self.now)

    def send(self):
        desk.dispatch(request=self._fresh(), actor=self.officer, at=self.now)

    def withdraw(self):
        desk.cancel(request=self._fresh(), reason="报重了", actor=self.guard, at=self.now)

    def take(self):
        self._take("handle", self.technician)

    def finish(self):
        self._finish("handle", self.technician, {"result": Given(text="疏通了排水管")})

    def take_check(self):
        self._take("check", self.checker)

    def check(self):
        self._finish("check", self.checker, {"meets_standard": Given(yes=True)})

    def take_visit(self):
        self._take("return_visit", self.officer)

    def visit(self, *, solved):
        said = {"solved": Given(yes=solved, text="又滴了")}
        self._finish("return_visit", self.officer, said)

    def hire(self):
        people.create_person(
            staff_number="1999", name="郑小红", joined=JOINED, actor=self.director, at=self.now
        )

    def _fresh(self):
        self.request.refresh_from_db()
        return self.request

    def _task(self, step):
        found = [t for t in queries.tasks_of(self.request.case) if t.step == step]
        return queries.task(found[-1].pk)

    def _take(self, step, actor):
        work.accept(task=self._task(step), actor=actor, at=self.now)

    def _finish(self, step, actor, evidence):
        work.finish(task=self._task(step), evidence=evidence, actor=actor, at=self.now)
