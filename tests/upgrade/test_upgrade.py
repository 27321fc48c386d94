"""The data of an older release reaches this one whole, or stays as it was."""

import json
import signal
from contextlib import ExitStack
from functools import cache

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dayuan.reference.people.names import name_key
from tests.houses import houses as houses
from tests.upgrade.loading import SAMPLES
from tools.sample import LARGEST, written_down

pytestmark = [pytest.mark.whole, pytest.mark.timeout(240)]
RELEASES = sorted(SAMPLES.glob("*.json"))
NEWEST = RELEASES[-1]
FAULTY = {"DJANGO_SETTINGS_MODULE": "tests.upgrade.faulty_settings"}
#: What the framework writes by itself: one row for each kind of record and what is done to it.
_ITS_OWN = {"auth_permission", "django_content_type"}
_READ = """
import json, django
django.setup()
from django.db import connection as c
from django.core.serializers.json import DjangoJSONEncoder
with c.cursor() as cursor:
    names = [n for n in c.introspection.table_names(cursor)]
    said = {}
    for n in names:
        cursor.execute(f'SELECT count(*) FROM "{n}"')
        said[n] = cursor.fetchone()[0]
    cursor.execute("SELECT id, name FROM people_person ORDER BY id")
    people = cursor.fetchall()
    reasons = None
    if "audit_reason" in said:
        cursor.execute("SELECT change_id, text FROM audit_reason ORDER BY change_id")
        reasons = cursor.fetchall()
print(json.dumps({"counts": said, "people": people, "reasons": reasons}, cls=DjangoJSONEncoder))
"""


def sample(release):
    return json.loads(release.read_text("utf-8"))


def column(table, *names):
    places = [table["columns"].index(name) for name in names]
    return [[row[place] for place in places] for row in table["rows"]]


@pytest.fixture(scope="session")
def left(houses, tmp_path_factory):
    """Return a way to the house as a release left it; made once, then copied."""
    with ExitStack() as standing:

        @cache
        def model(release):
            home = tmp_path_factory.mktemp(release.stem) / "home"
            house = standing.enter_context(houses.built(home, empty=True))
            house.python("-m", "tests.upgrade.loading", str(release))
            return house

        yield model


@pytest.fixture(params=[NEWEST], ids=lambda release: release.stem)
def older(request, houses, left, tmp_path):
    """A house as that release left it."""
    with houses.built(tmp_path / "home", model=left(request.param)) as house:
        house.release = sample(request.param)
        yield house


def held(house):
    return json.loads(house.python("-c", _READ).stdout)


def as_it_was(house):
    """Tell what stands in the database, to be compared with what stood there."""
    return (held(house), house.dayuan("audit", "verify", check=False).stdout)


def test_a_sample_stays_small_enough_for_every_release_to_keep_one():
    assert RELEASES
    assert all(release.stat().st_size <= LARGEST for release in RELEASES)


@pytest.mark.parametrize("older", RELEASES, indirect=True, ids=lambda release: release.stem)
def test_an_upgrade_keeps_every_row_and_the_log_stays_provable(older):
    done = older.dayuan("upgrade")
    assert [line[:2] for line in done.stdout.splitlines() if line[0].isdigit()][-3:] == [
        "1.", "2.", "3.",
    ]  # fmt: skip
    assert "the log is sound (60 seals)" in done.stdout
    now, before = held(older), older.release["tables"]
    kept = {name: len(table["rows"]) for name, table in before.items() if name in now["counts"]}
    own = set(kept) - _ITS_OWN
    assert len(own) > 30
    assert {n: now["counts"][n] for n in own} == {n: kept[n] for n in own}
    assert now["people"] == sorted(column(before["people_person"], "id", "name"))
    # Reasons have moved into rows of their own since that release.
    given = [[i, why] for i, why in column(before["audit_change"], "id", "reason") if why]
    assert given
    assert now["reasons"] == sorted(given)
    said = older.dayuan("doctor", check=False).stdout
    assert "✓ The database is up to date" in said
    assert "✗ The log" not in said
    # And again: nothing waits, nothing is changed, nothing is wrong.
    again = older.dayuan("upgrade").stdout
    assert "up to date already" in again
    assert held(older)["counts"] == now["counts"]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads the file beside the program")
