"""What the browser keeps of the program: what a page without a network needs, nobody's data."""

import json
import re

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from dayuan.platform.offline.web import shipped


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_everything_the_page_without_a_network_loads_is_kept(language):
    page = shipped.shell(language)
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    kept = {static(name) for name in shipped.ASSETS}
    # What stands on a phone's screen is fetched when it is put there.
    assert loaded - kept == {static("vendor/mark-192.png")}


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_the_kept_page_holds_no_token_and_no_form_of_the_house(language):
    page = shipped.shell(language)
    assert "csrf" not in page.lower()
    assert "<form" not in page


@pytest.mark.django_db
def test_the_kept_page_is_the_same_whoever_asks(cast):
    address = reverse("offline:shell") + "?language=zh-hans"
    strangers = Client().get(address).content
    assert strangers == cast.director.client.get(address).content
    assert cast.director.person.name not in strangers.decode()


@pytest.mark.django_db
def test_another_word_another_language_or_another_file_makes_another_worker(monkeypatch, client):
    first = client.get(reverse("offline:worker") + "?language=zh-hans").content
    assert first == client.get(reverse("offline:worker") + "?language=zh-hans").content
    assert first != client.get(reverse("offline:worker") + "?language=en").content
    monkeypatch.setattr(shipped, "ASSETS", (*shipped.ASSETS, "ui/typing.js"))
    assert first != client.get(reverse("offline:worker") + "?language=zh-hans").content


@pytest.mark.django_db
def test_the_worker_stands_at_the_root_and_is_asked_for_anew(client):
    answer = client.get(reverse("offline:worker"))
    assert answer.wsgi_request.path.count("/") == 1
    assert "no-cache" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/javascript")


@pytest.mark.django_db
def test_the_program_begins_at_ones_work_when_it_is_opened_from_the_screen(client):
    found = json.loads(client.get(reverse("offline:manifest")).content)
    assert (found["name"], found["display"]) == ("大院", "standalone")
    assert found["start_url"] == reverse("work:mine")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512", "any"}
