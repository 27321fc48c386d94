"""The desk's pages: who may open them, what they say, what stays when something is missing."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit import sealer
from dayuan.platform.audit.erasure import erase_personal
from dayuan.platform.audit.models import Entry, Reason
from dayuan.platform.audit.verify import verify
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

WORDS = "空调滴水，地上湿了一片"
TYPED = {"category": "air_conditioning", "place": "主楼5层5012室", "description": WORDS}
LONG = "主楼地下二层东侧三号配电间旁边走廊尽头的公共卫生间门口靠近消防栓的那一面墙的上方"


def page(client, name: str, *args: object, language: str = "zh-hans", **get: str) -> str:
    """Return a page's words; it must open."""
    client.cookies["dayuan_language"] = language
    answer = client.get(reverse(name, args=args), get)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.fixture
def report(cast: Cast, now):
    """Report a fault in the guard's name."""

    def make(**changed: str) -> Request:
        given = desk.Report(**(TYPED | changed))
        return desk.report(report=given, actor=cast.guard.actor(), at=now)

    return make


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def send_out(request: Request, cast: Cast, at) -> None:
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=at)


def task_of(request: Request, step: str):
    found = [t for t in queries.tasks_of(request.case) if t.step == step]
    return queries.task(found[-1].pk)


def test_anybody_reports_and_comes_to_the_page_of_the_report(cast: Cast):
    answer = cast.guard.client.post(reverse("desk:report"), TYPED)
    made = Request.objects.get()
    assert answer.headers["Location"] == reverse("desk:request", args=[made.pk])
    assert WORDS in page(cast.guard.client, "desk:request", made.pk)


@pytest.mark.parametrize("missing", ["category", "place", "description"])
@pytest.mark.parametrize("who", ["guard", "deputy"])
def test_what_was_typed_stays_when_something_is_missing(cast: Cast, missing, who):
    typed = TYPED | {"category": "other"}
    client = cast.members[who].client
    answer = client.post(reverse("desk:report"), typed | {missing: ""})
    assert answer.status_code == 422
    kept = [value for key, value in typed.items() if key != missing]
    assert all(escape(value) in answer.content.decode() for value in kept)
    assert Request.objects.count() == 0


def test_a_report_with_nothing_in_it_says_everything_that_is_missing(cast: Cast):
    answer = cast.guard.client.post(reverse("desk:report"), {})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert all(part in words for part in ("请选择类别", "请写明在哪里", "请写明是什么事"))


def test_a_kind_that_the_plan_does_not_have_is_refused(cast: Cast):
    answer = cast.guard.client.post(reverse("desk:report"), TYPED | {"category": "no_such"})
    assert answer.status_code == 422
    assert Request.objects.count() == 0


def test_the_kinds_stand_under_their_parents_and_name_who_gets_it(cast: Cast):
    words = page(cast.deputy.client, "desk:report")
    assert '<optgroup label="设备设施报修">' in words
    assert "空调 → 空调技保" in words
    assert "说不清是哪一类 → 技保主管" in words


def test_whoever_takes_no_calls_chooses_among_tiles_in_the_plans_own_order(cast: Cast):
    words = page(cast.guard.client, "desk:report")
    assert words.count('class="tile"') == len(sites.plan_of(cast.site.pk).handbook.categories)
    assert words.index("设备设施报修") < words.index("电梯") < words.index("环境卫生")
    assert "#i-sign-lift" in words


def test_a_kind_that_says_enough_needs_no_words(cast: Cast):
    answer = cast.guard.client.post(reverse("desk:report"), TYPED | {"description": ""})
    assert answer.status_code == 302
    assert Request.objects.get().description == ""
    page(cast.guard.client, "desk:request", Request.objects.get().pk)


def test_a_photo_says_enough_and_a_paper_does_not(cast: Cast):
    silent = TYPED | {"category": "other", "description": ""}
    paper = SimpleUploadedFile("x.txt", b"nothing to see", "text/plain")
    answer = cast.guard.client.post(reverse("desk:report"), silent | {"photo": paper})
    assert answer.status_code == 422
    photo = SimpleUploadedFile("x.png", a_picture(), "image/png")
    answer = cast.guard.client.post(reverse("desk:report"), silent | {"photo": photo})
    assert answer.status_code == 302