def test_an_upgrade_changes_no_value_that_it_does_not_have_to(older):
    older.dayuan("upgrade")
    after = written_down(older.home)["tables"]
    changed = set()
    for name, table in older.release["tables"].items():
        for one in table["columns"] if name in after else []:
            if one not in after[name]["columns"] or sorted(map(str, column(table, one))) != sorted(
                map(str, column(after[name], one))
            ):
                changed.add((name, one))
    ours = {(name, one) for name, one in changed if name not in _ITS_OWN}
    # Reasons have moved, and names are sorted by their sound since that release.
    assert ours == {("audit_change", "reason"), ("people_person", "name_key")}
    for name, key in column(after["people_person"], "name", "name_key"):
        assert key == name_key(name)


def test_a_change_that_fails_leaves_the_old_data_and_says_what_to_do(older):
    before = held(older)
    done = older.dayuan("upgrade", check=False, **FAULTY)
    assert done.returncode == 1
    assert "faulty.0002_fails failed (ArithmeticError)" in done.stderr
    assert "Traceback" not in done.stderr
    now = held(older)
    names = {name for _, name in now["people"]}
    if connection.vendor == "sqlite":
        assert "put back as it was" in done.stderr
        assert now == before
        assert not (older.home / "before-upgrade.sqlite3").exists()
    else:
        # Those before it stay; of the one that failed there is nothing.
        assert "run dayuan upgrade again" in done.stderr
        assert names == {"changed"}
    assert "half" not in names
    if connection.vendor == "sqlite":
        older.dayuan("upgrade")
        assert held(older)["people"] == before["people"]


def test_a_killed_upgrade_is_simply_run_again(older):
    done = older.dayuan("upgrade", check=False, FAULT="kill", **FAULTY)
    assert done.returncode == -signal.SIGKILL
    assert {name for _, name in held(older)["people"]} == {"changed"}
    said = older.dayuan("upgrade", check=False, **FAULTY)
    assert "faulty.0002_fails failed" in said.stderr
    waiting = said.stdout.split("changes of the database wait: ")[1].split(".\n")[0]
    assert "faulty.0002_fails" in waiting
    assert "faulty.0001" not in waiting


@pytest.mark.once
def test_no_upgrade_begins_while_the_newest_backup_has_failed(older):
    before = held(older)
    nowhere = older.home / "dayuan.txt"
    nowhere.write_text("")
    done = older.dayuan("upgrade", "--backup-to", str(nowhere), check=False)
    assert (done.returncode, "Nothing was changed" in done.stderr) == (1, True)
    failing = older.dayuan("backup", str(nowhere / "b.tar"), check=False)
    assert failing.returncode == 1
    done = older.dayuan("upgrade", check=False)
    assert done.returncode == 1
    assert "The newest backup failed" in done.stderr
    assert held(older) == before


@pytest.mark.once
def test_no_upgrade_begins_while_the_house_is_at_work(older):
    process = older.start("-m", "dayuan.config.cli", "worker", DAYUAN_DEBUG="1")
    try:
        while "begins" not in process.stdout.readline():
            assert process.poll() is None
        done = older.dayuan("upgrade", check=False)
        assert (done.returncode, "Stop it first" in done.stderr) == (1, True)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert older.dayuan("upgrade").returncode == 0


def test_a_database_of_a_newer_release_is_left_alone(older):
    older.python(
        "-c",
        "import django; django.setup()\nfrom django.db import connection as c\n"
        'c.cursor().execute("INSERT INTO django_migrations (app, name, applied) VALUES '
        "('work', '9999_later', '2027-01-01 00:00:00')\")",
    )
    done = older.dayuan("upgrade", check=False)
    assert (done.returncode, "newer release (work.9999_later)" in done.stderr) == (1, True)


def test_an_empty_house_is_told_to_begin(houses, tmp_path):
    with houses.built(tmp_path / "home", empty=True) as house:
        done = house.dayuan("upgrade", check=False)
    assert (done.returncode, "dayuan init" in done.stderr) == (1, True)


def test_every_change_of_ours_is_one_transaction():
    ours = [
        (app, name)
        for (app, name), one in MigrationLoader(None).disk_migrations.items()
        if type(one).__module__.startswith("dayuan.") and not one.atomic
    ]
    assert ours == []
