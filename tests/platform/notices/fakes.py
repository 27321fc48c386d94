"""Servers on this machine that answer as the world does: slowly, wrongly, twice, or not."""

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
OK: Answer = (200, {}, b"{}")
FINE = (200, {}, b'{"errcode": 0, "code": 0, "errmsg": "ok"}')


class Fake(ThreadingHTTPServer):
    """Keeps what it was told; answers by its list, the last answer again and again."""

    daemon_threads = True

    def __init__(self, answers: list[Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.leave = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def bodies(self) -> list[Any]:
        return [json.loads(body) for _path, _headers, body in self.heard]


class _Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard.append((self.path, dict(self.headers), body))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if callable(answer):
            answer(self)
            return
        status, headers, said = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(said)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST  # noqa: N815 - the library's name

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def fake(*answers: Any, certificate: Path | None = None) -> Iterator[Fake]:
    """Run a server that answers so, encrypted where it has a certificate."""
    server = Fake(list(answers) or [OK])
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.leave.set()
        server.shutdown()
        thread.join()
        server.server_close()


def silent(handler: Any) -> None:
    """Take the message and never answer."""
    handler.server.leave.wait(30)


def dripping(handler: Any) -> None:
    """Answer one byte at a time, for ever: no single step is slow."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nX-Long: ")
    try:
        while not handler.server.leave.wait(0.1):
            handler.wfile.write(b"x")
            handler.wfile.flush()
    except OSError:
        return


def garbage(handler: Any) -> None:
    """Say something that is no answer."""
    handler.wfile.write(b"\x00\xff this is no protocol\r\n\r\n")
    handler.close_connection = True


def endless(handler: Any) -> None:
    """Send more than anybody wants to read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    try:
        for _ in range(2000):
            handler.wfile.write(b"x" * 50_000)
    except OSError:
        return


def redirect(to: str, status: int = 307) -> Answer:
    """Send somebody elsewhere."""
    return (status, {"Location": to}, b"")


class _Post(socketserver.StreamRequestHandler):
    server: "PostOffice"

    def handle(self) -> None:
        self._say("220 fake")
        letter: list[str] | None = None
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            verb = line[:4].upper()
            if letter is not None:
                if line == ".":
                    self.server.letters.append("\n".join(letter))
                    letter = None
                    self._say(self.server.verdict)
                else:
                    letter.append(line)
            elif verb == "DATA":
                letter = []
                self._say("354 go on")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server that keeps the letters."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, verdict: str) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.letters: list[str] = []
        self.verdict = verdict

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def post_office(verdict: str = "250 taken") -> Iterator[PostOffice]:
    """Run a mail server that says this of every letter."""
    server = PostOffice(verdict)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
