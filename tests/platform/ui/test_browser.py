"""The frame and the components in a real browser: seen, reached, without scripts."""

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from dayuan.platform.ui import menu
from dayuan.platform.ui.menu import Entry
from tools.assets import TEST_VENDOR

pytestmark = pytest.mark.browser

#: What stands between the browser and the frame; nothing here asks the database.
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What one presses; the link past the menu is outside the window until the keyboard finds it.
PRESSED = ":is(a:not(.skip), button, summary):visible"
PLACES = (
    Entry("desk", "值班台", "desk", "home", "desk.look", "phone", 1),
    Entry("late", "超时事项", "late", "clock", "desk.look", "phone", 2),
    Entry("plan", "服务方案", "plan", "book", None, "side", 3, menu.Group.PLAN),
    Entry("report", "报修", "home", "plus", "desk.report", "act", 1),
)


class Silent(WSGIRequestHandler):
    """Serves without speaking."""

    def log_message(self, *words):
        pass


@pytest.fixture
def house(settings):
    """Serve the frame's own pages with a few places in it; no page asks the database."""
    settings.MIDDLEWARE = MIDDLEWARE
    for entry in PLACES:
        menu.register(entry)
    menu.badge("desk", lambda request: 12)
    handler = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, handler, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser, house, settings):
    """Return how to open a page: path, size of the window, language, colours."""
    contexts = []

    def go(path, size=DESK, *, language="zh-hans", theme="light", **more):
        context = browser.new_context(viewport=size, **more)
        contexts.append(context)
        chosen = {settings.LANGUAGE_COOKIE_NAME: language, "dayuan_theme": theme}
        context.add_cookies([{"name": n, "value": v, "url": house} for n, v in chosen.items()])
        page = context.new_page()
        answer = page.goto(house + path)
        assert answer.ok, answer.status
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [
        (DESK, "zh-hans", "light"),
        (DESK, "en", "dark"),
        (PHONE, "zh-hans", "dark"),
        (PHONE, "en", "light"),
    ],
    ids=["desk zh light", "desk en dark", "phone zh dark", "phone en light"],
)
def test_everybody_can_read_and_reach_the_components(visit, size, language, theme):
    page = visit("/framed/", size, language=language, theme=theme, bypass_csp=True)
    page.evaluate((TEST_VENDOR / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wrong = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_control_is_readable_under_the_finger_that_presses_it(visit, theme):
    page = visit("/framed/", DESK, theme=theme, bypass_csp=True)
    page.evaluate((TEST_VENDOR / "axe.min.js").read_text("utf-8"))
    page.add_style_tag(content="* { transition: none !important; }")
    looks = {}
    for one in page.locator(PRESSED).all():
        looks.setdefault(one.evaluate("e => `${e.localName} ${e.className} ${e.ariaCurrent}`"), one)
    assert len(looks) > 8
    for look, one in looks.items():
        one.hover()
        page.mouse.down()
        found = one.evaluate("e => axe.run(e, {runOnly: ['color-contrast']})")
        page.mouse.move(2, 2)
        page.mouse.up()
        wrong = [node["any"][0]["message"] for v in found["violations"] for node in v["nodes"]]
        assert wrong == [], look


@pytest.mark.parametrize("path", ["/framed/", "/form/"])
def test_the_strict_browser_rules_are_never_broken(visit, path):
    page = visit("/wide/")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(page.url.replace("/wide/", path), wait_until="networkidle")
    assert said == []


@pytest.mark.parametrize("path", ["/framed/", "/form/"])
@pytest.mark.parametrize(
    ("width", "font"), [(390, 16), (360, 24), (320, 16)], ids=["phone", "big words", "small"]
)
def test_a_phone_never_scrolls_sideways(visit, path, width, font):
    page = visit(path, {"width": width, "height": 740}, is_mobile=True, has_touch=True)
    page.evaluate("size => document.documentElement.style.fontSize = size + 'px'", font)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_thumb_finds_every_control_of_a_task_and_a_form(visit):
    page = visit("/framed/", PHONE, is_mobile=True, has_touch=True)
    controls = (
        ".phone > a, .phone summary, .task-next .btn, .form-foot .btn, .choice, .pick-button"
        # A file's own field hides behind its button where scripts run.
        ", .form-control:not([type=file])"
    )
    boxes = [(one.inner_text(), one.bounding_box()) for one in page.locator(controls).all()]
    seen = [(says, box) for says, box in boxes if box]
    assert len(seen) > 15
    assert [says for says, box in seen if box["height"] < 47.5 or box["width"] < 47.5] == []


def test_the_desk_sees_twenty_five_rows_without_scrolling(visit):
    page = visit("/wide/", DESK)
    rows = page.locator(".list-dense tbody tr")
    assert rows.count() == 25
    last = rows.last.bounding_box()
    assert last["y"] + last["height"] <= DESK["height"]


def test_the_phone_reaches_what_the_bar_has_no_room_for(visit):
    page = visit("/framed/", PHONE, is_mobile=True, has_touch=True)
    assert page.locator(".side").is_hidden()
    page.locator(".phone-more summary").tap()
    page.get_by_role("link", name="服务方案").tap()
    page.wait_for_url("**/plan/")


def test_a_menu_closes_by_escape_and_gives_the_focus_back(visit):
    page = visit("/framed/")
    menu_of_person = page.locator(".top details.menu")
    menu_of_person.locator("summary").click()
    assert menu_of_person.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu_of_person.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_scripts_menus_open_and_switches_work(visit):
    page = visit("/framed/", java_script_enabled=False)
    page.locator(".record-head details.menu summary").first.click()
    assert page.get_by_text("转单").first.is_visible()
    page.locator(".top .for-light").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.url.endswith("/framed/")
    page.locator(".top .tool[lang='en']").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_who_has_not_chosen_sees_the_colours_of_the_device(visit):
    page = visit("/framed/", theme="auto", color_scheme="dark")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_returned_form_is_read_from_its_summary(visit):
    page = visit("/form/")
    page.locator("main button[type=submit]").click()
    page.wait_for_selector(".form-summary")
    assert "form-summary" in page.evaluate("document.activeElement.className")
    page.locator(".form-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "what"


def test_a_form_is_sent_once_however_often_one_taps(visit):
    page = visit("/form/")
    page.evaluate(
        """() => {
          const form = document.querySelector("main form");
          window.sent = 0;
          document.addEventListener("submit", event => {
            if (!event.defaultPrevented) window.sent += 1;
            event.preventDefault();
          });
          for (let tap = 0; tap < 3; tap += 1) form.requestSubmit();
        }"""
    )
    assert page.evaluate("window.sent") == 1


def test_dark_screens_print_black_on_white(visit):
    page = visit("/framed/", theme="dark")
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('.list td'))"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.locator(".top").is_hidden()
    assert page.locator(".phone").is_hidden()
