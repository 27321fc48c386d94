"""A signature: drawn on the spot, with the name in letters, or not one at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments.models import Attachment
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import EvidenceItem
from dayuan.work.rules import Given
from dayuan.work.web import phone
from tests.cast import Cast
from tests.work import plan
from tests.work.drawing import encoded, signed, upload

pytestmark = pytest.mark.usefixtures("clock")

SLIP = [{"id": "taker", "kind": "signature", "title": "谁接收的"}]
MAYBE = [{"id": "taker", "kind": "signature", "title": "谁接收的", "required": False}]


@pytest.fixture
def slip(cast: Cast, now):
    """Return a way to lay out a handover slip in the technician's hands."""

    def lay_out(evidence=SLIP, at=now):
        steps = (plan.step("hand_over", "hvac_technician", "R+asap", evidence=evidence),)
        task = plan.opened(cast, steps, at)["hand_over"]
        work.accept(task=task, actor=cast.technician.actor(), at=at)
        return task

    return lay_out


def sent(cast: Cast, task, **given):
    return cast.technician.client.post(reverse("work:task", args=[task.pk]), given)


def test_a_slip_is_signed_on_the_spot_and_shows_who_signed_and_when(cast: Cast, slip, now):
    task = slip()
    assert sent(cast, task, taker=upload(), taker_name="李 师傅").status_code == 302
    kept = EvidenceItem.objects.get(task=task)
    assert (kept.kind, kept.name, kept.at) == ("signature", "李 师傅", now)
    file = Attachment.objects.get(pk=kept.attachment_id)
    assert (file.media_type, file.owner_kind, file.owner_id) == (
        "image/png", "work.case", task.case_id,
    )  # fmt: skip


def test_the_slip_shows_the_name_and_the_time_to_whoever_does_the_next_step(cast: Cast, now):
    steps = (
        plan.step("hand_over", "hvac_technician", "R+asap", evidence=SLIP),
        plan.step("look", "duty_electrician", "R+asap", after=["hand_over"]),
    )
    tasks = plan.opened(cast, steps, now)
    work.accept(task=tasks["hand_over"], actor=cast.technician.actor(), at=now)
    sent(cast, tasks["hand_over"], taker=upload(), taker_name="李师傅")
    where = reverse("work:task", args=[tasks["look"].pk])
    words = cast.electrician.client.get(where).content.decode()
    assert "李师傅" in words
    assert "2026年11月20日 周五 10:00" in words
    assert "查看签名" in words


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, {"work.not_signed", "work.signer_unnamed"}),
        ({"taker_name": "李师傅"}, {"work.not_signed"}),
        ({"taker": upload}, {"work.signer_unnamed"}),
        ({"taker": upload, "taker_name": "  "}, {"work.signer_unnamed"}),
    ],
)
def test_a_name_alone_and_a_drawing_alone_are_no_signature(cast: Cast, slip, now, given, missing):
    task = slip()
    files = {"taker": signed()} if "taker" in given else {}
    with pytest.raises(Refused) as refused:
        work.finish(
            task=task, evidence={"taker": Given(name=given.get("taker_name", ""))}, files=files,
            actor=cast.technician.actor(), at=now,
        )  # fmt: skip
    assert {problem.code for problem in refused.value.problems} == missing
    task.refresh_from_db()
    assert task.state == "accepted"
    assert not Attachment.objects.exists(), "a refused slip left its drawing behind"


def test_a_blank_box_is_refused_in_a_sentence_and_the_name_stays_typed(cast: Cast, slip):
    from PIL import Image  # noqa: PLC0415 - for this one picture

    blank = upload(encoded(Image.new("L", (700, 280), 255)))
    answer = sent(cast, slip(), taker=blank, taker_name="李师傅")
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "签名是空白的，或看不清笔画" in words
    assert 'value="李师傅"' in words


def test_a_signature_that_need_not_be_may_be_left_away_whole_and_not_by_half(cast: Cast, slip, now):
    task = slip(MAYBE)
    with pytest.raises(Refused):
        work.finish(
            task=task, evidence={"taker": Given(name="李师傅")}, actor=cast.technician.actor(),
            at=now,
        )  # fmt: skip
    work.finish(task=task, evidence={}, actor=cast.technician.actor(), at=now)
    assert not EvidenceItem.objects.filter(task=task).exists()


def test_a_name_with_a_mark_of_secrecy_is_refused(cast: Cast, slip, now):
    with pytest.raises(Refused):
        work.finish(
            task=slip(), evidence={"taker": Given(name="机密★十年")}, files={"taker": signed()},
            actor=cast.technician.actor(), at=now,
        )  # fmt: skip


def test_the_database_takes_no_signature_without_drawing_or_name(cast: Cast, slip, now):
    task = slip()
    for given in ({"name": "李师傅"}, {"attachment_id": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceItem.objects.create(
                task=task, item="taker", kind="signature", at=now,
                by=cast.technician.person, **given,
            )  # fmt: skip


def test_the_page_says_how_to_sign_where_scripts_are_off(cast: Cast, slip):
    where = reverse("work:task", args=[slip().pk])
    words = cast.technician.client.get(where).content.decode()
    assert "拍照上传" in words
    assert 'type="file" name="taker"' in words
    assert "work/sign.js" in words


def test_a_signature_is_not_given_without_a_network(cast: Cast, slip, now):
    task = slip()
    assert not phone.may_finish_offline(queries.step_of(task))
    (row,) = phone.day(actor=cast.technician.actor(), at=now)
    assert row["fields"] is None
    maybe = slip(MAYBE, now + timedelta(minutes=1))
    assert phone.may_finish_offline(queries.step_of(maybe))
    assert [r["fields"] for r in phone.day(actor=cast.technician.actor(), at=now)] == [None, []]


def test_somebody_elses_slip_is_not_signed_through_the_page(cast: Cast, slip):
    task = slip()
    answer = cast.colleague.client.post(
        reverse("work:task", args=[task.pk]), {"taker": upload(), "taker_name": "李师傅"}
    )
    assert answer.status_code == 422
    assert queries.task(task.pk).state == "accepted"
