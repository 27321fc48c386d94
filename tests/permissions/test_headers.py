"""What every answer carries, on every address and with every status."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD
from tests.permissions import driving, table
from tests.permissions.driving import Answer, Cell
from tests.permissions.test_inference import LINES
from tests.permissions.world import undone

pytestmark = [pytest.mark.whole, pytest.mark.once]
_INLINE = (
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE),
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE),
    re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    re.compile(r"javascript:", re.IGNORECASE),
)
_ADDRESS = re.compile(r"""(?:src|href|action|srcset|poster|data|formaction)\s*=\s*["']([^"']*)""")


#: Where an address must not even be told at home.
_STRICTER = {"Referrer-Policy": "no-referrer"}


def faults(answer: Answer) -> list[str]:
    """Return what is wrong with the headers and the markup of an answer."""
    wrong = _header_faults(answer)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        body = answer.body.decode()
        wrong += [f"inline: {m.group(0)[:60]}" for p in _INLINE for m in p.finditer(body)]
        wrong += [f"leads outside: {a}" for a in _ADDRESS.findall(body) if urlsplit(a).netloc]
        wrong += (
            ["@import or url() to outside"] if re.search(r"url\(\s*['\"]?https?:", body) else []
        )
    return wrong


def _header_faults(answer: Answer) -> list[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    directives = dict(_.strip().partition(" ")[::2] for _ in policy.split(";"))
    wrong = [] if directives.get("default-src") == "'none'" else ["no default-src 'none'"]
    wrong += [f"unsafe: {policy}"] if "unsafe-" in policy or "*" in policy else []
    wrong += [f"outside origin: {policy}"] if "http" in policy else []
    framed = directives.get("frame-ancestors") == "'none'" or "sandbox" in directives
    wrong += [] if framed else ["may be framed"]
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    wrong += [f"{k}: {answer.headers.get(k)}" for k, v in expected.items()
              if answer.headers.get(k) not in (v, _STRICTER.get(k))]  # fmt: skip
    told = [k for k in answer.headers if k.lower() in ("server", "x-powered-by")]
    return wrong + [f"tells what it runs on: {k}" for k in told]


def _asked(part: str) -> list[Cell]:
    """Return one question for each address, method and status that a part can get."""
    found: dict[tuple[str, str, str], Cell] = {}
    for cell in driving.cells(parts=[part]):
        found.setdefault((cell.line.name, cell.method, cell.expected), cell)
    return list(found.values())


@pytest.mark.timeout(300)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "part", ["director", "nobody", pytest.param("guard", marks=pytest.mark.deep)]
)
def test_every_answer_carries_the_headers_and_nothing_inline_or_from_outside(world, part):
    wrong = []
    for cell in _asked(part):
        wrong += [f"{cell}: {fault}" for fault in faults(driving.ask(world, cell))]
    assert wrong == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<script>alert(1)</script>", {}),
        ('<p style="color:red">', {}),
        ('<a onclick="x()">', {}),
        ('<img src="https://outside.example/x.png">', {}),
        ('<script src="//outside.example/x.js"></script>', {}),
        ("", {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}),
        ("", {"X-Content-Type-Options": ""}),
        ("", {"Cross-Origin-Opener-Policy": "unsafe-none"}),
    ],
)
def test_a_planted_fault_is_seen(body, headers):
    good = {
        "Content-Type": "text/html",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert faults(Answer(200, good, b"<p>hello</p>")) == []
    assert faults(Answer(200, {**good, **headers}, body.encode()))


@pytest.mark.django_db
def test_a_form_without_its_token_is_not_taken_anywhere(world):
    taken = []
    for line in table.LINES:
        if "POST" not in line.methods:
            continue
        part = "nobody" if line.open else "director"
        cell = Cell(line, "POST", part, "open" if line.about else "")
        if part not in line.may and not line.open:
            cell = Cell(line, "POST", min(line.may), cell.relation)
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = world.browser(cell.part).cookies
        with undone(), driving.writes() as written:
            answer = driving.answered(strict.post(driving.address(world, cell), table.FORM))
        if answer.status != 403 or written:
            taken.append(f"{cell}: {answer.status} {written}")
    assert taken == []


@pytest.mark.django_db
def test_a_token_of_another_origin_is_no_token(world):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.browser("guard").cookies
    with undone():
        page = driving.answered(strict.get("/desk/report/"))
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert token
        form = {**table.FORM, "csrfmiddlewaretoken": token.group(1).decode()}
        at_home = driving.answered(strict.post("/desk/report/", form))
        outside = {"origin": "https://evil.example"}
        from_outside = driving.answered(strict.post("/desk/report/", form, headers=outside))
    assert (at_home.status, from_outside.status) == (302, 403)


@pytest.mark.django_db
def test_cookies_are_not_for_scripts_and_not_for_other_sites(world):
    with undone():
        browser = Client()
        page = browser.get("/accounts/login/").content.decode()
        name = re.search(r'<input[^>]*name="((?!csrf|password|next)\w+)"', page)
        assert name
        staff_number = world.cast.guard.person.staff_number
        form = {name.group(1): staff_number, "password": PASSWORD}
        answer = browser.post("/accounts/login/", form)
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert answer.status_code == 302
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["path"] == "/"
    assert not session["domain"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_no_address_does_anything_by_another_method(world, method):
    wrong = []
    for line in LINES.values():
        part = "nobody" if line.open else "director" if "director" in line.may else min(line.may)
        cell = Cell(line, method, part, "open" if line.about else "")
        with driving.writes() as written:
            answer = driving.ask(world, cell)
        # The permission may be asked before the method; nothing happens either way.
        if answer.status not in (403, 404, 405) or written:
            wrong.append(f"{cell}: {answer.status} {written}")
    assert wrong == []
