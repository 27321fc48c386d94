"""The house as it stands: floors, modules, who imports whom, how large.

    python -m tools.house           print it
    python -m tools.house --write   renew the table in docs/ARCHITECTURE.md

The table holds what a reader needs and what changes only when the house does:
no sizes, so that it is not out of date with every line.
"""

import ast
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import grimp

from tools.floors import SHELVES, module_of, order
from tools.shell import ROOT, say

SOURCE = ROOT / "src" / "dayuan"
TESTS = ROOT / "tests"
DOCUMENT = ROOT / "docs" / "ARCHITECTURE.md"
BEGIN, END = "<!-- house:begin -->", "<!-- house:end -->"


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the house: its name, its promise, and the modules it uses."""

    name: str
    promise: str
    uses: tuple[str, ...]

    @property
    def floor(self) -> str:
        """Return the floor the module stands on."""
        return self.name.split(".")[0]

    @property
    def path(self) -> Path:
        """Return its folder, or its file where a module is a single file."""
        folder = SOURCE.joinpath(*self.name.split("."))
        return folder if folder.is_dir() else folder.with_suffix(".py")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a module is: lines of program and of tests, and its functions' lengths."""

    program: int
    tests: int
    functions: tuple[int, ...]

    def __str__(self) -> str:
        lengths = sorted(self.functions) or [0]
        p90 = lengths[int(len(lengths) * 0.9)]
        median = statistics.median(lengths)
        counted = f"{len(self.functions):>5} {median:>7.0f} {p90:>5}"
        return f"{self.program:>7} {self.tests:>7} {counted}"


def modules() -> list[Module]:
    """Return every module, floor by floor from the top, in the order of the contracts."""
    graph = grimp.build_graph("dayuan", cache_dir=None)
    uses: dict[str, set[str]] = {name: set() for name in names()}
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            known = module_of(importer), module_of(imported)
            if known[0] != known[1] and set(known) <= uses.keys():
                uses[known[0]].add(known[1])
    rank = list(uses)
    return [
        Module(name, promise(name), tuple(sorted(found, key=rank.index)))
        for name, found in uses.items()
    ]


def names() -> list[str]:
    """Return the names of all modules that exist, from the top floor down."""
    found = []
    for floor in (name for layer in order("floors") for name in layer):
        folder = SOURCE / floor
        if floor in SHELVES:
            found += [f"{floor}.{child}" for child in sorted(_children(folder), key=_depth(floor))]
        elif folder.is_dir():
            found.append(floor)
    return found


def _children(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir() and (path / "__init__.py").is_file():
            yield path.name
        elif path.suffix == ".py" and path.stem != "__init__":
            yield path.stem


def _depth(floor: str) -> Callable[[str], tuple[int, str]]:
    """Sort the children of a floor as its own contract orders them, else by name."""
    contract = {"platform": "platform-order", "reference": "reference-order"}.get(floor)
    layers = order(contract) if contract else []
    ranked = [name for layer in layers for name in layer]
    return lambda child: (ranked.index(child) if child in ranked else len(ranked), child)


def promise(name: str) -> str:
    """Return the first line of what a module says about itself."""
    folder = SOURCE.joinpath(*name.split("."))
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return said.split("\n\n")[0].replace("\n", " ").strip()


def functions(text: str) -> list[tuple[str, int, int]]:
    """Return name, first line and length of every function of a text, docstrings not counted."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            found.append((node.name, node.lineno, length))
    return found


def size(module: Module) -> Size:
    """Measure a module and the tests that mirror it."""
    texts = list(_texts(module.path))
    tests = TESTS.joinpath(*module.name.split("."))
    lengths = tuple(length for text in texts for _, _, length in functions(text))
    return Size(_lines(texts), _lines(_texts(tests)), lengths)


def _texts(path: Path) -> Iterator[str]:
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    yield from (file.read_text("utf-8") for file in files if "migrations" not in file.parts)


def _lines(texts: Iterator[str] | list[str]) -> int:
    return sum(len(text.splitlines()) for text in texts)


def table(house: list[Module]) -> str:
    """Return the house as the table of docs/ARCHITECTURE.md."""
    rows = ["| floor | module | what it promises | uses |", "|---|---|---|---|"]
    floor = ""
    for module in house:
        shown = f"**{module.floor}**" if module.floor != floor else ""
        floor = module.floor
        uses = ", ".join(f"`{name}`" for name in module.uses) or "nothing"
        rows.append(f"| {shown} | `{module.name}` | {module.promise} | {uses} |")
    return "\n".join(rows)


def with_table(document: str, drawn: str) -> str:
    """Return a document with the table between its marks; without marks it raises ValueError."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} needs a line {BEGIN} and a line {END}")
    return f"{before}{BEGIN}\n{drawn}\n{END}{after}"


def show(house: list[Module]) -> None:
    """Print floors, modules, sizes and who imports whom."""
    say(f"{'module':<24}{'program':>7} {'tests':>7} {'func.':>5} {'median':>7} {'p90':>5}  uses")
    floor = ""
    for module in house:
        if module.floor != floor:
            floor = module.floor
            say(f"── {floor}")
        say(f"{module.name:<24}{size(module)}  {', '.join(module.uses)}")
    say(f"{'':<24}{_whole(house)}")


def _whole(house: list[Module]) -> Size:
    parts = [size(module) for module in house]
    lengths = tuple(length for part in parts for length in part.functions)
    return Size(sum(part.program for part in parts), _lines(_texts(TESTS)), lengths)


def main(arguments: list[str]) -> int:
    """Print the house, or renew its table."""
    house = modules()
    if arguments == ["--write"]:
        text = with_table(DOCUMENT.read_text("utf-8"), table(house))
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    show(house)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
