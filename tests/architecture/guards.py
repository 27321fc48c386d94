"""What the import contracts cannot see, as functions from a source text to findings.

Each guard takes a path as it stands below ``src/dayuan`` and the file's text, and
returns ``(line, what is wrong)``. Pure, so that a planted fault proves each of them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tools.house import functions
from tools.shell import ROOT

SRC = ROOT / "src" / "dayuan"
Finding = tuple[int, str]
Guard = Callable[[Path, str], list[Finding]]

#: Where the outer edge reads the clock and hands the time in.
EDGE = {
    "web",
    "api",
    "sweeps",
    "worker",
    "config",
    "middleware",
    "context",
    "templatetags",
    "present",
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "present.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "time.monotonic",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(.*)$")
NAMED_RULES = re.compile(r"^[\s:]*(\[[^\]]*\]|[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?")
#: The one helper that writes a state, and the queue, whose rows are no records of
#: anybody's work: it moves them by compare-and-set and no person acts on their state.
STATE_WRITERS = ("platform/audit/transitions.py", "platform/jobs/")


def python_files(folder: Path = SRC) -> list[Path]:
    """Return the Python files of a folder that people write (not migrations)."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def findings(guard: Guard, folder: Path = SRC) -> list[str]:
    """Return what a guard finds in every Python file, as lines that name the place."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in python_files(folder)
        for line, what in guard(path.relative_to(folder), path.read_text("utf-8"))
    ]


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def nodes(text: str) -> Iterator[ast.AST]:
    """Walk over everything in a Python text."""
    return ast.walk(_parsed(text))


def _at_the_edge(path: Path) -> bool:
    return bool(EDGE & {part.removesuffix(".py") for part in path.parts})


def reads_the_clock(path: Path, text: str) -> list[Finding]:
    """Wall 5: time is passed in; only the outer edge reads it."""
    if _at_the_edge(path):
        return []
    found = []
    for node in nodes(text):
        if isinstance(node, ast.Attribute):
            name = ".".join(ast.unparse(node).split(".")[-2:])
            if name in CLOCKS:
                found.append((node.lineno, f"reads the clock: {name}"))
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append((node.value.lineno, f"lets the framework read the clock: {node.arg}"))
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.utils.timezone",
            "django.db.models.functions",
            "time",
        }:
            names = {alias.name for alias in node.names} & {"now", "Now", "localdate", "time"}
            found += [(node.lineno, f"imports a clock: {name}") for name in sorted(names)]
    return found


def writes_a_state(path: Path, text: str) -> list[Finding]:
    """Wall 3: a state changes by its table, through the one helper."""
    if path.as_posix().startswith(STATE_WRITERS):
        return []
    found = []
    for node in nodes(text):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if node.attr == "state":
                found.append((node.lineno, f"assigns {ast.unparse(node)}"))
        elif isinstance(node, ast.Call) and _mentions(node, "state"):
            found.append((node.lineno, f"{_called(node)}(… state …)"))
    return found


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _mentions(call: ast.Call, word: str) -> bool:
    """Tell whether a call that writes names a field, as its keyword or as a string."""
    if _called(call) == "update":
        return any(keyword.arg == word for keyword in call.keywords)
    if _called(call) not in {"bulk_update", "setattr"}:
        return False
    parts = [part for argument in call.args for part in ast.walk(argument)]
    return any(isinstance(part, ast.Constant) and part.value == word for part in parts)


def view_touches_rows(path: Path, text: str) -> list[Finding]:
    """Wall 2: rows come through doors; views and endpoints never touch a manager."""
    if not {"web", "api"} & {part.removesuffix(".py") for part in path.parts}:
        return []
    return [
        (node.lineno, f"touches {ast.unparse(node)}")
        for node in nodes(text)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS | WRITES
    ]


def reason_missing(_path: Path, text: str) -> list[Finding]:
    """An exception from a rule names the rule and says why, beside the first of its kind."""
    found, explained = [], set()
    for number, line in enumerate(text.splitlines(), start=1):
        for mark in EXCEPTION.finditer(line):
            named = NAMED_RULES.match(mark[2])
            rule = f"{mark[1]}{named[0] if named else ''}".rstrip(" -")
            reason = NAMED_RULES.sub("", mark[2])
            if len(re.sub(r"[\W_]", "", reason)) >= len("above"):
                explained.add(rule)
            elif rule not in explained:
                found.append((number, f"no reason beside: {mark[0].strip()}"))
    return found


def too_long(path: Path, text: str) -> list[Finding]:
    """A file stays below 500 lines and a function at 50 at most."""
    lines = len(text.splitlines())
    found = [(lines, f"{lines} lines in one file")] if lines >= 500 else []
    return found + [
        (start, f"{name} has {length} lines")
        for name, start, length in functions(text)
        if length > 50
    ]


def sleeps(path: Path, text: str) -> list[Finding]:
    """A test waits for what it waits for, never for a while."""
    if not path.name.startswith("test_"):
        return []
    return [
        (node.lineno, "sleeps")
        for node in nodes(text)
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node).endswith("time.sleep") or node.attr == "wait_for_timeout")
    ]


def string_constants(text: str) -> Iterator[tuple[int, str]]:
    """Yield the strings of a Python text that are data, not docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in nodes(text)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(text):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value
