"""The pages of my work, one task, and the list of cases."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

WORDS = "空调滴水，地上湿了一片"


def page(client, name: str, *args: object, language: str = "zh-hans", **get: str) -> str:
    """Return a page's words; it must open."""
    client.cookies["dayuan_language"] = language
    answer = client.get(reverse(name, args=args), get)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.fixture
def faults(cast: Cast, now):
    """Report some faults and send them out to the technicians."""

    def make(number: int, *, sent: bool = True):
        made = []
        for n in range(number):
            given = desk.Report("air_conditioning", f"主楼5层50{n:02}室", WORDS)
            request = desk.report(report=given, actor=cast.guard.actor(), at=now)
            if sent:
                desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
            made.append(request)
        return made

    return make


def handling(request):
    found = [t for t in queries.tasks_of(request.case) if t.step == "handle"]
    return queries.task(found[-1].pk)


def test_what_waits_for_my_post_stands_on_my_page_and_on_no_other(cast: Cast, faults):
    number = faults(1)[0].case.number
    assert number in page(cast.technician.client, "work:mine")
    assert number in page(cast.colleague.client, "work:mine")
    assert number not in page(cast.electrician.client, "work:mine")


def test_with_nothing_to_do_the_page_says_what_will_stand_there(cast: Cast):
    assert "没有等您办的事" in page(cast.cleaner.client, "work:mine")
    assert "Nothing waits for you" in page(cast.cleaner.client, "work:mine", language="en")


def test_the_desks_card_leads_to_the_page_for_sending_out(cast: Cast, faults):
    made = faults(1, sent=False)[0]
    assert reverse("desk:dispatch", args=[made.pk]) in page(cast.dispatcher.client, "work:mine")


def test_the_page_of_a_task_says_what_where_and_by_which_clause(cast: Cast, faults):
    words = page(cast.technician.client, "work:task", handling(faults(1)[0]).pk)
    assert all(part in words for part in (WORDS, "主楼5层5000室", "C4.1.2-05", "接单"))


def test_somebody_of_another_post_sees_why_he_cannot_take_it(cast: Cast, faults):
    task = handling(faults(1)[0])
    words = page(cast.guard.client, "work:task", task.pk)
    assert "您不在这个岗位上" in words
    refused = cast.guard.client.post(reverse("work:accept", args=[task.pk]))
    assert refused.status_code in {403, 409, 422}
    task.refresh_from_db()
    assert task.state == "ready"


def test_finishing_without_the_evidence_names_what_is_missing(cast: Cast, faults, now):
    task = handling(faults(1)[0])
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    answer = cast.technician.client.post(reverse("work:task", args=[task.pk]), {"result": " "})
    assert answer.status_code == 422
    assert "还缺“处理结果”" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == "accepted"


def test_the_form_that_closes_a_task_is_only_for_whose_hands_it_is_in(cast: Cast, faults, now):
    task = handling(faults(1)[0])
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    assert 'name="result"' in page(cast.technician.client, "work:task", task.pk)
    assert 'name="result"' not in page(cast.colleague.client, "work:task", task.pk)
    where = reverse("work:task", args=[task.pk])
    assert cast.colleague.client.post(where, {"result": "修好了"}).status_code == 422
    task.refresh_from_db()
    assert task.state == "accepted"


def test_handing_back_needs_a_reason_and_keeps_it(cast: Cast, faults, now):
    task = handling(faults(1)[0])
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    where = reverse("work:hand_back", args=[task.pk])
    assert cast.technician.client.post(where, {"reason": ""}).status_code == 422
    assert cast.technician.client.post(where, {"reason": "缺零件"}).status_code == 302
    assert "缺零件" in page(cast.guard.client, "desk:request", task.case_id)


def test_giving_to_another_post_is_for_those_who_lead(cast: Cast, faults):
    task = handling(faults(1)[0])
    where = reverse("work:reassign", args=[task.pk])
    given = {"post": "duty_electrician", "reason": "先断电"}
    assert cast.technician.client.post(where, given).status_code == 403
    empty = cast.dispatcher.client.post(where, given | {"reason": ""})
    assert empty.status_code == 422
    assert "先断电" not in empty.content.decode()
    assert cast.dispatcher.client.post(where, given).status_code == 302
    task.refresh_from_db()
    assert task.post == "duty_electrician"


