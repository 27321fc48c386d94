"""A body larger than any form of ours is refused by its announced length, unread."""

import io
import json

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from dayuan.config.operations.middleware import BodyLimit

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


def asked(announced, path="/accounts/login/"):
    """Answer a request that announces so much; what passes on answers 200."""
    environ = RequestFactory().post(path).environ
    environ |= {"CONTENT_LENGTH": announced, "wsgi.input": Unread()}
    return BodyLimit(lambda _request: HttpResponse())(WSGIRequest(environ))


@pytest.mark.parametrize("announced", ["", "0", "1", str(settings.BODY_BYTES)])
def test_what_a_form_of_ours_may_bring_passes_on(announced):
    assert asked(announced).status_code == 200


@pytest.mark.parametrize("announced", [str(settings.BODY_BYTES + 1), "9" * 40, "-1", "much"])
def test_what_is_larger_or_announced_in_no_number_is_refused_unread(announced):
    answer = asked(announced)
    assert answer.status_code == 413
    assert answer["Connection"] == "close"


def test_a_stranger_with_a_gigabyte_reads_what_to_do_in_both_languages(client):
    for language, words in [("zh-hans", "20 MB"), ("en", "at most 20 MB")]:
        answer = client.post(
            "/accounts/login/", CONTENT_LENGTH=str(1024**3), headers={"Accept-Language": language}
        )
        assert answer.status_code == 413
        assert words in answer.content.decode()
        assert ("重新选择" in answer.content.decode()) == (language == "zh-hans")


def test_a_program_is_told_in_its_own_form():
    answer = asked(str(1024**3), path="/api/v1/files")
    assert answer["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["status"] == 413
