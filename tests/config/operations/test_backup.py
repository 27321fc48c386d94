"""A backup is whole or refused; a restore is the same house, silent until released."""

import hashlib
import io
import json
import tarfile

import pytest

from tests.houses import houses as houses

pytestmark = [pytest.mark.whole, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def lived_in(houses, tmp_path_factory):
    """Return a house that holds something of everything, and a backup of it."""
    with houses.built(tmp_path_factory.mktemp("lived") / "home") as house:
        house.python("-m", "tests.config.operations.filling")
        house.backup = tmp_path_factory.mktemp("backups") / "dayuan.tar"
        house.said = house.dayuan("backup", str(house.backup)).stdout
        yield house


@pytest.fixture
def new_house(houses, tmp_path):
    """Return an empty house to restore into."""
    with houses.built(tmp_path / "new", empty=True) as house:
        yield house


def members(file):
    with tarfile.open(file) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar}


def packed(file, content):
    """Write a backup with its own right digest at the end, so that the one thing wrong is seen."""
    with file.open("wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name, raw in content.items():
            if name != "sha256":
                add(tar, name, raw)
        out.flush()
        add(tar, "sha256", hashlib.sha256(file.read_bytes()).hexdigest().encode())
    return file


def add(tar, name, raw):
    member = tarfile.TarInfo(name)
    member.size = len(raw)
    tar.addfile(member, io.BytesIO(raw))


_TRY = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from dayuan.config.operations import restore
from dayuan.config.operations.failures import OperationFailedError
said = {}
for file in map(Path, sys.argv[1:]):
    try:
        restore.restore(file, now=datetime.now(UTC))
    except OperationFailedError as failed:
        said[file.stem] = failed.says.in_language("en")
print(json.dumps(said))
"""


def spoilt(content, place):
    """Write every backup that must be refused, each with one thing wrong."""
    some_file = next(n for n in content if n.startswith("files/"))
    database = next(n for n in content if n.startswith("database."))
    newer = json.loads(content["manifest.json"])
    newer["migrations"].append("work.9999_from_the_future")
    fewer = json.loads(content["manifest.json"])
    fewer["counts"]["notices_notice"] += 1
    return [
        packed(place / "flipped_file.tar", {**content, some_file: flipped(content[some_file])}),
        packed(place / "flipped_data.tar", {**content, database: flipped(content[database])}),
        packed(place / "less.tar", {n: raw for n, raw in content.items() if n != some_file}),
        packed(place / "more.tar", {**content, "files/aa/bb/evil": b"x"}),
        packed(place / "slip.tar", {"../evil": b"x", **content}),
        packed(place / "newer.tar", {**content, "manifest.json": json.dumps(newer).encode()}),
        packed(place / "counts.tar", {**content, "manifest.json": json.dumps(fewer).encode()}),
        packed(place / "strange.tar", {"manifest.json": b"{}"}),
    ]


def flipped(raw):
    changed = bytearray(raw)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


@pytest.fixture(scope="module")
def refusals(houses, lived_in, tmp_path_factory):
    """Try every spoilt backup in one empty house; return in which words each is refused."""
    place = tmp_path_factory.mktemp("spoilt")
    files = spoilt(members(lived_in.backup), place)
    raw = lived_in.backup.read_bytes()
    padded = place / "padded.tar"
    padded.write_bytes(raw[:-1] + b"x")
    files.append(padded)
    for share in (30, 90):
        cut = place / f"cut_{share}.tar"
        cut.write_bytes(raw[: len(raw) * share // 100])
        files.append(cut)
    with houses.built(place / "home", empty=True) as house:
        said = json.loads(house.python("-c", _TRY, *map(str, files)).stdout)
        left = {f.name for f in house.home.iterdir()} - {"secret.key"}
    assert len(said) == len(files)
    assert not left
    assert not (place / "evil").exists()
    return said


def test_a_backup_says_what_it_holds_and_only_its_owner_may_read_it(lived_in):
    assert "Backed up to" in lived_in.said
    assert lived_in.backup.stat().st_mode & 0o077 == 0
    held = json.loads(members(lived_in.backup)["manifest.json"])
    assert held["counts"]["notices_notice"] == 29
    assert held["counts"]["attachments_attachment"] == 2
    assert held["head_number"] == held["counts"]["audit_seal"] == held["counts"]["audit_entry"]
    assert "secret.key" not in held["members"]
    assert "anchors/audit-anchors.txt" in held["members"]


def test_a_restored_house_is_the_same_house_and_sends_nothing_before_it_is_released(
    lived_in, new_house
):
    with_key = new_house.home / "with-key.tar"
    lived_in.dayuan("backup", "--with-key", str(with_key))
    said = new_house.dayuan("restore", str(with_key)).stdout
    assert "The outbox is held" in said
    assert "The log is sound" in said
    again = new_house.home / "again.tar"
    new_house.dayuan("backup", str(again))
    first, second = (json.loads(members(f)["manifest.json"]) for f in (lived_in.backup, again))
    assert second["counts"] == {**first["counts"], "jobs_hold": 1}
    assert second["head_digest"] == first["head_digest"]
    files = {n: d for n, d in first["members"].items() if n.startswith("files/")}
    assert files == {n: d for n, d in second["members"].items() if n.startswith("files/")}

    key = new_house.home / "secret.key"
    assert key.read_bytes() == (lived_in.home / "secret.key").read_bytes()
    assert key.stat().st_mode & 0o077 == 0

    assert "held" in new_house.dayuan("doctor", check=False).stdout
    assert "1 wait" in new_house.dayuan("outbox", "release").stdout


def test_a_house_with_data_is_never_overwritten(lived_in):
    done = lived_in.dayuan("restore", str(lived_in.backup), check=False)
    assert done.returncode == 1
    assert "empty" in done.stderr


def test_an_existing_file_is_never_overwritten_by_a_backup(lived_in):
    done = lived_in.dayuan("backup", str(lived_in.backup), check=False)
    assert (done.returncode, "exists already" in done.stderr) == (1, True)


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("cut_30", "cut off"),
        ("cut_90", "cut off"),
        ("padded", "was changed"),
        ("flipped_file", "is not what was backed up"),
        ("flipped_data", "is not what was backed up"),
        ("less", "is missing"),
        ("more", "not in the manifest"),
        ("slip", "no plain file"),
        ("newer", "newer release"),
        ("counts", "have another count"),
        ("strange", "no whole backup"),
    ],
)
def test_a_backup_with_one_thing_wrong_is_refused_and_leaves_the_house_empty(
    refusals, wrong, words
):
    assert words in refusals[wrong]


@pytest.mark.once
def test_a_backup_that_cannot_be_written_leaves_nothing_behind(lived_in, tmp_path):
    done = lived_in.dayuan("backup", str(tmp_path / "nowhere" / "b.tar"), check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list(lived_in.home.glob("dayuan-backup-*"))
