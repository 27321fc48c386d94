"""The house really behind nginx with its own certificate."""

import http.client
import re
import shutil
import signal
import ssl
import subprocess
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from dayuan.config.operations import authority
from tests.houses import house as house
from tests.houses import houses as houses
from tools.shell import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""
pytestmark = [
    pytest.mark.whole,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not NGINX, reason="nginx is not installed here"),
]
NAME = "localhost"


def free_ports(count):
    import socket  # noqa: PLC0415 - sockets are opened by this alone

    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def in_front(folder, http_port, tls_port, program_port):
    """Run nginx with the file of the repository, other ports and places apart."""
    tls = folder / "tls"
    tls.mkdir()
    authority.make(folder / "ca", name="test")
    certificate, key = authority.issue(folder / "ca", names=[NAME])
    shutil.copy(certificate, tls / "server.crt")
    shutil.copy(key, tls / "server.key")
    shutil.copy(folder / "ca" / "ca.crt", tls / "ca.crt")
    text = (ROOT / "deploy" / "nginx" / "dayuan.conf").read_text("utf-8")
    for there, here in {
        "@NAME@": NAME, "/etc/dayuan/tls": str(tls), "/var/log/dayuan": str(folder),
        "listen 80;": f"listen 127.0.0.1:{http_port};",
        "listen 443 ssl": f"listen 127.0.0.1:{tls_port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{program_port}",
    }.items():  # fmt: skip
        assert there in text
        text = text.replace(there, here)
    (folder / "dayuan.conf").write_text(text)
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/nginx.log; daemon off; user root;"
        f"events {{}} http {{ {kept} include {folder}/dayuan.conf; }}"
    )
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield folder / "ca" / "ca.crt"
    finally:
        process.terminate()
        process.wait(20)


def patiently(ask):
    """Ask until nginx listens."""
    begun = time.monotonic()
    while True:
        try:
            return ask()
        except OSError:
            if time.monotonic() - begun > 30:
                raise


@pytest.fixture
def behind(house, tmp_path):
    """A house, nginx before it, and a way to ask through it."""
    http_port, tls_port, program_port = free_ports(3)
    settings = {"DAYUAN_HTTPS": "1", "DAYUAN_HOSTS": NAME, "DAYUAN_DEBUG": "0"}
    folder = tmp_path / "nginx"
    folder.mkdir()
    with in_front(folder, http_port, tls_port, program_port) as authority_file:
        context = ssl.create_default_context(cafile=authority_file)

        def ask(method, path, body=None, headers=None, *, plain=False):
            connection = (
                http.client.HTTPConnection(NAME, http_port, timeout=30)
                if plain
                else http.client.HTTPSConnection(NAME, tls_port, timeout=30, context=context)
            )
            try:
                connection.request(method, path, body, {"Host": NAME, **(headers or {})})
                answer = connection.getresponse()
                return answer.status, answer.headers, answer.read().decode()
            finally:
                connection.close()

        before = patiently(lambda: ask("GET", "/"))
        command = ["-m", "dayuan.config.cli", "serve", "--port", str(program_port)]
        process = house.start(*command, **settings, DAYUAN_WORKERS="1")
        try:
            begun = time.monotonic()
            while ask("GET", "/")[0] == 503:
                assert time.monotonic() - begun < 60
                assert process.poll() is None
            yield SimpleNamespace(ask=ask, before=before)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def tries(house):
    code = "import django; django.setup()\nfrom dayuan.platform.accounts.models import Tries\n"
    code += "print(sorted(Tries.objects.values_list('scope', 'who')))"
    return house.python("-c", code).stdout


def test_a_house_behind_the_web_server_of_the_example(behind, house):
    status, headers, page = behind.before
    assert (status, headers["Retry-After"]) == (503, "10")
    assert "系统正在启动" in page

    status, headers, page = behind.ask("GET", "/accounts/login/")
    assert "__Host-" in headers["Set-Cookie"] or "Secure" in headers["Set-Cookie"]
    for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options"):
        assert len(headers.get_all(name)) == 1, name
    assert "nginx/" not in headers["Server"]

    status, headers, _ = behind.ask("GET", "/x", plain=True)
    assert (status, headers["Location"]) == (308, f"https://{NAME}/x")
    status, _, certificate = behind.ask("GET", "/ca.crt", plain=True)
    assert (status, "BEGIN CERTIFICATE" in certificate) == (200, True)

    too_much = b"x" * (26 * 1024 * 1024)
    try:
        status, _, _ = behind.ask("POST", "/desk/report/", too_much)
    except (BrokenPipeError, ConnectionError, ssl.SSLError):
        status = 413  # it hung up before everything was sent
    assert status == 413


def test_a_caller_cannot_choose_the_address_he_is_counted_under(behind, house):
    def wrong_password(address):
        _, headers, page = behind.ask("GET", "/accounts/login/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        cookie = headers["Set-Cookie"].partition(";")[0]
        body = f"csrfmiddlewaretoken={token}&username=1001&password=wrong"
        sent = {
            "Cookie": cookie, "X-Forwarded-For": address, "Forwarded": f"for={address}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://{NAME}/accounts/login/",
        }  # fmt: skip
        return behind.ask("POST", "/accounts/login/", body, sent)[0]

    assert wrong_password("203.0.113.5") in (200, 422)
    once = tries(house)
    assert wrong_password("203.0.113.6") in (200, 422)
    assert tries(house) == once != "[]\n"
