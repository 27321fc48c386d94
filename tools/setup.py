"""From a fresh clone to something that runs: ``python3 -m tools.setup run|dev``.

Each step leaves a stamp of what it was done for; a later start skips it, an
interrupted one is done again, a changed lock is installed again.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from tools import assets
from tools.shell import (
    CACHE,
    PYTHON,
    ROOT,
    VENV,
    Stamp,
    StepError,
    digest,
    only_one,
    run,
    say,
    step,
)

#: What each kind of installation installs; ``dev`` holds all of ``run``.
LOCKS = {"run": ROOT / "requirements" / "build.txt", "dev": ROOT / "requirements" / "dev.txt"}
LOCALE = ROOT / "src" / "dayuan" / "locale"
OLDEST = (3, 11)


def environment() -> None:
    """Make the virtual environment, or make it again when it cannot run."""
    if _runs(PYTHON):
        return
    if sys.version_info < OLDEST:
        raise StepError(f"Python {sys.version.split()[0]} is too old; 3.11 or newer is needed.")
    with step("建立虚拟环境", "virtual environment"):
        try:
            run([sys.executable, "-m", "venv", "--clear", VENV], log=CACHE / "log" / "venv.log")
        except StepError as error:
            raise StepError(f"{error}\n  Type: apt-get install python3-venv") from error


def _runs(python: Path) -> bool:
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        run([python, "-c", check], log=CACHE / "log" / "python.log")
    except (OSError, StepError):
        return False
    return True


def _identity() -> str:
    """Name this very environment: a rebuilt or moved one has to be filled again."""
    config = VENV / "pyvenv.cfg"
    made = config.stat().st_mtime_ns if config.is_file() else 0
    return f"{VENV} {made}"


def dependencies(kind: str) -> None:
    """Install the locked set, every file by its digest."""
    stamps = {name: Stamp(f"pip-{name}", digest(lock, _identity())) for name, lock in LOCKS.items()}
    if stamps["dev"].holds() or stamps[kind].holds():
        return
    environment()
    stamp = Stamp(f"pip-{kind}", digest(LOCKS[kind], _identity()))
    with step("安装依赖（首次约一分钟）", "dependencies (about a minute the first time)"):
        for other in stamps.values():
            other.drop()
        pip("--require-hashes", "--no-deps", "-r", LOCKS[kind], progress=_counter(LOCKS[kind]))
        stamp.keep(PYTHON)


def package() -> None:
    """Install the clone itself, in place, so that ``dayuan`` is a command."""
    stamp = Stamp("package", digest(ROOT / "pyproject.toml", _identity()))
    if stamp.holds():
        return
    with step("安装本软件", "the package itself, in place"):
        stamp.drop()
        pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT)
        stamp.keep(VENV / "bin" / "dayuan")


def pip(*arguments: str | Path, progress: Callable[[str], str | None] | None = None) -> None:
    """Run pip's installer in the environment, quietly; raise :class:`StepError` if it fails."""
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command = [PYTHON, "-m", "pip", "install", *quiet, *arguments]
    run(command, log=CACHE / "log" / "pip.log", progress=progress)


def _counter(lock: Path) -> Callable[[str], str | None]:
    total = len(re.findall(r"^[A-Za-z0-9][^ ]*==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    seen: set[str] = set()

    def progress(line: str) -> str | None:
        if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([^= ]+)", line):
            seen.add(found[1])
            return f"{len(seen)}/{total} {found[1]}"
        return "installing …" if line.startswith("Installing collected") else None

    return progress


def catalogues() -> None:
    """Compile the message catalogues that changed."""
    sources = sorted(LOCALE.rglob("*.po"))
    stamp = Stamp("catalogues", digest(*sources))
    if not sources or stamp.holds():
        return
    with step("编译界面文字", "message catalogues"):
        run([PYTHON, "-m", "tools.messages", "compile"], log=CACHE / "log" / "messages.log")
        stamp.keep(*(source.with_suffix(".mo") for source in sources))


def prepare(kind: str) -> None:
    """Do every step that is not done yet."""
    with only_one("setup"):
        dependencies(kind)
        package()
        assets.build()
        catalogues()


def main(arguments: list[str]) -> int:
    """Prepare the clone; with words after the kind, become that command of the house."""
    kind, *command = arguments or ["run"]
    if kind not in LOCKS:
        say(f"write one of: {', '.join(LOCKS)}")
        return 2
    try:
        prepare(kind)
    except StepError as error:
        say(f"{error}")
        return 1
    if command:
        program = VENV / "bin" / command[0]
        os.chdir(ROOT)
        os.execv(program, [str(program), *command[1:]])  # noqa: S606 - our own command, no shell
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\n中断；再次运行会接着做 · interrupted; run it again to go on")
        sys.exit(130)
