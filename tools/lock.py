"""Resolve the dependencies anew and lock them by digest: ``make lock``.

Plain requirements files, because pip alone must be able to install them and because
they name no host. ``base`` is what a server needs, ``build`` adds what turns a clone
into something that runs, ``dev`` adds what checks it, ``solver`` is ``base`` with what
searches rosters, ``node`` is for machines that have none. All share the versions of ``dev``.
"""

import sys
from pathlib import Path

from tools.shell import CACHE, ROOT, StepError, run, say, step

UV = "uv==0.13.9"
HOME = CACHE / "uv"
LOCKS: dict[str, list[str]] = {
    "dev": ["pyproject.toml", "--extra", "dev", "--extra", "solver", "--group", "build"],
    "base": ["pyproject.toml", "-c", "requirements/dev.txt"],
    "build": ["pyproject.toml", "--group", "build", "-c", "requirements/dev.txt"],
    "solver": ["pyproject.toml", "--extra", "solver", "-c", "requirements/dev.txt"],
    "node": ["--group", "node"],
}
OPTIONS = [
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
]


def resolver() -> Path:
    """Return uv, installed apart from the house's own environment."""
    program = HOME / "bin" / "uv"
    if not program.exists():
        run([sys.executable, "-m", "venv", "--clear", HOME], log=CACHE / "log" / "uv.log")
        python = str(HOME / "bin" / "python")
        run([python, "-m", "pip", "install", "--quiet", UV], log=CACHE / "log" / "uv.log")
    return program


def main(arguments: list[str]) -> int:
    """Write the five locks; with ``--upgrade`` as an argument to the newest versions."""
    try:
        with step("锁定依赖版本", "locking dependencies"):
            uv = resolver()
            for name, wanted in LOCKS.items():
                target = ROOT / "requirements" / f"{name}.txt"
                command = [str(uv), "pip", "compile", *wanted, *OPTIONS, *arguments]
                run([*command, "-o", str(target)], log=CACHE / "log" / f"lock-{name}.log")
    except StepError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
