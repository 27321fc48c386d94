"""A form that nobody can forge, send twice or send from elsewhere; with cookies and without."""

import re
from datetime import timedelta

import pytest
from django.core import signing

from dayuan.services.desk.models import OutsideReport, Request
from tests.services.desk.by_label.conftest import TICKET, Visitor, picture, reports


def test_a_form_without_a_ticket_is_not_taken(visitor, label):
    visitor.open(label)
    visitor.page = ""
    answer = visitor.send(label)
    assert answer.status_code == 403
    assert "没有发出去" in answer.content.decode()
    assert reports() == []


_FORM = {"label": 1, "once": "x", "device": "y"}


@pytest.mark.parametrize(
    ("said", "salt"),
    [
        (_FORM, "another"),
        ({**_FORM, "label": 10**9}, "desk.by_label.form"),
        ("no form", "desk.by_label.form"),
    ],
    ids=["another salt", "another label", "no form"],
)
def test_a_forged_ticket_is_not_taken(visitor, label, said, salt):
    visitor.open(label)
    assert visitor.send(label, ticket=signing.dumps(said, salt=salt)).status_code == 403
    assert visitor.send(label, ticket="a:b:c").status_code == 403
    assert reports() == []


def test_the_ticket_of_another_label_is_not_taken(visitor, label, piece_label):
    visitor.open(piece_label)
    assert visitor.send(label).status_code == 403
    assert reports() == []


def test_a_form_that_lay_open_too_long_is_sent_once_more_with_its_words(visitor, label, clock):
    visitor.open(label)
    clock.shift(timedelta(minutes=120, seconds=1))
    answer = visitor.send(label, description="灯坏了")
    visitor.page = answer.content.decode()
    assert answer.status_code == 422
    assert "开得太久" in visitor.page
    assert "灯坏了" in visitor.page
    assert reports() == []
    assert visitor.send(label, description="灯坏了").status_code == 302
    assert Request.objects.get().description == "灯坏了"


def test_a_form_sent_twice_makes_one_request_and_leads_to_the_same_page(visitor, label):
    visitor.open(label)
    first = visitor.send(label, description="灯坏了", photo_1=picture())
    again = visitor.send(label, description="灯坏了", photo_1=picture())
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Request.objects.count() == OutsideReport.objects.count() == 1


def test_a_form_sent_once_more_after_its_time_leads_to_what_it_made(visitor, label, clock):
    visitor.open(label)
    first = visitor.send(label)
    clock.shift(timedelta(hours=3))
    assert visitor.send(label)["Location"] == first["Location"]
    assert Request.objects.count() == 1


def test_two_forms_of_one_visitor_are_two_reports(visitor, label):
    assert visitor.report(label)["Location"] != visitor.report(label)["Location"]
    assert Request.objects.count() == 2


# --- with cookies ---------------------------------------------------------------------------


@pytest.fixture
def keeping(clock):
    """Return a visitor whose browser keeps cookies."""
    return Visitor(cookies=True)


def test_where_a_cookie_is_kept_it_is_asked_for_as_everywhere(keeping, label):
    keeping.open(label)
    missing = keeping.send(label, csrfmiddlewaretoken="x" * 64)
    assert missing.status_code == 403
    assert reports() == []
    assert keeping.report(label).status_code == 302


def test_a_browser_that_keeps_cookies_is_counted_over_its_forms(keeping, label):
    for _ in range(5):
        keeping.report(label)
    keeping.report(label)
    assert [one.over for one in reports()] == ["", "", "", "", "", "device"]


def test_a_browser_cannot_choose_the_value_by_which_it_is_counted(label, clock):
    visitor = Visitor(cookies=True)
    for n in range(3):
        visitor.browser.cookies["dayuan_visitor"] = f"chosen {n}"
        visitor.open(label)
        said = signing.loads(TICKET.findall(visitor.page)[0], salt="desk.by_label.form")
        assert "chosen" not in said["device"]


# --- from elsewhere -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
)
@pytest.mark.parametrize("cookies", [True, False])
def test_a_form_that_another_sites_page_sends_is_not_taken(label, clock, headers, cookies):
    visitor = Visitor(cookies=cookies)
    visitor.open(label)
    visitor.more = headers
    assert visitor.send(label).status_code == 403
    assert reports() == []


def test_the_houses_own_page_is_believed(visitor, label):
    visitor.open(label)
    visitor.more = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
    assert visitor.send(label).status_code == 302


# --- what the pages carry -------------------------------------------------------------------


def test_the_pages_are_kept_by_nobody_and_found_by_no_machine(visitor, label):
    answer = visitor.open(label)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    # Not "no-referrer": a browser would then hide from where its form comes.
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_cookies_of_a_visitor_are_not_for_scripts(visitor, label):
    answer = visitor.open(label)
    kept = answer.cookies["dayuan_visitor"]
    assert set(answer.cookies) == {"csrftoken", "dayuan_visitor"}
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


def test_nothing_of_the_program_for_people_at_work_reaches_a_visitors_phone(visitor, label):
    visitor.open(label)
    assert "offline/phone.js" not in visitor.page
    assert not re.search(r'<a[^>]+href="/(?!static/)', visitor.page)
