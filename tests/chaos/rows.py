"""Rows of the scorecard: each yields what it tried and what held, and its own control."""

import json
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from tests.chaos.house import EARLY, FULL, HONEST, Clients, FailedError, built


def at(share, numbers):
    """Return the number below which a share of them lie."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def kills(engine, count, seed, application=HONEST):
    """Kill web, one of its workers, or the worker at random moments under load."""
    rng, restarts = random.Random(seed), []  # noqa: S311 - moments, not secrets
    with built(engine, application=application) as one:
        with Clients(one, seed) as clients:
            for _kill in range(count):
                time.sleep(rng.uniform(0.3, 1.5))
                name = rng.choice(["web", "web", "worker"])
                one.kill(name)
                one.start_web() if name == "web" else one.start_worker()
                if name == "web":
                    restarts.append(one.healthy())
        wrong = clients.verdict(one.count())
    said = (
        f"{count} kills, {len(clients.acked)} acknowledged, restart p95 {at(0.95, restarts):.1f} s"
    )
    return wrong, said


def row_1(count, seed):
    """Row 1: kill -9 of web and worker; the mutant acknowledges before it stores."""
    for engine in ("sqlite", "postgresql"):
        wrong, said = kills(engine, count, seed)
        yield engine, count, wrong, said
    wrong, _ = kills("sqlite", max(5, count // 2), seed, EARLY)
    yield from control("an answer before the commit", wrong, "lost")


def crashes(count, seed, **server):
    """Crash the database server under load, and start it again."""
    rng, back = random.Random(seed), []  # noqa: S311 - moments, not secrets
    with built("postgresql", **server) as one:
        with Clients(one, seed) as clients:
            for _crash in range(count):
                time.sleep(rng.uniform(0.5, 1.5))
                one.database.stop(at_once=True)
                time.sleep(rng.uniform(0, 0.5))
                one.database.start()
                back.append(one.healthy())
        one.healthy(path="/readyz")  # the same worker beats again
        still = all(process.poll() is None for process in one.processes.values())
        wrong = clients.verdict(one.count())
    if at(1, back) > 10:
        wrong["slow"] = int(at(1, back))
    if not still:
        wrong["restarted by hand"] = 1
    said = f"{len(clients.acked)} acknowledged, {clients.answers[503]} times 503 with Retry-After, "
    return wrong, said + f"healthy again after {at(1, back):.1f} s at most"


def row_3(count, seed):
    """Row 3: the database server crashes; the mutant is a server that commits late."""
    wrong, said = crashes(count, seed)
    yield "postgresql", count, wrong, said
    wrong, _ = crashes(3, seed, synchronous_commit="off", wal_writer_delay="10s")
    yield from control("a server that commits late", wrong, "lost")


def row_5(count, seed):
    """Row 5: the disk is full: for the engine at chosen pages, then really, on a small disk."""
    wrong, said = full_engine(count, seed, FULL)
    yield "max_page_count", count, wrong, said
    with small_disk(64) as folder:
        wrong, said = full_disk(folder, seed)
    yield "small disk", 2, wrong, said
    with small_disk(64) as folder:
        wrong, _ = full_disk(folder, seed, EARLY)
    yield from control("an answer before the commit", wrong, "lost")


def full_engine(count, seed, application):
    """Let the file end at ``count`` different pages; look, make room, go on."""
    rng = random.Random(seed)  # noqa: S311 - sizes, not secrets
    refused = 0
    with built("sqlite", application=application) as one:
        limit, clients = one.house.home / "max-pages", Clients(one, seed)
        for _point in range(count):
            limit.write_text(str(pages(one) + rng.randint(1, 12)))
            refused += fill(one, clients)
            limit.unlink()
            expect(one.ask("/notices/", one.sessions[0])[0] == 200, "no page after room was made")
            expect(clients.report_once(one.sessions[0]) == 302, "no report after room was made")
        wrong = clients.verdict(one.count())
    return wrong, f"{len(clients.acked)} acknowledged, {refused} refused with 503"


def fill(one, clients):
    """Report until nothing is taken any more; pages are read meanwhile."""
    refused = 0
    for _try in range(400):
        refused += clients.report_once(one.sessions[0]) == 503
        if refused == 3:
            expect(one.ask("/accounts/login/")[0] == 200, "the login page cannot be read")
            expect(one.ask("/notices/", one.sessions[1])[0] == 200, "no notices can be read")
            return refused
    raise FailedError("it never became full")


def full_disk(folder, seed, application=HONEST):
    """Fill a real disk with a file, see the alarm, take the file away; twice."""
    alarms = []
    with built("sqlite", folder=folder, application=application) as one:
        clients, ballast = Clients(one, seed), folder / "ballast"
        for _point in range(2):
            one.healthy(path="/readyz")
            fill_up(ballast)
            begun = time.monotonic()
            if application == HONEST:
                fill(one, clients)
                one.healthy(503, "/readyz", within=60)
                alarms.append(time.monotonic() - begun)
            else:
                for _ in range(20):
                    clients.report_once(one.sessions[0])
                time.sleep(1)  # what it said yes to is tried while the disk is still full
            ballast.unlink()
            one.healthy(path="/readyz")
            expect(clients.report_once(one.sessions[0]) == 302, "no report after room was made")
            time.sleep(0.5)
        wrong = clients.verdict(one.count())
    return wrong, f"{len(clients.acked)} acknowledged, alarm after {max(alarms, default=0):.0f} s"


def fill_up(ballast):
    """Write until the disk is full, to the last byte."""
    with ballast.open("wb", buffering=0) as out:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue


@contextmanager
def small_disk(megabytes):
    """Yield a folder on a disk of its own, in memory."""
    with tempfile.TemporaryDirectory(prefix="dayuan-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise FailedError(f"a small disk needs root: {done.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def pages(one):
    with closing(sqlite3.connect(one.house.home / "dayuan.sqlite3")) as database:
        return database.execute("PRAGMA page_count").fetchone()[0]


def expect(holds, words):
    if not holds:
        raise FailedError(words)


def row_28(count, seed):
    """Row 28: backups under load are restored whole; spoilt ones are refused, each."""
    rng = random.Random(seed)  # noqa: S311 - places, not secrets
    for engine in ("sqlite", "postgresql"):
        wrong, said, good = restores(engine, count, seed)
        yield engine, count, wrong, said
        if engine == "sqlite":
            spoilt = count * 20
            missed, how = spoilt_found(good, spoilt, rng)
            yield "cut off or flipped", spoilt, {"not found": missed} if missed else {}, how
            yield "control: a flipped byte is found", 1, {"not found": 1} if missed else {}, how
        good.unlink()
    yield "older release", 1, older_release(), "restored, upgraded, the log sound"


def restores(engine, count, seed):
    """Back up while four clients report, restore into an empty house, compare."""
    seconds, wrong, before = [], {}, set()
    keep = Path(tempfile.mkdtemp(prefix="dayuan-kept-"))
    with built(engine) as one, Clients(one, seed) as clients:
        for number in range(count):
            while len(clients.acked) < 20 * (number + 1):
                time.sleep(0.05)
            before = set(clients.acked)
            file = keep / f"{number}.tar"
            one.house.dayuan("backup", str(file))
            begun = time.monotonic()
            found = restored(one, engine, file)
            seconds.append(time.monotonic() - begun)
            if lost := len(before - set(found["keys"])):
                wrong["lost"] = wrong.get("lost", 0) + lost
            if found["log"] or not found["intact"]:
                wrong["damaged"] = wrong.get("damaged", 0) + 1
    last = Path(tempfile.mkdtemp(prefix="dayuan-kept-")) / "good.tar"
    shutil.move(keep / f"{count - 1}.tar", last)
    shutil.rmtree(keep)
    return (
        wrong,
        f"{len(before)} rows, restored and looked over in {max(seconds):.1f} s",
        last,
    )


def restored(one, engine, file):
    """Restore into an empty house; return what is in it."""
    with empty(engine) as house:
        house.dayuan("restore", str(file))
        house.dayuan("outbox", "release")
        done = house.python("-m", "tests.chaos.count", timeout=300)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def empty(engine):
    """Yield an empty house."""
    from tests.houses import House  # noqa: PLC0415 - pytest's fixtures come along
    from tools import postgres  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="dayuan-empty-") as place:
        home = Path(place) / "home"
        home.mkdir(mode=0o750)
        if engine == "sqlite":
            yield House(home, "")
            return
        with postgres.server() as url:
            yield House(home, url)


_INSPECT = """
import sys, django
from pathlib import Path
django.setup()
from dayuan.config.operations import restore
from dayuan.config.operations.failures import OperationFailedError
missed = []
for file in sys.argv[1:]:
    try:
        restore.inspect(Path(file))
        missed.append(file)
    except OperationFailedError:
        pass