def test_a_likely_place_is_one_tap_and_what_is_written_goes_before_it(cast: Cast, report):
    report(place="主楼一层大厅")
    assert 'value="主楼一层大厅"' in page(cast.guard.client, "desk:report")
    tapped = {"category": "lift", "near": "主楼一层大厅"}
    cast.guard.client.post(reverse("desk:report"), tapped)
    assert Request.objects.latest("pk").place == "主楼一层大厅"
    cast.guard.client.post(reverse("desk:report"), tapped | {"place": "西门岗亭"})
    assert Request.objects.latest("pk").place == "西门岗亭"


def test_a_likely_place_stays_chosen_when_something_is_missing(cast: Cast, report):
    report()
    answer = cast.guard.client.post(reverse("desk:report"), {"near": "早先的地方"})
    assert answer.status_code == 422
    assert re.search(r'value="早先的地方"[^>]*checked', answer.content.decode())


def test_what_somebody_reports_often_stands_first(cast: Cast, report):
    assert "您常报的" not in page(cast.guard.client, "desk:report")
    for category in ("lift", "plants", "plants"):
        report(category=category)
    words = page(cast.guard.client, "desk:report")
    often = words[words.index("您常报的") : words.index("设备设施报修")]
    assert often.index("花木绿化") < often.index("电梯")
    assert "您常报的" not in page(cast.technician.client, "desk:report")


def test_only_who_takes_calls_is_asked_for_a_caller(cast: Cast):
    assert "caller_name" not in page(cast.guard.client, "desk:report")
    assert "caller_name" in page(cast.deputy.client, "desk:report")


def test_a_photo_that_is_none_is_refused_and_the_words_stay(cast: Cast):
    photo = SimpleUploadedFile("x.jpg", b"MZ this is a program", "image/jpeg")
    answer = cast.guard.client.post(reverse("desk:report"), TYPED | {"photo": photo})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert Request.objects.count() == 0


def test_the_callers_number_is_for_those_who_must_call(cast: Cast, now):
    given = desk.Report(**TYPED, caller_name="钱先生", caller_phone="138-0000-1111")
    made = desk.report(report=given, actor=cast.deputy.actor(), at=now)
    assert "138-0000-1111" in page(cast.deputy.client, "desk:request", made.pk)
    words = page(cast.guard.client, "desk:request", made.pk)
    assert "138-0000-1111" not in words
    assert "钱先生" not in words
    assert "前台已登记" in words


def test_sending_out_offers_the_plans_answer_first_with_who_is_on_duty(cast: Cast, report):
    words = page(cast.dispatcher.client, "desk:dispatch", report().pk)
    assert "空调技保：赵海涛, 周永福" in words or "空调技保：周永福, 赵海涛" in words
    assert words.index("空调技保") < words.index("值班电工")
    assert WORDS in words


def test_the_desk_is_told_when_nobody_answers_for_the_plans_post(cast: Cast, report, now):
    plan = sites.plan_of(cast.site.pk)
    held = rosters.holdings(cast.site.pk, plan.handbook.posts, now)
    orphans = [c for c, one in plan.handbook.categories.items() if held[one.responsible].vacant]
    words = page(cast.dispatcher.client, "desk:dispatch", report(category=orphans[0]).pk)
    title = plan.post_title(plan.responsible(orphans[0]) or "").in_language("zh")
    assert f"{title}：现在没有人在岗" in words
    assert "方案规定的岗位现在没有人在岗" in words


def test_where_somebody_stands_in_the_desk_reads_who_and_for_whom(cast: Cast, report):
    words = page(cast.dispatcher.client, "desk:dispatch", report(category="lift").pk)
    assert re.search("电梯技保：由[^<]+顶岗，陈志强", words)


def test_the_desk_sends_out_and_cannot_do_it_twice(cast: Cast, report):
    made = report()
    where = reverse("desk:dispatch", args=[made.pk])
    assert cast.dispatcher.client.post(where, {"post": ""}).status_code == 302
    made.refresh_from_db()
    assert made.state == "dispatched"
    again = cast.dispatcher.client.post(where, {"post": ""})
    assert again.status_code == 422
    assert "已经派出" in again.content.decode()


def test_a_guard_can_neither_open_nor_use_the_page_for_sending_out(cast: Cast, report):
    where = reverse("desk:dispatch", args=[report().pk])
    assert cast.guard.client.get(where).status_code == 403
    assert cast.guard.client.post(where, {"post": ""}).status_code == 403


