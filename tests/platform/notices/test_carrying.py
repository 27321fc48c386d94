"""The child that carries messages out, against servers that answer as the world does."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from dayuan.platform.notices.carrying import carry
from tests.platform.notices import fakes
from tests.platform.notices.fakes import FINE, fake, post_office, redirect

pytestmark = [pytest.mark.whole, pytest.mark.once]


@pytest.fixture(autouse=True)
def _allowed(settings):
    settings.OUTWARD_ALLOWED = ("127.0.0.1",)
    settings.OUTWARD_CA = ""


def webhook(url, number=1):
    return {
        "id": f"m{number}", "way": "webhook", "url": url, "body": '{"says": "新任务"}',
        "headers": {"Content-Type": "application/json"},
    }  # fmt: skip


def robot(way, gateway, **more):
    modules = {"wecom": "wecombot"}
    return {
        "id": "m1", "way": way, "way_module": modules.get(way, way), "gateway": gateway,
        "token": "abcdef123456", "secret": "", "text": "新任务待接单", **more,
    }  # fmt: skip


def letter(port, **more):
    return {
        "id": "m1", "way": "mail", "host": "127.0.0.1", "port": port, "security": "none",
        "user": "", "password": "", "sender": "dayuan@example.com", "to": "a@example.com",
        "subject": "新提醒", "text": "请打开大院", "date": "Sun, 22 Nov 2026 14:05:00 +0800",
        **more,
    }  # fmt: skip


def problem(job, **more):
    return carry([job], **more)["m1"].problem


def test_a_message_arrives_as_it_was_written():
    with fake() as server:
        assert problem(webhook(f"{server.url}/hook?k=1")) == ""
    [(path, headers, body)] = server.heard
    assert path == "/hook?k=1"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"says": "新任务"}


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_answer_that_is_an_error_is_a_failure(status):
    with fake((status, {}, b"no")) as server:
        assert problem(webhook(server.url)) == f"http_{status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_nowhere(status):
    with fake() as inside, fake(redirect(inside.url, status)) as server:
        assert problem(webhook(server.url)) == f"http_{status}"
    assert inside.heard == []


def test_garbage_is_a_failure():
    with fake(fakes.garbage) as server:
        assert problem(webhook(server.url)) in ("garbage", "http_200", "unreachable")


def test_a_server_that_says_nothing_or_drips_holds_up_nobody_else():
    with fake(fakes.dripping) as slow, fake() as quick:
        found = carry([webhook(slow.url, 1), webhook(quick.url, 2)], wall=3)
    assert (found["m1"].problem, found["m2"].problem) == ("slow", "")


def test_an_answer_without_an_end_is_not_read():
    with fake(fakes.endless) as server:
        assert problem(webhook(server.url)) == ""


def test_nobody_there_is_a_failure():
    with fake() as server:
        gone = server.url
    assert problem(webhook(gone)) == "unreachable"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:{port}/", "inside"),
        ("http://localhost:{port}/", "inside"),
        ("http://[::1]:{port}/", "inside"),
        ("http://[::ffff:127.0.0.1]:{port}/", "inside"),
        ("http://2130706433:{port}/", "host"),
        ("http://0177.0.0.1:{port}/", "host"),
        ("http://x@127.0.0.1:{port}/", "userinfo"),
    ],
)
def test_nothing_inside_is_reached_unless_the_installation_opened_it(settings, url, code):
    settings.OUTWARD_ALLOWED = ("10.1.2.3",)
    with fake() as server:
        assert problem(webhook(url.format(port=server.server_port))) == code
    assert server.heard == []


def test_another_port_of_an_opened_machine_stays_closed(settings):
    with fake() as server, fake() as other:
        settings.OUTWARD_ALLOWED = (f"127.0.0.1:{server.server_port}",)
        assert problem(webhook(server.url)) == ""
        assert problem(webhook(other.url)) == "inside"
    assert other.heard == []


ROBOTS = ("wecom", "dingtalk", "feishu")


@pytest.mark.parametrize("way", ROBOTS)
def test_a_robot_speaks_through_a_gateway_inside(way):
    with fake(FINE) as server:
        assert problem(robot(way, server.url)) == ""
    [(path, _headers, body)] = server.heard
    assert "abcdef123456" in path
    assert "新任务待接单" in json.dumps(json.loads(body), ensure_ascii=False)


@pytest.mark.parametrize("way", ROBOTS)
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((429, {}, b""), "http_429"),
        ((500, {}, b""), "http_500"),
        ((200, {}, b'{"errcode": 45009, "errmsg": "too often"}'), "robot_45009"),
        ((200, {}, b"<html>sign in</html>"), "garbage"),
        ((200, {}, b""), "garbage"),
    ],
)
def test_what_a_robot_refuses_is_a_failure_also_where_it_says_200(way, answer, code):
    with fake(answer) as server:
        found = problem(robot(way, server.url))
    # Feishu's own library reads the body itself, and says that it failed.
    assert found in ({code, "http_200"} if way == "feishu" and answer[0] == 200 else {code})


@pytest.mark.parametrize("way", ROBOTS)
def test_no_robot_follows_a_redirect_inside(way):
    with fake() as inside, fake(redirect(inside.url)) as server:
        assert problem(robot(way, server.url)) == "http_307"
    assert inside.heard == []


@pytest.mark.parametrize("way", ROBOTS)
def test_no_robot_reaches_inside(settings, way):
    settings.OUTWARD_ALLOWED = ()
    with fake(FINE) as server:
        assert problem(robot(way, server.url)) == "inside"
    assert server.heard == []


def test_a_signed_robot_signs():
    with fake(FINE) as server:
        assert problem(robot("dingtalk", server.url, secret="SEC" + "a" * 60)) == ""
    assert "sign=" in server.heard[0][0]


def test_a_letter_arrives_with_its_stable_id():
    with post_office() as office:
        assert problem(letter(office.port)) == ""
    [arrived] = office.letters
    assert "Message-ID: <m1@dayuan.invalid>" in arrived
    assert "a@example.com" in arrived


def test_a_letter_that_is_refused_is_a_failure():
    with post_office("550 no such mailbox") as office:
        assert problem(letter(office.port)) == "mail_550"


def test_no_letter_goes_inside(settings):
    settings.OUTWARD_ALLOWED = ()
    with post_office() as office:
        assert problem(letter(office.port)) == "inside"
    assert office.letters == []


def test_a_password_is_never_said_in_the_clear_to_the_world(monkeypatch, settings):
    settings.OUTWARD_ALLOWED = ()
    assert problem(letter(587, host="8.8.8.8")) == "clear"


def test_the_child_inherits_no_proxy_and_no_secret(monkeypatch):
    with fake() as proxy, fake() as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert problem(webhook(server.url)) == ""
        assert problem(robot("wecom", server.url)) == "garbage"
    assert proxy.heard == []


def test_a_message_that_breaks_something_takes_no_other_along():
    with fake() as server:
        found = carry([{"id": "m1", "way": "pigeon"}, webhook(server.url, 2)])
    assert (found["m1"].problem, found["m2"].problem) == ("fault", "")


def test_a_child_that_dies_fails_what_it_did_not_answer(settings):
    settings.OUTWARD_ALLOWED = ("no list",)
    assert problem(webhook("http://127.0.0.1:9/")) == "lost"


_TRY = """
import json, socket, sys
from dayuan.kernel.egress import Guard
from dayuan.platform.notices import child
how, port, opened = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
real = socket.getaddrinfo
child.wall_in(Guard(tuple(opened)))
if how == "rebound":
    # The name meant something harmless when it was looked at, and means us now.
    plain, socket.getaddrinfo = socket.getaddrinfo, real
