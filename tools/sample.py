"""A small house as an older release left it, kept as text for the tests of upgrades.

    python -m tools.sample REF NAME    write tests/upgrade/samples/NAME.json

Made once at each release, with REF its tag. The release is checked out and
installed by its own lock, fills an empty house through its own commands
(``tests/upgrade/filling.py``), and every row it wrote is written down. Tests
build the tables of that release from the migrations, put the rows in, upgrade.
"""

import base64
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tools.shell import CACHE, ROOT, StepError, run, say

SAMPLES = ROOT / "tests" / "upgrade" / "samples"
FILLING = ROOT / "tests" / "upgrade" / "filling.py"
HANDBOOK = Path("tests") / "handbooks" / "harbour"
#: What a repository can carry for every release.
LARGEST = 200_000
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)


@contextmanager
def checked_out(ref: str) -> Iterator[Path]:
    """Check a release out beside this clone and install it by its own lock."""
    place = CACHE / "releases" / ref
    git = ["git", "-C", str(ROOT), "worktree"]
    if not place.exists():
        run([*git, "add", "--detach", place, ref], log=CACHE / "log" / "release.log")
    try:
        run([sys.executable, "-m", "tools.setup", "dev"], cwd=place, log=CACHE / "log" / "dev.log")
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=False)


def filled(release: Path, home: Path) -> None:
    """Let a release fill an empty house."""
    run(
        [release / ".venv" / "bin" / "python", FILLING, release / HANDBOOK],
        cwd=release,
        env=_environment(release, home),
        log=CACHE / "log" / "filling.log",
    )


def _environment(release: Path, home: Path) -> dict[str, str]:
    kept = {name: "" for name in os.environ if name.startswith("DAYUAN_")}
    return kept | {"DAYUAN_HOME": str(home), "PYTHONPATH": str(release)}


def written_down(home: Path) -> dict[str, Any]:
    """Return everything a house holds, as plain data."""
    with closing(sqlite3.connect(home / "dayuan.sqlite3")) as database:
        tables = {name: _table(database, name) for (name,) in database.execute(_TABLES)}
    applied = tables.pop("django_migrations")
    places = [applied["columns"].index(name) for name in ("app", "name")]
    files = [path for path in sorted((home / "files").rglob("*")) if path.is_file()]
    return {
        "migrations": [[row[place] for place in places] for row in applied["rows"]],
        "tables": tables,
        "anchors": (home / "anchors" / "audit-anchors.txt").read_text("utf-8"),
        "files": {str(path.relative_to(home / "files")): _text(path) for path in files},
    }


def _table(database: sqlite3.Connection, name: str) -> dict[str, Any]:
    found = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the database's own names
    columns = [column[0] for column in found.description]
    return {"columns": columns, "rows": [list(row) for row in found]}


def _text(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def as_text(sample: dict[str, Any]) -> str:
    """Return a sample with one row in each line, so that a change of it can be read."""
    lines = []
    for key, value in sample.items():
        if key != "tables":
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    tables = []
    for name, table in sample["tables"].items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table["rows"])
        columns = json.dumps(table["columns"])
        tables.append(f'{json.dumps(name)}: {{"columns": {columns}, "rows": [\n{rows}]}}')
    lines.append('"tables": {\n' + ",\n".join(tables) + "\n}")
    return "{" + ",\n".join(lines) + "}\n"


def main(arguments: list[str]) -> int:
    """Make one sample."""
    if len(arguments) != 2:
        say("write: python -m tools.sample REF NAME")
        return 2
    ref, name = arguments
    with checked_out(ref) as release, tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        filled(release, home)
        text = as_text({"release": ref, **written_down(home)})
    if len(text.encode()) > LARGEST:
        raise StepError(f"the sample has {len(text.encode())} bytes; fill less into it")
    SAMPLES.mkdir(exist_ok=True)
    (SAMPLES / f"{name}.json").write_text(text, encoding="utf-8")
    say(f"{len(text.encode())} bytes, {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StepError as error:
        say(str(error))
        sys.exit(1)