def test_the_reporter_withdraws_with_a_reason_and_nobody_without(cast: Cast, report):
    made = report()
    where = reverse("desk:cancel", args=[made.pk])
    assert cast.guard.client.post(where, {"reason": ""}).status_code == 422
    refused = cast.technician.client.post(where, {"reason": "不要了"})
    assert refused.status_code == 422
    made.refresh_from_db()
    assert made.state == "reported"
    assert cast.guard.client.post(where, {"reason": "看错了"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_a_reason_that_was_erased_leaves_its_tombstone_on_the_timeline(cast: Cast, report, now):
    made = report()
    desk.cancel(request=made, reason="王秀英住院了", actor=cast.guard.actor(), at=now)
    assert "王秀英住院了" in page(cast.guard.client, "desk:request", made.pk)
    entries = Entry.objects.filter(type="desk.request.cancel").values_list("pk", flat=True)
    eraser = system_actor(
        "retention", site_id=cast.site.pk, verbs=frozenset({"audit.personal.erase"})
    )
    erase_personal(entry_ids=entries, rule="tests", actor=eraser, at=now)
    words = page(cast.guard.client, "desk:request", made.pk)
    assert "王秀英住院了" not in words
    assert "原因已依法删除" in words
    assert not Reason.objects.exists()
    sealer.seal(now=now)
    assert verify(now=now, anchored=False).sound


def test_a_request_that_does_not_exist_and_one_that_is_hidden_answer_alike(cast: Cast, report):
    hidden = cast.liaison.client.get(reverse("desk:request", args=[report().pk]))
    absent = cast.liaison.client.get(reverse("desk:request", args=[999999]))
    assert hidden.status_code == absent.status_code == 404


def test_a_closed_request_says_how_long_each_stretch_took(cast: Cast, report, now):
    made = report()
    send_out(made, cast, now + timedelta(minutes=4))
    for step, who, evidence, after in (
        ("handle", cast.technician, {"result": Given(text="通了排水管")}, 10),
        ("check", cast.checker, {"meets_standard": Given(yes=True)}, 60),
        ("return_visit", cast.dispatcher, {"solved": Given(yes=True)}, 70),
    ):
        at = now + timedelta(minutes=after)
        work.accept(task=task_of(made, step), actor=who.actor(), at=at)
        later = at + timedelta(minutes=20)
        work.finish(task=task_of(made, step), evidence=evidence, actor=who.actor(), at=later)
    words = page(cast.guard.client, "desk:request", made.pk)
    spent = words[words.index("用时</h2>") :]
    assert all(
        part in spent for part in ("等派单", "4 分钟", "6 分钟", "20 分钟", "1 小时 30 分钟")
    )
    assert "通了排水管" in words
    assert "How long it took" in page(cast.guard.client, "desk:request", made.pk, language="en")


def test_what_happened_is_told_once_for_each_act(cast: Cast, report, now):
    made = report()
    send_out(made, cast, now + timedelta(minutes=4))
    story = page(cast.guard.client, "desk:request", made.pk).split('class="story"')[1]
    assert story.count("<li") == 2


def test_long_names_are_shown_whole(cast: Cast, report):
    made = report(place=LONG)
    assert LONG in page(cast.guard.client, "desk:request", made.pk)


def test_what_a_reporter_writes_is_never_taken_for_markup(cast: Cast, report):
    made = report(description="<b>漏水</b><script>alert(1)</script>")
    words = page(cast.guard.client, "desk:request", made.pk)
    assert "<script>alert(1)" not in words
    assert "&lt;b&gt;漏水" in words


@pytest.mark.parametrize("tasks", [1, 3])
def test_the_page_of_a_request_asks_the_database_no_more_for_more_rounds(
    cast: Cast, report, now, tasks, django_assert_max_num_queries
):
    made = report()
    if tasks == 3:
        send_out(made, cast, now + timedelta(minutes=4))
        work.accept(task=task_of(made, "handle"), actor=cast.technician.actor(), at=now)
    cast.guard.client.get(reverse("desk:request", args=[made.pk]))
    with django_assert_max_num_queries(10):
        page(cast.guard.client, "desk:request", made.pk)
