"""The switches of the frame, its banner and the pages of errors."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from dayuan.platform.ui import views
from dayuan.platform.ui.context import THEME_COOKIE


def posted(path, **data):
    return RequestFactory().post(path, data)


def test_choosing_dark_is_remembered_and_comes_back():
    answer = views.theme(posted("/theme/", theme="dark", next="/plan/?page=2"))
    assert answer.cookies[THEME_COOKIE].value == "dark"
    assert answer["Location"] == "/plan/?page=2"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_a_switch_never_leads_out_of_the_house(target):
    assert views.theme(posted("/theme/", theme="dark", next=target))["Location"] == "/"


def test_an_unknown_theme_is_not_remembered():
    assert THEME_COOKIE not in views.theme(posted("/theme/", theme="pink")).cookies


def test_choosing_a_language_is_remembered_and_comes_back(settings):
    answer = views.language(posted("/language/", language="en", next="/plan/"))
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert answer["Location"] == "/plan/"


@pytest.mark.parametrize("view", [views.theme, views.language])
def test_a_switch_is_not_thrown_by_a_link(view):
    assert view(RequestFactory().get("/")).status_code == 405


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("x", "light")]
)
def test_the_page_is_drawn_in_the_chosen_colours(asked, cookie, theme):
    text = render_to_string("ui/page.html", request=asked(**{THEME_COOKIE: cookie}))
    assert f'data-bs-theme="{theme}"' in text


def test_a_demonstration_says_so_on_every_page(asked, settings, english):
    settings.DEMO = True
    for page in ("ui/page.html", "ui/bare.html", "404.html"):
        assert "people and cases here are invented" in render_to_string(page, request=asked())


def test_a_real_house_has_no_banner(asked, english):
    assert "invented" not in render_to_string("ui/page.html", request=asked())


PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]


@pytest.mark.parametrize("page", PAGES)
def test_an_error_page_stands_without_a_request(page, language):
    text = render_to_string(page)
    assert "<h1>" in text
    assert 'href="/"' in text


@pytest.mark.parametrize("page", PAGES)
def test_an_error_page_speaks_chinese(page, chinese, asked):
    text = render_to_string(page, request=asked())
    heading = text.split("<h1>")[1].split("</h1>")[0]
    assert any("一" <= sign <= "龥" for sign in heading)