def go():
    link, loose = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if how == "connect": link.connect(("127.0.0.1", port))
    elif how == "connect_ex": return link.connect_ex(("127.0.0.1", port))
    elif how == "name": link.connect(("localhost", port))
    elif how == "decimal": link.connect(("2130706433", port))
    elif how == "octal": link.connect(("0177.0.0.1", port))
    elif how == "zero": link.connect(("0.0.0.0", port))
    elif how == "short": link.connect(("127.1", port))
    elif how == "mapped": socket.socket(socket.AF_INET6).connect(("::ffff:127.0.0.1", port))
    elif how == "unix": socket.socket(socket.AF_UNIX).connect("/run/postgresql/.s")
    elif how == "datagram": loose.sendto(b"x", ("127.0.0.1", port))
    elif how == "message": loose.sendmsg([b"x"], [], 0, ("127.0.0.1", port))
    elif how in ("library", "rebound"):
        import urllib.request
        urllib.request.urlopen(f"http://localhost:{port}/")
    else:
        import asyncio
        asyncio.run(asyncio.open_connection("127.0.0.1", port))
try:
    go()
    print("through")
except Exception as problem:
    while problem is not None and not isinstance(problem, child.NoEntryError):
        problem = problem.__cause__ or problem.__context__ or getattr(problem, "reason", None)
    print("refused" if problem else "broken")
"""
_HOWS = (
    "connect", "connect_ex", "name", "decimal", "octal", "zero", "short", "mapped", "unix",
    "datagram", "message", "library", "rebound", "asyncio",
)  # fmt: skip


def tried(how, port, *opened):
    command = [sys.executable, "-c", _TRY, how, str(port), *opened]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("how", _HOWS)
def test_no_library_and_no_spelling_gets_through_the_wall(how):
    with fake() as server:
        assert tried(how, server.server_port) == "refused"
    assert server.heard == []


@pytest.mark.parametrize("how", ["connect", "connect_ex", "library", "asyncio", "mapped"])
def test_what_is_opened_is_reached_by_the_same_ways(how):
    with fake() as server:
        found = tried(how, server.server_port, "127.0.0.1", "::1")
    assert found in ("through", "broken" if how == "mapped" else "through")


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(settings, tmp_path):
    with fake(FINE, certificate=certificate(tmp_path)) as server:
        url = f"https://127.0.0.1:{server.server_port}"
        assert problem(webhook(url)) == "certificate"
        assert problem(robot("wecom", url)) == "unreachable"
        assert server.heard == []
        settings.OUTWARD_CA = str(tmp_path / "certificate.pem")
        assert problem(webhook(url)) == ""
        assert problem(robot("wecom", url)) == ""


def certificate(folder):
    """Write a certificate for this machine, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fake")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC)).add_extension(here, critical=False)
        .sign(key, SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + own)
    return file


def test_nothing_to_send_starts_nothing():
    assert carry([]) == {}
