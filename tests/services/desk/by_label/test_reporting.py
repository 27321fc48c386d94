"""Somebody without an account scans a label, and a request is there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.reference.plans import queries as plans
from dayuan.resources.equipment.commands import labels
from dayuan.services.desk import commands as desk
from dayuan.services.desk import queries
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.desk.web.public import BODY_BYTES
from dayuan.work import queries as work
from dayuan.work.models import CaseMember, Fulfilment
from tests.cast import NOW
from tests.services.desk.by_label.conftest import SESSION, picture, receive, reports
from tests.services.desk.test_journey import PASSED, RESULT, SOLVED, do, task_of
from tests.services.desk.test_other_plans import take_into_force, with_steps


def test_a_visitor_reports_without_an_account_and_without_a_session(visitor, label):
    answer = visitor.report(label, description="水龙头关不上")
    assert answer.status_code == 302
    made = Request.objects.get()
    assert (made.state, made.category) == ("reported", "general_repair")
    assert (made.place, made.description) == ("3层东侧卫生间", "水龙头关不上")
    assert made.reporter is None
    assert SESSION not in visitor.browser.cookies
    assert not Session.objects.exists()


def test_the_page_names_the_thing_and_nothing_else_of_the_house(visitor, cast, label, place):
    desk.report(
        report=desk.Report("lift", "密谈室", "有异响", "王处长", "13812345678"),
        actor=cast.dispatcher.actor(), at=NOW,
    )  # fmt: skip
    answer = visitor.open(label)
    assert answer.status_code == 200
    assert "3层东侧卫生间" in visitor.page
    for word in ("王处长", "13812345678", "密谈室", "异响", "林春梅", "技保主管", "浦口"):
        assert word not in visitor.page


def test_the_kinds_are_the_plans_without_those_that_only_staff_report(visitor, label):
    visitor.open(label)
    for word in ("空调", "男厕", "停车和交通", "投诉"):
        assert word in visitor.page
    for word in ("变卖废纸", "护管异常情况", "外人或媒体打听", "申请许可"):
        assert word not in visitor.page


def test_what_only_staff_report_is_not_taken_from_a_forged_form(visitor, label):
    answer = visitor.report(label, category="paper_sale")
    assert answer.status_code == 422
    assert "只由单位内部报" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_piece_of_the_air_conditioning_has_its_kind_chosen_already(visitor, piece_label):
    visitor.open(piece_label)
    assert 'value="air_conditioning" checked' in visitor.page
    assert "风机盘管" in visitor.page


def test_words_are_optional_and_a_kind_is_not(visitor, label):
    missing = visitor.report(label, category="", description="看不清")
    assert missing.status_code == 422
    assert "请选择类别" in missing.content.decode()
    assert "看不清" in missing.content.decode()
    assert visitor.report(label, description="").status_code == 302
    assert Request.objects.get().description == "（扫码报事，没有写说明）"


def test_the_desk_is_asked_to_send_it_out_and_the_course_goes_on_as_for_a_call(
    visitor, cast, label, now
):
    visitor.report(label, caller_name="李女士", caller_phone="13900001111")
    made = Request.objects.select_related("case").get()
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=now)
    assert task_of(made, "handle").post == "maintenance_electrician"
    desk.report(report=desk.Report("lift", "大堂", "异响"), actor=cast.guard.actor(), at=now)
    # Whoever answers for the post takes it, it is checked, and the caller is asked.
    at = now + timedelta(minutes=10)
    found = task_of(made, "handle")
    from dayuan.work import commands  # noqa: PLC0415 - beside its one use

    commands.reassign(
        task=found, post="hvac_technician", reason="顺路", actor=cast.dispatcher.actor(), at=at
    )
    do(made, "handle", cast.technician, RESULT, at)
    do(made, "check", cast.checker, PASSED, at + timedelta(hours=1))
    asking = task_of(made, "return_visit")
    page = cast.dispatcher.client.get(f"/tasks/{asking.pk}/").content.decode()
    assert "13900001111" in page
    do(made, "return_visit", cast.dispatcher, SOLVED, at + timedelta(hours=2))
    assert made.state == "closed"


def test_a_stranger_who_left_no_number_is_not_asked_and_the_case_ends_with_the_check(
    visitor, cast, label, now
):
    visitor.report(label, caller_name="李女士")
    made = Request.objects.select_related("case").get()
    dispatcher = cast.dispatcher
    desk.dispatch(request=made, post="hvac_technician", actor=dispatcher.actor(), at=now)
    assert "没有留电话" in dispatcher.client.get(f"/desk/{made.pk}/").content.decode()
    do(made, "handle", cast.technician, RESULT, now)
    do(made, "check", cast.checker, PASSED, now + timedelta(hours=1))
    assert made.state == "closed"
    assert {task.step for task in work.tasks_of(made.case)} == {"dispatch", "handle", "check"}


def test_a_stranger_nobody_could_ask_does_not_lower_the_follow_up_rate(cast, label, now):
    def finished() -> int:
        found = queries.follow_ups(
            cast.director.actor(), now - timedelta(days=1), now + timedelta(days=1)
        )
        return found.finished

    for number, phone in enumerate(["", "13900001111"]):
        receive(label, number, caller_phone=phone)
    assert finished() == 0
    Request.objects.update(finished_at=now)
    assert finished() == 1


def test_the_log_names_the_label_and_never_the_person(visitor, cast, label):
    visitor.report(label, description="漏水", caller_name="李女士", caller_phone="13900001111")
    entries = Entry.objects.filter(type__in=["desk.request.report", "desk.outside.receive"])
    assert {entry.actor_key for entry in entries} == {f"label:{label.pk}"}
    assert entries.count() == 2
    assert not PersonalValues.objects.filter(entry_id__in=entries.values("pk")).exists()
    page = cast.director.client.get("/audit/").content.decode()
    assert f"扫码（标签 {label.pk}）" in page
    assert not CaseMember.objects.filter(key__startswith="label:").exists()


def test_the_request_says_that_it_came_by_a_label(visitor, cast, label):
    visitor.report(label)
    page = cast.dispatcher.client.get(f"/desk/{Request.objects.get().pk}/").content.decode()
    assert page.count("扫码报事") >= 2


def test_a_strangers_report_is_no_evidence_that_the_plans_people_report(visitor, label):
    visitor.report(label, caller_name="李女士")
    of_staff = Fulfilment.objects.filter(capability__in=["desk.report", "desk.reception"])
    assert not of_staff.exists()
    assert Fulfilment.objects.filter(capability="desk.intake").exists()


def test_a_mark_of_state_secrecy_is_refused_with_what_was_typed_still_there(visitor, label):
    answer = visitor.report(label, description="机密★10年 文件柜坏了")
    assert answer.status_code == 422
    assert "国家秘密不得进入本系统" in answer.content.decode()
    assert "文件柜坏了" in answer.content.decode()


@pytest.mark.parametrize("number", ["", "025-5888 0001", "+8613900001111"])
def test_a_phone_number_is_taken_as_people_write_it(visitor, label, number):
    assert visitor.report(label, caller_phone=number).status_code == 302
    assert Request.objects.get().caller_phone == number


def test_words_in_the_place_of_a_phone_number_are_asked_for_once_more(visitor, label):
    answer = visitor.report(label, caller_phone="打我同事的")
    assert answer.status_code == 422
    assert "电话请写数字" in answer.content.decode()
    assert reports() == []


# --- labels that are over --------------------------------------------------------------------


def test_a_label_that_is_over_says_whom_to_tell_and_takes_nothing(visitor, cast, label):
    visitor.open(label)
    labels.revoke(label_id=label.pk, actor=cast.dispatcher.actor(), at=NOW)
    gone = visitor.send(label)
    assert gone.status_code == 410
    page = gone.content.decode()
    assert "这张标签已经停用" in page
    assert "前台" in page
    assert "<form" not in page
    assert reports() == []


def test_the_command_itself_takes_nothing_for_a_label_that_is_over(visitor, cast, label):
    from dayuan.kernel.problems import Refused  # noqa: PLC0415 - beside its one use
    from tests.services.desk.by_label.conftest import receive  # noqa: PLC0415 - see above

    labels.revoke(label_id=label.pk, actor=cast.dispatcher.actor(), at=NOW)
    with pytest.raises(Refused, match="label_is_over"):
        receive(label, 1)


@pytest.mark.parametrize("token", ["x" * 22, "short", "%00", "1 OR 1=1", "a" * 500])
def test_a_token_that_never_was_leads_nowhere(visitor, db, token):
    assert visitor.browser.get(f"/q/{token}/").status_code == 404


# --- photos --------------------------------------------------------------------------------


def test_photos_are_the_desks_until_the_request_is_sent_out(visitor, cast, label, now):
    visitor.report(label, photo_1=picture(), photo_2=picture(colour="blue"))
    made = Request.objects.select_related("case").get()
    came = OutsideReport.objects.get()
    row = Attachment.objects.order_by("pk").first()
    assert (row.owner_kind, row.name, came.photos) == ("desk.outside", "照片1.jpg", 2)
    assert attachments.get_for(cast.dispatcher.actor(), row.pk) is not None
    for other in (cast.guard, cast.technician, cast.director, cast.liaison):
        assert attachments.get_for(other.actor(), row.pk) is None
    before = cast.dispatcher.client.get(f"/desk/{made.pk}/dispatch/").content.decode()
    assert "照片1.jpg" in before
    assert "照片1.jpg" not in cast.guard.client.get(f"/desk/{made.pk}/").content.decode()
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=now)
    assert attachments.get_for(cast.technician.actor(), row.pk) is not None
    assert "照片1.jpg" in cast.guard.client.get(f"/desk/{made.pk}/").content.decode()


@pytest.fixture
def _forget_afterwards():
    yield
    plans.forget()


@pytest.mark.usefixtures("_forget_afterwards")
def test_a_plan_that_sends_out_at_once_shows_the_photos_at_once(visitor, cast, label, now):
    take_into_force(cast, with_steps("handle", "check"), now)
    visitor.report(label, photo_1=picture())
    row = Attachment.objects.get()
    assert (row.owner_kind, row.owner_id) == ("work.case", Request.objects.get().pk)
    assert attachments.get_for(cast.technician.actor(), row.pk) is not None


def test_a_complaint_by_a_label_is_for_those_who_handle_it_and_so_are_its_photos(
    visitor, cast, label
):
    visitor.report(label, category="complaint", photo_1=picture())
    made = Request.objects.get()
    assert not work.visible_to(cast.guard.actor()).filter(pk=made.pk).exists()
    assert attachments.get_for(cast.guard.actor(), Attachment.objects.get().pk) is None


def test_what_is_no_photo_is_refused_kindly_and_the_words_stay(visitor, label):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - one use

    for name, content in (("a.pdf", b"%PDF-1.7"), ("a.jpg", b"<script>"), ("x", b"\xff\xd8\xff")):
        answer = visitor.report(
            label, description="灯坏了", photo_1=SimpleUploadedFile(name, content)
        )
        assert answer.status_code == 422, name
        page = answer.content.decode()
        assert "这不是照片" in page
        assert "灯坏了" in page
    assert reports() == []


def test_a_form_that_weighs_too_much_is_not_even_read(visitor, label):
    visitor.open(label)
    answer = visitor.browser.post(
        f"/q/{label.token}/", {"ticket": "x"}, CONTENT_LENGTH=str(BODY_BYTES + 1)
    )
    assert answer.status_code == 413
    assert "照片太大" in answer.content.decode()


# --- how it stands -------------------------------------------------------------------------


def test_the_status_link_tells_state_and_times_and_nothing_of_anybody(
    visitor, cast, label, now, clock
):
    sent = visitor.report(label, description="水龙头关不上", caller_name="李女士")
    page = visitor.status(sent)
    assert "等前台派人" in page
    made = Request.objects.select_related("case").get()
    clock.shift(timedelta(minutes=5))
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=now + timedelta(minutes=5))
    page = visitor.status(sent)
    assert "已派人" in page
    assert "10:05" in page
    for word in (made.case.number, "3层东侧卫生间", "水龙头", "李女士", "林春梅", "维修电工"):
        assert word not in page


def test_the_status_page_is_kept_by_nobody_and_tells_nobody(visitor, label):
    sent = visitor.report(label)
    code = sent["Location"].rstrip("/").rsplit("/", 1)[1]
    answer = visitor.browser.get(sent["Location"])
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert len(bytes.fromhex(code)) * 8 == 128
    assert code not in str(OutsideReport.objects.values().get())


def test_a_guessed_status_link_leads_nowhere(visitor, label):
    visitor.report(label)
    came = OutsideReport.objects.get()
    for code in ("0" * 32, came.code_digest, came.once_digest, came.code_digest[:32], str(came.pk)):
        assert visitor.browser.get(f"/q/status/{code}/").status_code == 404


def test_the_link_ends_some_days_after_the_end_with_a_kind_sentence(
    visitor, cast, label, now, clock
):
    sent = visitor.report(label)
    made = Request.objects.select_related("case").get()
    desk.cancel(request=made, reason="重复", actor=cast.dispatcher.actor(), at=now)
    clock.shift(timedelta(days=7))
    assert "重复" not in visitor.status(sent)
    clock.shift(timedelta(seconds=1))
    ended = visitor.browser.get(sent["Location"])
    assert ended.status_code == 410
    assert "谢谢您告诉我们" in ended.content.decode()


def test_english_is_there_without_any_cookie(visitor, label):
    page = visitor.open(label, "?lang=en").content.decode()
    assert "What is wrong?" in page
    assert "哪里有问题" not in page
