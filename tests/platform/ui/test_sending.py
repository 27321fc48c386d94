"""A form that is sent: done, or as it was typed with the reasons; hidden things stay hidden."""

import pytest
from django.test import RequestFactory

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import confirmed, sent, tried

NO = Blocker("mill.shut", Text("磨坊关着。", "The mill is shut."))
ROOM = "x" * 501


def refuse(*_given):
    raise Refused(NO)


def hide(*_given):
    raise Refused(hidden=True)


def test_what_is_only_opened_gives_no_command_and_says_what_stands_in_the_way_already():
    request = RequestFactory().get("/")
    attempt = tried(ReasonForm(sent(request)), refuse, known=(NO,))
    assert (attempt.done, attempt.problems) == (False, (NO,))
    assert confirmed(request, refuse) == tried(ReasonForm(), refuse)


def test_what_is_sent_gives_the_command_what_the_form_read():
    request = RequestFactory().post("/", {"reason": "  因为 "})
    attempt = tried(ReasonForm(sent(request)), lambda given: given["reason"])
    assert (attempt.done, attempt.made) == (True, "因为")
    assert confirmed(request, lambda: 7).made == 7


def test_an_empty_form_that_is_sent_is_sent_all_the_same():
    assert ReasonForm(sent(RequestFactory().post("/"))).is_bound


def test_a_form_that_is_not_whole_gives_no_command():
    form = ReasonForm({"reason": ROOM})
    assert not tried(form, refuse).done
    assert form["reason"].value() == ROOM


def test_a_refusal_comes_back_as_reasons_or_stands_beside_its_field():
    assert tried(ReasonForm({"reason": "x"}), refuse).problems == (NO,)
    form = ReasonForm({"reason": "x"})
    attempt = tried(form, refuse, fields={"mill.shut": "reason"})
    assert not attempt.done
    assert form.errors == {"reason": ["磨坊关着。"]}
    assert confirmed(RequestFactory().post("/"), refuse).problems == (NO,)


@pytest.mark.parametrize("fields", [None, {}])
def test_what_the_asker_may_not_know_of_is_not_told_as_a_reason(fields):
    with pytest.raises(Refused):
        tried(ReasonForm({"reason": "x"}), hide, fields=fields)
    with pytest.raises(Refused):
        confirmed(RequestFactory().post("/"), hide)
