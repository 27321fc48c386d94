"""Guards over the repository: whose words stand where, and what travels along."""

import importlib.metadata
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture import guards
from tools.shell import ROOT

HANDBOOK = ROOT / "handbooks" / "pukou"
#: Sections of a handbook whose keys are codewords of that compound alone.
CODED = ["posts", "roles", "levels", "parties", "equipment", "petition_routing", "security_table"]
IDS = re.compile(r"\b[A-Z]-?\d(?:[\w.-]*\w)?")
HOSTS = [
    ("pypi", "org"),
    ("python" + "hosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("npmmirror", "com"),
    ("debian", "org"),
    ("jsdelivr", "net"),
    ("unpkg", "com"),
    ("googleapis", "com"),
]
MACHINE_PATHS = re.compile(r"(?<![\w.}$)*])/" + r"(?:work|root|home|tmp|mnt|Users)\b/?")


def tracked() -> list[Path]:
    """Return the repository's files: those under version control and those about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def texts(*folders: str) -> Iterator[tuple[Path, str]]:
    """Yield the repository's text files, below some folders if they are named."""
    for path in tracked():
        if folders and not any(path.is_relative_to(ROOT / folder) for folder in folders):
            continue
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


@cache
def parts_of_the_handbook() -> list[dict[str, Any]]:
    """Return every file of the Pukou handbook as plain data."""
    return [
        yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}
        for path in sorted(HANDBOOK.rglob("*.yaml"))
    ]


def codewords() -> set[str]:
    """Return the codewords that belong to the Pukou compound alone.

    Of one word (``duty``, ``canteen``) are also words of the language, not told apart.
    """
    parts = parts_of_the_handbook()
    found = {code for part in parts for section in CODED for code in part.get(section) or ()}
    return {code for code in found if "_" in code}


def numbers() -> set[str]:
    """Return the ids of the Pukou plan's clauses, sections and decisions."""
    return {
        number
        for part in parts_of_the_handbook()
        for section in ("clauses", "sections", "decisions")
        for number in part.get(section) or ()
        # A bare chapter (one letter, one digit) is a word like any other.
        if len(number) > 2
    }


def mentioned(text: str, codes: set[str]) -> set[str]:
    """Return the codewords that stand in a text between quotes."""
    return set(re.findall(r"[\"']([a-z][a-z0-9_]*)[\"']", text)) & codes


def test_the_handbook_has_the_codewords_we_look_for() -> None:
    assert len(codewords()) > 40
    assert len(numbers()) > 500
    assert {number for number in numbers() if not IDS.fullmatch(number)} == set()


def test_no_codeword_of_the_compound_stands_in_the_program() -> None:
    codes = codewords()
    python = {
        f"{path.relative_to(ROOT)}:{line}: {value}"
        for path in guards.python_files()
        for line, value in guards.string_constants(path.read_text("utf-8"))
        if value in codes
    }
    templates = {
        f"{path.relative_to(ROOT)}: {code}"
        for path, text in texts("src")
        if path.suffix in {".html", ".txt", ".js"}
        for code in mentioned(text, codes)
    }
    assert python | templates == set()


def test_no_clause_or_decision_stands_in_the_program() -> None:
    known = numbers()
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in texts("src")
        for match in IDS.finditer(text)
        if match[0] in known
    ]
    assert found == []


def test_no_compound_is_named_in_the_program() -> None:
    assert [str(path) for path, text in texts("src") if "浦口" in text] == []


@pytest.mark.parametrize("fault", ["C5.4.2.3-01", "C3.1", "see A-02", "(A-103)"])
def test_a_clause_in_the_program_would_be_seen(fault: str) -> None:
    assert IDS.search(f'x = "{fault}"  # why')


def test_a_codeword_in_the_program_would_be_seen() -> None:
    code = next(iter(codewords()))
    assert mentioned(f'<input name="{code}">', codewords()) == {code}
    assert [value for _, value in guards.string_constants(f'"""{code}"""\nx = "{code}"')] == [code]


def test_no_place_that_packages_come_from_is_named() -> None:
    hosts = [".".join(parts) for parts in HOSTS]
    found = [f"{path.relative_to(ROOT)}: {h}" for path, text in texts() for h in hosts if h in text]
    assert found == []


def test_no_path_of_one_machine_is_written_down() -> None:
    digests = {ROOT / "package-lock.json"}
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in texts()
        if path not in digests
        for match in MACHINE_PATHS.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["work", "root", "home", "tmp"])
def test_a_path_of_one_machine_would_be_seen(folder: str) -> None:
    assert MACHINE_PATHS.search(f'open("/{folder}/somebody/file")')
    assert not MACHINE_PATHS.search(f"src/{folder}/models.py and {{x}}/{folder}/y")


def test_nothing_made_by_others_or_by_a_build_is_committed() -> None:
    made = re.compile(r"\.(mo|min\.js|min\.css|woff2?|map|sqlite3|whl)$|/vendor/|node_modules/")
    assert [str(path) for path in tracked() if made.search(str(path.relative_to(ROOT)))] == []


def licence(name: str) -> str:
    """Return what an installed package says its licence is, the shortest true form first."""
    about = importlib.metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    first_line = "".join(about.get_all("License", [])).strip().partition("\n")[0]
    expression = "".join(about.get_all("License-Expression", []))
    named = expression or "; ".join(classifiers) or first_line
    return named or "\n".join(_licence_files(name))


def _licence_files(name: str) -> Iterator[str]:
    for file in importlib.metadata.files(name) or ():
        if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            yield file.read_text("utf-8")


def is_copyleft(words: str) -> bool:
    """Tell whether a licence would bind the whole program; the Lesser GPL does not."""
    lesser = re.compile(r"LGPL[\w.+-]*|(GNU )?Lesser General Public License[^;]*", re.IGNORECASE)
    rest = lesser.sub("", words)
    return bool(re.search(r"A?GPL|General Public License|SSPL|EUPL", rest, re.IGNORECASE))


def test_what_ships_binds_nobody_to_a_copyleft_licence() -> None:
    lock = (ROOT / "requirements" / "base.txt").read_text("utf-8")
    names = re.findall(r"^([a-z0-9][\w.-]*)==[^;\n]*(;?)", lock, re.MULTILINE)
    said = {}
    for name, conditional in names:
        try:
            said[name] = licence(name)
        except importlib.metadata.PackageNotFoundError:
            assert conditional, f"{name} is locked but not installed"
    assert len(said) > 20
    assert {name: words for name, words in said.items() if not words or is_copyleft(words)} == {}


@pytest.mark.parametrize(
    ("words", "binds"),
    [
        ("GPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("AGPLv3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_a_copyleft_licence_is_recognised(words: str, *, binds: bool) -> None:
    assert is_copyleft(words) is binds


def test_integration_runs_the_same_command_as_people_do() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").rstrip().endswith("exec make test")
    assert script.stat().st_mode & 0o111
