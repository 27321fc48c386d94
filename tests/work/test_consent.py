"""A named person's consent: who, how and when; and a refusal, which is an answer too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dayuan.kernel.problems import NeedsApproval, Refused
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import EvidenceItem
from dayuan.work.rules import Given
from dayuan.work.web import phone
from tests.cast import Cast
from tests.work import plan
from tests.work.drawing import upload

pytestmark = pytest.mark.usefixtures("clock")

ASKED = {"id": "office", "kind": "consent", "title": "办公室同意进入"}
DECIDED = {"id": "permitted", "kind": "yes_no", "title": "许可吗"}
YES = Given(yes=True, name="王主任", office="区政府办公室", way="telephone")
NO = replace(YES, yes=False, text="正在开会")


@pytest.fixture
def entry(cast: Cast, now):
    """Return a way to lay out a step that needs consent, in the technician's hands."""

    def lay_out(*evidence):
        steps = (
            plan.step("enter", "hvac_technician", "R+asap", evidence=evidence or [ASKED]),
            plan.step("clean", "hvac_technician", "R+asap", after=["enter"]),
        )
        task = plan.opened(cast, steps, now)["enter"]
        work.accept(task=task, actor=cast.technician.actor(), at=now)
        return task

    return lay_out


def finish(cast: Cast, task, now, given, **others: Given):
    work.finish(
        task=queries.task(task.pk), evidence={"office": given} | others,
        actor=cast.technician.actor(), at=now,
    )  # fmt: skip


def refusals(cast: Cast, task, now, given, **others: Given) -> set[str]:
    with pytest.raises(Refused) as refused:
        finish(cast, task, now, given, **others)
    assert queries.task(task.pk).state == "accepted"
    return {problem.code for problem in refused.value.problems}


def sent(cast: Cast, task, **more):
    typed = {
        "office_answer": "yes", "office_name": "王主任", "office_office": "区政府办公室",
        "office_way": "telephone",
    }  # fmt: skip
    return cast.technician.client.post(reverse("work:task", args=[task.pk]), typed | more)


def test_consent_is_kept_with_who_how_and_when(cast: Cast, entry, now):
    task = entry()
    assert sent(cast, task, office_moment="2026-11-20T09:15").status_code == 302
    kept = EvidenceItem.objects.get(task=task)
    assert (kept.kind, kept.yes, kept.name, kept.office, kept.way) == (
        "consent", True, "王主任", "区政府办公室", "telephone",
    )  # fmt: skip
    assert kept.moment == now - timedelta(minutes=45)
    assert queries.task(task.pk).state == "done"


def test_without_a_typed_time_it_was_given_now(cast: Cast, entry, now):
    task = entry()
    finish(cast, task, now, YES)
    assert EvidenceItem.objects.get(task=task).moment == now


def test_the_next_step_reads_the_consent_in_one_line(cast: Cast, entry, now):
    task = entry()
    letter = replace(YES, way="written", reference="浦办函〔2026〕7号")
    finish(cast, task, now, letter)
    after = queries.tasks_of(task.case)[1]
    words = cast.technician.client.get(reverse("work:task", args=[after.pk])).content.decode()
    said = "同意 · 王主任 · 区政府办公室 · 书面 浦办函〔2026〕7号 · 2026年11月20日 周五 10:00"
    assert said in words


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (Given(), "work.evidence_missing"),
        (replace(YES, yes=None), "work.consent_open"),
        (replace(YES, name="  "), "work.consent_nameless"),
        (replace(YES, way=""), "work.consent_way"),
        (replace(YES, way="pigeon"), "work.consent_way"),
        (replace(YES, way="written"), "work.consent_number"),
        (replace(YES, text="机密★十年"), "label.state_secret"),
    ],
)
def test_a_consent_without_giver_way_or_number_is_refused(cast, entry, now, given, missing):
    assert missing in refusals(cast, entry(), now, given)


def test_everything_missing_is_named_at_once(cast: Cast, entry, now):
    assert refusals(cast, entry(), now, Given(yes=True)) == {
        "work.consent_nameless", "work.consent_way",
    }  # fmt: skip


def test_a_consent_of_tomorrow_is_refused(cast: Cast, entry, now):
    given = replace(YES, moment=now + timedelta(minutes=1))
    assert refusals(cast, entry(), now, given) == {"work.consent_later"}


