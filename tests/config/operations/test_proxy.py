"""An address is believed from the configured web server alone."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dayuan.config.operations.proxy import ProxiedAddress


@pytest.fixture
def seen(settings):
    settings.PROXIES = ["127.0.0.1"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def seen(**headers):
        found = []

        def answer(request):
            found.append((request.META["REMOTE_ADDR"], request.is_secure()))
            assert "HTTP_X_FORWARDED_FOR" not in request.META
            return HttpResponse()

        ProxiedAddress(answer)(RequestFactory().get("/", **headers))
        return found[0]

    return seen


def test_the_web_server_says_who_asks_and_that_it_was_encrypted(seen):
    said = {"HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(REMOTE_ADDR="127.0.0.1", **said) == ("192.0.2.7", True)


def test_of_a_chain_only_what_the_web_server_added_counts(seen):
    chain = "10.0.0.1, 127.0.0.1, 2001:db8::7"
    assert seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=chain)[0] == "2001:db8::7"


def test_nobody_else_is_believed(seen):
    said = {"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(REMOTE_ADDR="192.0.2.66", **said) == ("192.0.2.66", False)


@pytest.mark.parametrize("words", ["", "unknown", "1.2.3", "evil\n", "192.0.2.7, "])
def test_what_is_no_address_changes_nothing(seen, words):
    assert seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=words)[0] == "127.0.0.1"