def test_the_list_says_in_whose_hands_each_case_is(cast: Cast, faults, now):
    first, _second = faults(2)
    work.accept(task=handling(first), actor=cast.technician.actor(), at=now)
    words = page(cast.guard.client, "work:cases")
    assert "空调技保 · 赵海涛" in words
    assert words.count("空调技保") == 2


def test_a_closed_case_leaves_the_open_list_and_stays_in_the_whole_one(cast: Cast, faults, now):
    made = faults(1, sent=False)[0]
    desk.cancel(request=made, reason="看错了", actor=cast.guard.actor(), at=now)
    assert made.case.number not in page(cast.guard.client, "work:cases")
    assert made.case.number in page(cast.guard.client, "work:cases", show="all")


def test_an_empty_list_offers_the_first_report(cast: Cast):
    words = page(cast.guard.client, "work:cases")
    assert "没有未办结的事项" in words or "没有" in words
    assert reverse("desk:report") in words


def test_a_long_list_is_turned_page_by_page(cast: Cast, faults):
    numbers = [made.case.number for made in faults(27, sent=False)]
    first = page(cast.guard.client, "work:cases")
    assert numbers[-1] in first
    assert numbers[0] not in first
    oldest_shown = queries.visible_to(cast.guard.actor()).get(number=numbers[2]).pk
    second = page(cast.guard.client, "work:cases", after=str(oldest_shown))
    assert numbers[0] in second
    assert numbers[-1] not in second


def test_nonsense_in_the_address_of_the_list_is_no_error(cast: Cast, faults):
    number = faults(1)[0].case.number
    words = page(cast.guard.client, "work:cases", after="'; drop", before="-", show="<b>")
    assert number in words


@pytest.mark.parametrize("name", ["work:mine", "work:cases"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_the_database_no_more_for_more_rows(
    cast: Cast, faults, name, rows, django_assert_max_num_queries
):
    faults(rows)
    cast.technician.client.get(reverse(name))
    with django_assert_max_num_queries(10):
        page(cast.technician.client, name)


def test_late_work_says_by_how_much(cast: Cast, faults, clock, now):
    faults(1)
    clock.move_to(now + timedelta(hours=3))
    assert "3 小时" in page(cast.technician.client, "work:mine")


def test_a_photo_given_with_the_work_stands_on_the_page_of_the_case(cast: Cast, faults, now):
    task = handling(faults(1)[0])
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    drawn = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(drawn, "JPEG")
    photo = SimpleUploadedFile("完工.jpg", drawn.getvalue(), "image/jpeg")
    given = {"result": "修好了", "photo": photo}
    answer = cast.technician.client.post(reverse("work:task", args=[task.pk]), given)
    assert answer.status_code == 302, answer.content.decode()
    words = page(cast.guard.client, "desk:request", task.case_id)
    assert "完工照片" in words
    assert "打开文件" in words


def test_a_task_is_drawn_as_well_as_written(cast: Cast, faults):
    task = handling(faults(1)[0])
    words = page(cast.technician.client, "work:task", task.pk)
    assert "#i-sign-air" in words
    assert "#i-pencil" in words
    assert "#i-sign-air" in page(cast.technician.client, "work:mine")


def test_what_is_read_aloud_is_the_step_the_place_and_the_report_and_no_caller(cast: Cast, now):
    given = desk.Report("air_conditioning", "主楼5层5000室", WORDS, "孙玉兰", "13912340000")
    request = desk.report(report=given, actor=cast.dispatcher.actor(), at=now)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
    words = page(cast.technician.client, "work:task", handling(request).pk)
    said = words.split('data-aloud="')[1].split('"')[0]
    assert said == f"到现场处理并写明做了什么。主楼5层5000室。{WORDS}"


def test_a_photo_before_and_one_after_are_evidence_of_their_own(cast: Cast, faults, now):
    task = handling(faults(1)[0])
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    where = reverse("work:task", args=[task.pk])
    given = {"result": "修好了", "before": a_photo("red"), "photo": a_photo("green")}
    assert cast.technician.client.post(where, given).status_code == 302
    kept = {item.item: item for item in queries.evidence_of([task])[task.pk]}
    assert set(kept) == {"before", "result", "photo"}
    assert kept["before"].attachment_id != kept["photo"].attachment_id
    words = page(cast.checker.client, "desk:request", task.case_id)
    assert words.index("处理前照片") < words.index("完工照片")


def a_photo(colour: str) -> SimpleUploadedFile:
    """Return a photo of one colour."""
    into = BytesIO()
    Image.new("RGB", (40, 30), colour).save(into, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", into.getvalue(), "image/jpeg")
