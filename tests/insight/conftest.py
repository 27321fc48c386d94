"""Requests in every state, told by the people who do them, and pages counted by their queries."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import Case, CaseMember
from dayuan.work.rules import Given
from tests.cast import Cast


@dataclass(frozen=True)
class Story:
    """Tells what happened to requests, each step in the name of who does it."""

    cast: Cast
    now: datetime

    def reported(self, place: str = "二楼", category: str = "air_conditioning"):
        report = desk.Report(category=category, place=place, description="不冷")
        return desk.report(report=report, actor=self.cast.guard.actor(), at=self.now)

    def sent_out(self, place: str = "二楼", category: str = "air_conditioning"):
        request = self.reported(place, category)
        desk.dispatch(request=request, actor=self.cast.dispatcher.actor(), at=self.now)
        return request

    def taken(self, place: str = "二楼"):
        request = self.sent_out(place)
        work.accept(task=self.task(request), actor=self.cast.technician.actor(), at=self.now)
        return request

    def handled(self, place: str = "二楼"):
        request = self.taken(place)
        work.finish(
            task=self.task(request),
            evidence={"result": Given(text="修好了")},
            actor=self.cast.technician.actor(),
            at=self.now,
        )
        return request

    def task(self, request):
        (found,) = [t for t in queries.tasks_of(request.case) if t.state in {"ready", "accepted"}]
        return queries.task(found.pk)

    def hide(self, request) -> None:
        """Leave the request to those who are named as needing to know."""
        Case.objects.filter(pk=request.pk).update(open_to_staff=False)
        CaseMember.objects.filter(case_id=request.pk).delete()


@pytest.fixture
def story(cast, now) -> Story:
    return Story(cast, now)


@pytest.fixture
def page(clock):
    """Open a page as somebody and return its text; the clock stands still."""

    def page(member, url: str, *, language: str = "zh-hans", status: int = 200) -> str:
        member.client.cookies["dayuan_language"] = language
        answer = member.client.get(url)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return page


@pytest.fixture
def queries_of(clock):
    """Return how many queries a page asks when the process is warm."""

    def queries_of(member, url: str) -> int:
        member.client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert member.client.get(url).status_code == 200
        return len(asked)

    return queries_of