def test_a_refusal_is_written_down_and_does_not_finish_the_step(cast: Cast, entry, now):
    task = entry()
    answer = sent(cast, task, office_answer="no", office_why="正在开会", office_file=upload())
    assert answer.status_code == 302
    assert answer.url == reverse("work:task", args=[task.pk])
    kept = EvidenceItem.objects.get(task=task)
    assert (kept.yes, kept.text, kept.name) == (False, "正在开会", "王主任")
    assert Attachment.objects.filter(pk=kept.attachment_id).exists()
    assert Entry.objects.filter(type="work.task.refused_consent").count() == 1
    assert queries.task(task.pk).state == "accepted"
    assert queries.tasks_of(task.case)[1].state == "waiting", "the next step began without consent"
    words = cast.technician.client.get(reverse("work:task", args=[task.pk])).content.decode()
    assert "没有得到同意，这一步不能靠它完成" in words
    assert "不同意 · 王主任" in words


def test_a_refusal_cannot_finish_a_step_by_any_way(cast: Cast, entry, now):
    task = entry()
    with pytest.raises(Refused) as refused:
        finish(cast, task, now, NO)
    (problem,) = refused.value.problems
    assert isinstance(problem, NeedsApproval)


def test_a_refusal_needs_its_reason(cast: Cast, entry):
    task = entry()
    answer = sent(cast, task, office_answer="no")
    assert answer.status_code == 422
    assert "请写明为什么不同意" in answer.content.decode()
    assert not EvidenceItem.objects.filter(task=task).exists()


def test_somebody_who_changes_his_mind_stands_with_both_answers(cast: Cast, entry, now):
    task = entry()
    for _again in range(2):
        sent(cast, task, office_answer="no", office_why="正在开会")
    finish(cast, task, now + timedelta(hours=2), YES)
    kept = EvidenceItem.objects.filter(task=task).order_by("pk")
    assert [item.yes for item in kept] == [False, False, True]


def test_after_a_refusal_somebody_else_grants_that_the_step_is_left_out(cast: Cast, entry, now):
    task = entry()
    sent(cast, task, office_answer="no", office_why="正在开会")
    wish = work.Wish("skip", "办公室不同意")
    asked = work.ask(
        task=queries.task(task.pk), wish=wish, actor=cast.technician.actor(), at=now
    )  # fmt: skip
    work.decide(
        application=queries.application(asked.pk), grant=True, actor=cast.director.actor(), at=now
    )
    assert queries.task(task.pk).state == "skipped"
    assert EvidenceItem.objects.filter(task=task, yes=False).exists()


def test_a_refusal_is_the_no_of_the_steps_own_question(cast: Cast, entry, now):
    task = entry(ASKED, DECIDED)
    no = Given(yes=False, text="办公室不同意")
    finish(cast, task, now, replace(NO, text=""), permitted=no)
    assert queries.task(task.pk).state == "done"
    assert queries.reason_given(task) == "办公室不同意"


def test_what_was_refused_is_not_permitted(cast: Cast, entry, now):
    task = entry(ASKED, DECIDED)
    for answer in (Given(yes=True), Given()):
        assert "work.consent_refused" in refusals(cast, task, now, NO, permitted=answer)
    answer = sent(cast, task, office_answer="no", office_why="正在开会", permitted="yes")
    assert answer.status_code == 422
    assert "请把这一步的问题选“否”" in answer.content.decode()
    assert not EvidenceItem.objects.filter(task=task).exists()


def test_consent_that_need_not_be_may_be_left_away_and_not_by_half(cast: Cast, entry, now):
    task = entry(ASKED | {"required": False})
    assert refusals(cast, task, now, replace(YES, name="")) == {"work.consent_nameless"}
    finish(cast, task, now, Given())


def test_a_refusal_is_noted_by_whoever_has_the_task_and_about_a_consent_alone(cast, entry, now):
    task = entry()
    with pytest.raises(Refused):
        work.note_refusal(
            task=queries.task(task.pk), evidence={"office": NO}, actor=cast.colleague.actor(),
            at=now,
        )  # fmt: skip
    with pytest.raises(Refused):
        work.note_refusal(
            task=queries.task(task.pk), evidence={"office": YES}, actor=cast.technician.actor(),
            at=now,
        )  # fmt: skip
    assert not EvidenceItem.objects.exists()


def test_consent_is_not_given_without_a_network(cast: Cast, entry):
    assert not phone.may_finish_offline(queries.step_of(entry()))


@pytest.mark.parametrize("less", ["name", "way", "moment", "yes", "reference"])
def test_the_database_takes_no_consent_that_lacks_a_part(cast: Cast, entry, now, less):
    whole = {
        "name": "王主任", "way": "written", "moment": now, "yes": True, "reference": "7号",
    }  # fmt: skip
    whole[less] = None if less in {"moment", "yes"} else ""
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.create(
            task=entry(), item="office", kind="consent", at=now, by=cast.technician.person, **whole
        )
