"""The limited child process that carries messages out of the house.

    python -I -m dayuan.platform.notices.child  < one line of JSON

It knows no database and no settings. Before anything else it gives up memory, files and
every connection that the guard does not allow: the check sits below every library, at
the connecting itself, so that neither a redirect nor a name that changed its meaning
leads inside. For each message it answers with one line as soon as it knows.
"""

import json
import resource
import smtplib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib import import_module
from typing import Any, cast

from dayuan.kernel import egress
from dayuan.kernel.egress import BadTargetError, Guard, NoEntryError

MB = 1024 * 1024
MEMORY = 700 * MB
#: Seconds one step of a conversation may take; the parent ends the whole.
PATIENCE = 5.0
#: Bytes of an answer that are looked at.
ANSWER = 16 * 1024
AT_ONCE = 8

Job = Mapping[str, Any]
_here = threading.local()


def limit_self() -> None:
    """Give up what sending never needs."""
    cap = resource.setrlimit
    cap(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cap(resource.RLIMIT_CPU, (20, 20))
    cap(resource.RLIMIT_FSIZE, (0, 0))
    cap(resource.RLIMIT_NOFILE, (128, 128))
    cap(resource.RLIMIT_CORE, (0, 0))


def wall_in(guard: Guard) -> None:
    """Let nothing of this process connect to what the guard does not allow, for good."""
    real = socket.getaddrinfo

    def judged(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        found = real(host, port, *args, **kwargs)
        for one in found:
            _judge(guard, one[4])
        return found

    socket.getaddrinfo = judged
    sys.addaudithook(lambda event, given: _heard(guard, event, given))
    socket.setdefaulttimeout(PATIENCE)


def send(job: Job, guard: Guard) -> dict[str, str]:
    """Send one message; say ``sent``, or ``failed`` with a codeword."""
    _here.refused = ""
    try:
        problem = _WAYS[job["way"]](job, guard)
    except (NoEntryError, BadTargetError) as refused:
        problem = refused.code
    except TimeoutError:
        problem = "slow"
    except ssl.SSLError:
        problem = "certificate"
    except smtplib.SMTPException as said:
        problem = f"mail_{getattr(said, 'smtp_code', 0) or 'refused'}"
    except HTTPException:
        problem = "garbage"
    except (OSError, MemoryError):
        problem = "unreachable"
    except Exception:  # noqa: BLE001 - one message that breaks something takes no other along
        problem = "fault"
    problem = _here.refused or problem
    return {"id": job["id"], "result": "failed" if problem else "sent", "problem": problem}


# --- the ways -----------------------------------------------------------------------------


def _webhook(job: Job, guard: Guard) -> str:
    target = egress.target_of(job["url"])
    address = guard.resolved(target.host, target.port, clear=target.clear)[0]
    kind: type[HTTPConnection] = HTTPConnection if target.clear else HTTPSConnection
    link = kind(target.host, target.port, timeout=PATIENCE)
    # The very address that was judged; the certificate is still asked for the name.
    cast("Any", link)._create_connection = lambda _to, timeout, _source: socket.create_connection(
        (address, target.port), timeout
    )
    try:
        link.request("POST", target.path, body=job["body"].encode(), headers=dict(job["headers"]))
        answer = link.getresponse()
        return "" if 200 <= answer.status < 300 else f"http_{answer.status}"
    finally:
        link.close()


def _mail(job: Job, guard: Guard) -> str:
    clear = job["security"] == "none"
    address = guard.resolved(egress.check_host(job["host"]), job["port"], clear=clear)[0]
    context = ssl.create_default_context()
    with _post_office(job, address, context) as office:
        if job["security"] == "starttls":
            office.starttls(context=context)
        if job["user"]:
            office.login(job["user"], job["password"])
        office.send_message(_letter(job))
    return ""


def _post_office(job: Job, address: str, context: ssl.SSLContext) -> Any:
    kind = _pinned(smtplib.SMTP_SSL if job["security"] == "tls" else smtplib.SMTP, address)
    extra = {"context": context} if job["security"] == "tls" else {}
    return kind(job["host"], job["port"], local_hostname="dayuan", timeout=PATIENCE, **extra)


def _pinned(base: type[smtplib.SMTP], address: str) -> Any:
    """Return a post office that connects to the judged address under its name."""

    def to_the_judged(self: Any, host: str, port: int, timeout: float) -> socket.socket:
        link = socket.create_connection((address, port), timeout)
        if base is smtplib.SMTP_SSL:
            wrapped: socket.socket = self.context.wrap_socket(link, server_hostname=host)
            return wrapped
        return link

    return type("Pinned", (base,), {"_get_socket": to_the_judged})


def _letter(job: Job) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = job["sender"], job["to"], job["subject"]
    letter["Message-ID"] = f"<{job['id']}@dayuan.invalid>"
    letter["Date"] = job["date"]
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(job["text"])
    return letter


def _robot(job: Job, _guard: Guard) -> str:
    name, made = _ROBOTS[job["way"]]
    module = import_module(f"apprise.plugins.{job['way_module']}")
    asset = import_module("apprise").AppriseAsset(http_redirects=False, async_mode=False)
    plugin_class = getattr(module, name)
    if job["gateway"]:
        path = "/" + plugin_class.notify_url.split("/", 3)[3]
        plugin_class = type(name, (plugin_class,), {"notify_url": job["gateway"] + path})
    _cap_answers(module.requests)
    _here.status, _here.said = 0, b""
    plugin = plugin_class(asset=asset, redirect=False, **made(job))
    if plugin.send(body=job["text"]):
        return _understood(_here.said)
    return f"http_{_here.status}" if _here.status else "unreachable"


def _understood(said: bytes) -> str:
    """Return what is wrong though the answer was 200: the robots say so in the body alone."""
    try:
        answer = json.loads(said)
        code = next(answer[key] for key in ("errcode", "code", "StatusCode") if key in answer)
    except (ValueError, TypeError, StopIteration):
        return "garbage"
    return f"robot_{code}" if code != 0 else ""


_patch = threading.Lock()


def _cap_answers(requests: Any) -> None:
    """Have the library follow nothing, go through no proxy, and read only the beginning."""
    with _patch:
        session = requests.Session
        if getattr(session, "walled_in", False):
            return
        plain = session.send

        def capped(self: Any, request: Any, **kwargs: Any) -> Any:
            kwargs |= {"stream": True, "allow_redirects": False, "proxies": {}}
            answer = plain(self, request, **kwargs)
            answer._content = answer.raw.read(ANSWER, decode_content=True)
            answer._content_consumed = True
            answer.close()
            _here.status, _here.said = answer.status_code, answer._content
            return answer

        session.send, session.walled_in = capped, True


_ROBOTS: Mapping[str, tuple[str, Callable[[Job], dict[str, Any]]]] = {
    "wecom": ("NotifyWeComBot", lambda job: {"key": job["token"]}),
    "dingtalk": (
        "NotifyDingTalk",
        lambda job: {"token": job["token"], "secret": job["secret"] or None},
    ),
    "feishu": ("NotifyFeishu", lambda job: {"token": job["token"]}),
}
_WAYS: Mapping[str, Callable[[Job, Guard], str]] = {
    "webhook": _webhook,
    "mail": _mail,
    **dict.fromkeys(_ROBOTS, _robot),
}


# --- the wall -------------------------------------------------------------------------------


def _judge(guard: Guard, address: Any) -> None:
    """Refuse an address of the net that the guard does not allow, and remember why."""
    inet = isinstance(address, tuple) and isinstance(address[0], str) and len(address) > 1
    code = guard.problem_of(address[0], int(address[1] or 0)) if inet else "address"
    if code:
        _here.refused = code
        raise NoEntryError(code)


def _heard(guard: Guard, event: str, given: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        _judge(guard, given[1])
    elif event in ("socket.sendto", "socket.sendmsg"):
        raise NoEntryError("address")


def main() -> int:
    """Read what is to be sent, send it, several at once, and say how each went."""
    asked = json.loads(sys.stdin.readline())
    limit_self()
    guard = Guard(tuple(asked["open_inside"]))
    wall_in(guard)
    with ThreadPoolExecutor(AT_ONCE) as crew:
        for done in as_completed([crew.submit(send, job, guard) for job in asked["jobs"]]):
            sys.stdout.write(json.dumps(done.result()) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
