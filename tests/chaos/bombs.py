"""Row 22: somebody uploads files made to harm; the others go on working."""

import http.client
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.house import CSRF, HONEST, FailedError, built
from tests.chaos.rows import at, control
from tests.platform.attachments.bombs import CORPUS

UNLIMITED = "tests.chaos.unlimited:application"
#: For how long the others are measured alone, and how much slower they may become.
ALONE, TIMES = 12, 2.0
#: What one upload may take, and what may stay with a process that serves pages.
SECONDS, MEGABYTES = 15.0, 200
#: What an unlimited parser chokes on without taking the machine with it.
HARSH = ("hundred-million.png", "slow.jpg", "zeros.docx", "comments.png")
_EDGE = "x-dayuan-edge"


def row_22(count, seed):
    """Row 22: bombs are uploaded while others work; the mutant opens them without limits."""
    del seed  # nothing here is left to chance
    chosen = (CORPUS * (1 + count // len(CORPUS)))[:count]
    wrong, said = uploads(chosen)
    yield "sqlite", count, wrong, said
    harsh = [bomb for bomb in CORPUS if bomb.name in HARSH]
    wrong, _said = uploads(harsh, UNLIMITED)
    caught = {"not held": wrong.get("memory", 0) + wrong.get("slower for others", 0)}
    yield from control("a parser without limits", caught, "not held")


def uploads(bombs, application=HONEST):
    """Let one person upload, two others open their work; compare with before."""
    ready = [(bomb.name, bomb.make()) for bomb in bombs]
    with built("sqlite", application=application) as one:
        with working(one) as alone:
            time.sleep(ALONE)
        before = peak(one)
        with working(one) as beside:
            took, odd = send(one, ready)
        grown, left = peak(one) - before, leftovers(one)
    slower = at(0.95, beside) / at(0.95, alone)
    found = {
        "memory": int(grown > MEGABYTES),
        "slower for others": int(slower > TIMES),
        "too long": sum(seconds > SECONDS for seconds in took),
        "wrong answers": odd,
        "left behind": left,
    }
    return {name: number for name, number in found.items() if number}, (
        f"others p95 {1000 * at(0.95, alone):.0f} → {1000 * at(0.95, beside):.0f} ms "
        f"(× {slower:.2f}, {len(beside)} pages), the longest upload {max(took):.1f} s, "
        f"+{grown} MB at most"
    )


@contextmanager
def working(one):
    """Let two people open their work again and again; yield how long each page took."""
    took, stop = [], threading.Event()

    def look(session):
        while not stop.is_set():
            begun = time.monotonic()
            status, _again, _page = one.ask("/mine/", session)
            took.append(time.monotonic() - begun)
            if status != 200:
                raise FailedError(f"somebody else's page answered {status}")
            stop.wait(0.15)

    threads = [threading.Thread(target=look, args=(s,), daemon=True) for s in one.sessions[1:3]]
    for thread in threads:
        thread.start()
    try:
        yield took
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def send(one, files):
    """Send each file with a report; return how long each took, and how many answers were odd."""
    took, odd = [], 0
    for name, content in files:
        begun = time.monotonic()
        odd += posted(one, name, content) not in (200, 302, 400, 422)
        took.append(time.monotonic() - begun)
    return took, odd


def posted(one, name, content):
    """Report a fault with this file; return the status."""
    fields = {
        "csrfmiddlewaretoken": CSRF, "category": "air_conditioning", "place": "主楼一层",
        "description": "附件",
    }  # fmt: skip
    parts = [
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    safe = name.replace('"', "").replace("\r", "").replace("\n", "").replace("\0", "")
    head = f'--{_EDGE}\r\nContent-Disposition: form-data; name="photo"; filename="{safe}"\r\n'
    parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content]
    body = b"".join([*parts, f"\r\n--{_EDGE}--\r\n".encode()])
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=120)
    try:
        connection.request("POST", "/desk/report/", body, {
            "Cookie": f"dayuan={one.sessions[0]}; csrftoken={CSRF}",
            "Content-Type": f"multipart/form-data; boundary={_EDGE}",
        })  # fmt: skip
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def peak(one):
    """Return the most memory that any process that serves pages ever had, in MB."""
    master = one.processes["web"].pid
    return max(
        int(line.split()[1]) // 1024
        for status in Path("/proc").glob("[0-9]*/status")
        for line in _lines(status, master)
        if line.startswith("VmHWM:")
    )


def _lines(status, master):
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return []
    return lines if f"PPid:\t{master}" in lines else []


def leftovers(one):
    """Return how many files lie where uploads are looked at."""
    return len(list((one.house.home / "files" / ".incoming").glob("*/*")))
