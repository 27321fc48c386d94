"""Records as the forms an inspector expects: through their own doors, and nothing of it run."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Entry
from dayuan.platform.documents import content
from dayuan.platform.documents.papers import papers
from dayuan.reference.sites.models import Site
from dayuan.resources.rosters.models import Duty
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work import commands as work
from dayuan.work.models import Case, CaseMember, Task
from dayuan.work.rules import Given
from tests.cast import NOW, Cast
from tests.permissions.world import without
from tests.platform.documents.reading import close, words_of_pdf, words_of_word

pytestmark = [
    pytest.mark.whole,
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def fault(cast: Cast) -> Request:
    """Return a fault that was repaired, reported by a caller with a name and a phone."""
    report = desk.Report("air_conditioning", "三楼会议室", "空调#漏水$", "王处长", "13812345678")
    made = desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=NOW)
    task = Task.objects.select_related("case").get(case_id=made.pk, step="handle")
    work.accept(task=task, actor=cast.technician.actor(), at=NOW)
    evidence = {"result": Given(text="换了{{密封圈}}")}
    work.finish(task=task, evidence=evidence, actor=cast.technician.actor(), at=NOW)
    return made


def keep_close(made: Request, *keys: str) -> None:
    """Make a request known to nobody but these."""
    Case.objects.filter(pk=made.pk).update(open_to_staff=False, label="work_secret")
    for key in keys:
        CaseMember.objects.get_or_create(
            case_id=made.pk, key=key, defaults={"since": NOW, "added_by": "system:tests"}
        )


def pdf(member, which: str) -> str:
    """Return what stands in the PDF that somebody takes."""
    answer = member.client.get(f"/documents/{which}/pdf/")
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    return close("".join(words_of_pdf(answer.content)))


def test_a_fault_is_printed_with_who_did_what_and_why(cast, fault):
    number = fault.case.number
    for words in (
        pdf(cast.dispatcher, f"desk.request-{fault.pk}"),
        close(cast.dispatcher.client.get(f"/documents/desk.request-{fault.pk}/").content.decode()),
    ):
        for said in (
            number,
            "三楼会议室",
            "空调#漏水$",
            "换了{{密封圈}}",
            "报事报修单",
            "查阅件·未签发",
        ):
            assert said in words
        assert cast.technician.person.name in words
        assert "方案" in words


def test_whoever_edits_on_takes_it_as_word(cast, fault):
    answer = cast.dispatcher.client.get(f"/documents/desk.request-{fault.pk}/word/")
    words = close(words_of_word(answer.content))
    assert "换了{{密封圈}}" in words
    assert "查阅件·未签发" in words


def test_the_caller_is_printed_for_the_desk_and_for_nobody_else(cast, fault):
    assert "13812345678" in pdf(cast.dispatcher, f"desk.request-{fault.pk}")
    assert "13812345678" not in pdf(cast.guard, f"desk.request-{fault.pk}")
    issued = papers["desk.request"].compose(
        cast.dispatcher.actor(), str(fault.pk), at=NOW, for_all=True
    )
    assert "13812345678" not in str(content.as_data(issued))


def test_a_hidden_fault_is_printed_for_nobody_who_may_not_know_of_it(cast, fault):
    keep_close(fault, f"person:{cast.dispatcher.person.pk}")
    for form in ("", "pdf/", "word/"):
        assert (
            cast.guard.client.get(f"/documents/desk.request-{fault.pk}/{form}").status_code == 404
        )
    assert "三楼会议室" in pdf(cast.dispatcher, f"desk.request-{fault.pk}")


def test_what_not_everybody_may_know_of_carries_its_reader_and_is_written_down(cast, fault):
    keep_close(fault, f"person:{cast.dispatcher.person.pk}")
    which, me = f"desk.request-{fault.pk}", cast.dispatcher.person
    mark = close(f"{me.name}{me.staff_number}2026年11月20日")
    assert mark in pdf(cast.dispatcher, which)
    page = cast.dispatcher.client.get(f"/documents/{which}/").content.decode()
    assert mark in close(page)
    taken = Entry.objects.filter(type="documents.paper.take").order_by("pk")
    assert [one.details["as"] for one in taken] == ["pdf", "page"]
    assert {one.actor_key for one in taken} == {f"person:{me.pk}"}


def test_what_everybody_may_know_of_carries_no_mark(cast, fault):
    me, page = cast.guard.person, cast.guard.client.get(f"/documents/desk.request-{fault.pk}/")
    assert "paper-mark" not in page.content.decode()
    assert f"{me.staff_number}2026" not in pdf(cast.guard, f"desk.request-{fault.pk}")


def test_there_is_no_word_file_of_what_must_carry_its_reader(cast, fault):
    keep_close(fault, f"person:{cast.dispatcher.person.pk}")
    answer = cast.dispatcher.client.get(f"/documents/desk.request-{fault.pk}/word/")
    assert answer.status_code == 403
    assert "水印" in answer.content.decode()


def test_a_record_offers_its_forms_in_the_menu_of_its_page(cast, fault):
    page = cast.dispatcher.client.get(f"/desk/{fault.pk}/").content.decode()
    for form in ("", "pdf/", "word/"):
        assert f'href="/documents/desk.request-{fault.pk}/{form}"' in page


def one_of(cast: Cast, fault: Request, code: str) -> str:
    """Return the key of a record that a form prints."""
    from tests.platform.documents.things import callout, item, month, place, shift  # noqa: PLC0415 - needs the database

    return {
        "desk.request": lambda: str(fault.pk),
        "work.task": lambda: str(Task.objects.get(case_id=fault.pk, step="handle").pk),
        "equipment.item": lambda: str(item(cast).pk),
        "equipment.place": lambda: str(place(cast).pk),
        "callout.callout": lambda: str(callout(cast).pk),
        "handover.shift": lambda: str(shift(cast).pk),
        "rosters.day": lambda: "20261120",
        "rosters.feasibility": lambda: "guards-202612",
        "rosters.hours": lambda: "guards-202611",
        "rosters.month": lambda: str(month(cast).pk),
        "plan.decision": lambda: "A-03",
    }[code]()


@pytest.mark.parametrize("code", [one.code for one in papers.values()])
def test_every_form_is_drawn_in_both_languages_on_every_surface(cast, fault, code):
    which = f"{code}-{one_of(cast, fault, code)}"
    assert close(str(papers[code].caption.zh)) in pdf(cast.director, which)
    cast.director.client.cookies["django_language"] = "en"
    answer = cast.director.client.get(f"/documents/{which}/", headers={"accept-language": "en"})
    assert answer.status_code == 200
    word = cast.director.client.get(f"/documents/{which}/word/").status_code
    assert word == (200 if papers[code].editable else 404)


@pytest.mark.parametrize("code", [one.code for one in papers.values()])
@pytest.mark.parametrize(
    "key", ["999999", "0", "-1", "x", "20261399", "9" * 30, "1;2", "甲", "99991231"]
)
def test_a_record_that_does_not_exist_is_not_found(cast, fault, code, key):
    assert cast.director.client.get(f"/documents/{code}-{key}/").status_code == 404


@pytest.mark.parametrize("code", [one.code for one in papers.values() if one.verb])
def test_whoever_may_not_open_such_records_prints_none(cast, fault, code):
    paper = papers[code]
    key = one_of(cast, fault, code)
    actor = without(cast.director.actor(), paper.verb)
    from dayuan.platform.documents.papers import found, offered  # noqa: PLC0415 - used once

    with pytest.raises(Refused):
        found(actor, f"{code}-{key}")
    assert paper not in offered(actor, paper.record)
    assert paper in offered(cast.director.actor(), paper.record)


#: A day is everybody's: its list comes through the site's own door.
OURS = [one.code for one in papers.values() if one.issued and one.code != "rosters.day"]


@pytest.mark.parametrize("code", OURS)
def test_another_site_prints_nothing_of_ours(cast, fault, code):
    key = one_of(cast, fault, code)
    other = Site.objects.create(
        code="elsewhere", name_zh="别处", name_en="Elsewhere", revision=cast.site.revision
    )
    there = replace(cast.director.actor(), site_id=other.pk, keys=frozenset())
    with pytest.raises(Refused):
        papers[code].compose(there, key, at=NOW, for_all=False)


def test_the_duty_list_says_who_is_on_and_leaves_room_to_sign(cast):
    Duty.objects.create(
        site_id=cast.site.pk, post="duty_electrician", person=cast.electrician.person,
        start=NOW, end=NOW + timedelta(hours=24), day=NOW.date(), note="替班",
        planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    words = pdf(cast.guard, "rosters.day-20261120")
    for said in (
        "2026年11月20日",
        "吴国庆",
        "10:00至次日10:00",
        "替班",
        "交班人",
        "接班人",
        "到岗签字",
    ):
        assert said in words
    assert "吴国庆" not in pdf(cast.guard, "rosters.day-20261122")


def test_the_program_itself_prints_nothing(cast, fault):
    actor = system_actor("tests", site_id=cast.site.pk)
    with pytest.raises(Refused):
        papers["desk.request"].compose(actor, str(fault.pk), at=NOW, for_all=True)
