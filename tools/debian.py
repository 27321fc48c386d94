"""Debian packages the full tests need: installed when we may, else named.

Nothing here is needed to run the house itself.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.shell import CACHE, StepError, run, step


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package and how to see whether what it brings is already there."""

    name: str
    present: Callable[[], bool]


def postgresql_folder() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, newest version first."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda path: int(path.parts[-3]), reverse=True)
    if not found and (named := shutil.which("initdb")):
        found = [Path(named).resolve()]
    return found[0].parent if found else None


def chromium() -> str | None:
    """Return the browser that journeys drive: the one without a window first, it needs half."""
    known = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next((path for name in known if (path := shutil.which(name))), None)


def _has_headless() -> bool:
    return shutil.which("chromium-headless-shell") is not None


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(answer.stdout.strip())


POSTGRESQL = Package("postgresql", lambda: postgresql_folder() is not None)
HEADLESS = Package("chromium-headless-shell", _has_headless)
CHROMIUM = Package("chromium", lambda: chromium() is not None)
CHINESE_FONT = Package("fonts-noto-cjk", _has_chinese_font)


def ensure(*packages: Package) -> None:
    """Install what is missing; raise :class:`StepError` with the line to type when we may not."""
    missing = [package.name for package in packages if not package.present()]
    if not missing:
        return
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
    prefix = _right_to_install()
    if prefix is None:
        raise StepError(f"missing: {', '.join(missing)}\n  Type as root: {line}")
    with step(f"安装系统软件包 {' '.join(missing)}", "system packages for the tests"):
        _install(prefix, missing)
    if absent := [package.name for package in packages if not package.present()]:
        raise StepError(f"installed, yet not to be found: {', '.join(absent)}")


def ensure_browser() -> None:
    """Install a browser and a Chinese font; one that is there will do where we may not install."""
    try:
        ensure(HEADLESS, CHINESE_FONT)
    except StepError:
        ensure(CHROMIUM, CHINESE_FONT)


def _install(prefix: list[str], names: list[str]) -> None:
    # RUNLEVEL=1 keeps a freshly installed server from being started: the tests
    # start one of their own and want nothing to run beside it.
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"]
    log = CACHE / "log" / "apt.log"
    run([*quiet, "update"], log=log)
    run([*quiet, "install", "-y", "--no-install-recommends", *names], log=log)


def _right_to_install() -> list[str] | None:
    """Return what stands before apt-get, or None when we may not install."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    try:
        allowed = subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return None
    return sudo if allowed else None
