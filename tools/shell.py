"""Running programs, saying what happens, and remembering what is already done.

Standard library only: this runs before anything is installed.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class StepError(Exception):
    """A step cannot go on; the text says what is missing and what to type."""


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe, also where Chinese cannot be printed."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def here(path: Path) -> str:
    """Return a path as it reads from the top of the clone."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@contextmanager
def step(chinese: str, english: str) -> Iterator[None]:
    """Say what begins, and how many seconds it took."""
    say(f"▸ {chinese} · {english}")
    start = time.monotonic()
    yield
    say(f"  ✓ {time.monotonic() - start:.1f} s")


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Let two terminals wait for each other instead of building over each other."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    progress: Callable[[str], str | None] | None = None,
    shown: int = 40,
) -> None:
    """Run a program; its output goes to ``log`` and is shown only when it fails.

    ``progress`` may turn a line of output into a short line for a terminal.
    Raises :class:`StepError` with the last ``shown`` lines when the program fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=shown)
    with log.open("w", encoding="utf-8", buffering=1) as out, _child(command, env, cwd) as child:
        try:
            for line in child.stdout or ():
                out.write(line)
                tail.append(line)
                _show(progress(line) if progress else None)
        except BaseException:
            # Interrupted: the program must not go on without us.
            child.terminate()
            raise
    _show("")
    if child.returncode:
        end = "".join(tail).rstrip()
        name = " ".join(str(part) for part in command)
        status = f"ended with {child.returncode}; all of it: {here(log)}"
        raise StepError(f"{end}\n✗ {name}\n  {status}")


def _child(
    command: Sequence[str | Path], env: Mapping[str, str] | None, cwd: Path
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(os.environ, **(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _show(line: str | None) -> None:
    """Overwrite the terminal's current line; a pipe or a log gets nothing of it."""
    if line is not None and sys.stdout.isatty():
        print(f"\r\033[K  {line[:76]}" if line else "\r\033[K", end="", flush=True)


def digest(*parts: Path | str) -> str:
    """Return one digest over files (by content) and words; a missing file counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else _content(part)
        total.update(f"{len(content)}:".encode())
        total.update(content)
    return total.hexdigest()


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


class Stamp:
    """Remembers that a step ended well, for which inputs, and what it left behind."""

    def __init__(self, name: str, inputs: str) -> None:
        self.file = CACHE / "done" / f"{name}.json"
        self.inputs = inputs

    def holds(self) -> bool:
        """Tell whether the step ended well for these inputs and its files are still there."""
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        made = [ROOT / name for name in kept.get("made", [])]
        return kept.get("inputs") == self.inputs and all(path.exists() for path in made)

    def drop(self) -> None:
        """Forget the step before it is done again: an interrupted one must not count."""
        self.file.unlink(missing_ok=True)

    def keep(self, *made: Path) -> None:
        """Remember the step, written beside and moved into place: never half a stamp."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".new")
        text = json.dumps({"inputs": self.inputs, "made": [here(path) for path in made]})
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.file)