print(len(missed), *missed[:5])
"""


def spoilt_found(good, count, rng):
    """Flip one bit or cut the end off; return how many were taken for whole, and how many."""
    raw = good.read_bytes()
    with tempfile.TemporaryDirectory() as place, empty("sqlite") as house:
        whole = house.python("-c", _INSPECT, str(good)).stdout.split()
        expect(whole[0] == "1", "the whole backup is refused")
        missed = 0
        for number in range(count):
            file = Path(place) / f"{number}.tar"
            where = rng.randrange(len(raw))
            if number % 4:
                changed = bytearray(raw)
                changed[where] ^= 1 << rng.randrange(8)
                file.write_bytes(changed)
            else:
                file.write_bytes(raw[:where])
            if number % 20 == 19 or number == count - 1:
                files = sorted(Path(place).glob("*.tar"))
                said = house.python("-c", _INSPECT, *map(str, files), timeout=300).stdout.split()
                missed += int(said[0])
                for one in files:
                    one.unlink()
    return missed, f"{count - missed} of {count} refused, {len(raw) // 1024} KB"


def older_release():
    """Restore a backup of the oldest kept release, and upgrade it."""
    from tests.upgrade.loading import SAMPLES  # noqa: PLC0415 - here alone

    oldest = min(SAMPLES.glob("*.json"))
    with empty("sqlite") as old, empty("sqlite") as new:
        old.python("-m", "tests.upgrade.loading", str(oldest))
        file = old.home / "old.tar"
        make = "import django; django.setup()\nfrom datetime import UTC, datetime\n"
        make += "from pathlib import Path\nfrom dayuan.config.operations import backup\n"
        make += f"backup.make(Path({str(file)!r}), now=datetime.now(UTC), sealed=False)"
        old.python("-c", make)
        new.dayuan("restore", str(file))
        said = new.dayuan("upgrade").stdout
    return {} if "the log is sound" in said else {"not upgraded": 1}


def control(name, wrong, wanted):
    """Yield the line of a negative control: it holds when the mutant was caught."""
    caught = wrong.get(wanted, 0)
    said = f"{caught} {wanted}" if caught else "not caught"
    yield f"control: {name}", 1, {} if caught else {"not caught": 1}, said
