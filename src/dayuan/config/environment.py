"""Settings that come from outside, read once and refused loudly when wrong."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dayuan.kernel import egress, engine

#: Seconds after which a server that does not answer is away.
_CONNECT_WITHIN = 5

_at_work: list[bool] = []


class BadEnvironmentError(Exception):
    """A setting from outside cannot be used; the sentence says what to write."""


def at_work() -> None:
    """Say that this process serves a house that stands; before the settings are read.

    Its database file is then opened and never made (see ``dayuan.config.sqlite``).
    """
    _at_work.append(True)


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no setting; anything but 1/0, true/false, yes/no is refused."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes"}:
        return True
    if raw.lower() in {"0", "false", "no"}:
        return False
    raise BadEnvironmentError(f"{name} is {raw!r}; write 1 or 0")


def number(name: str, *, default: int, least: int) -> int:
    """Read a whole number that may not be below ``least``."""
    raw = os.environ.get(name) or str(default)
    if not (raw.isascii() and raw.isdigit()) or int(raw) < least:
        raise BadEnvironmentError(f"{name} is {raw!r}; write a whole number from {least} on")
    return int(raw)


def words(name: str, *, default: str = "") -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def address(name: str) -> str:
    """Read the beginning of an address, without the last slash; empty where none is given."""
    raw = os.environ.get(name, "").strip().rstrip("/")
    if raw:
        url = urlsplit(raw)
        if url.scheme not in {"http", "https"} or not url.netloc or url.query or url.fragment:
            raise BadEnvironmentError(
                f"{name} is {raw!r}; write an address such as https://dayuan.example"
            )
    return raw


def targets(name: str) -> tuple[str, ...]:
    """Read what inside may be reached: addresses and networks, each with a port or without."""
    try:
        return egress.checked(words(name))
    except ValueError as wrong:
        raise BadEnvironmentError(
            f"{name}: {wrong}; write addresses such as 10.20.0.5:8443, 10.30.0.0/24"
        ) from wrong


def gateways(name: str) -> dict[str, str]:
    """Read which address stands for a robot's own host: ``wecom=https://10.20.0.5``."""
    found = {}
    for pair in words(name):
        robot, _, url = pair.partition("=")
        try:
            egress.target_of(url)
        except egress.BadTargetError as wrong:
            raise BadEnvironmentError(
                f"{name} has {pair!r}; write lines such as wecom=https://10.20.0.5"
            ) from wrong
        found[robot] = url.rstrip("/")
    return found


def home() -> Path:
    """Return the folder that holds database, files and keys; made if missing."""
    path = Path(os.environ.get("DAYUAN_HOME", "var")).resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o750)
    return path


def secret_key(folder: Path) -> str:
    """Return the signing key: from the environment, or made once beside the data."""
    if key := os.environ.get("DAYUAN_SECRET_KEY", ""):
        if len(key) < 32:
            raise BadEnvironmentError("DAYUAN_SECRET_KEY is too short; use at least 32 characters")
        return key
    file = folder / "secret.key"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(64))
    return file.read_text().strip()


def database(folder: Path) -> dict[str, Any]:
    """Return Django's database setting for ``DAYUAN_DATABASE_URL``."""
    raw = os.environ.get("DAYUAN_DATABASE_URL") or f"sqlite:///{folder / 'dayuan.sqlite3'}"
    url = urlsplit(raw)
    if url.scheme == "sqlite":
        return _sqlite(unquote(url.path.removeprefix("/")))
    if url.scheme in {"postgresql", "postgres"}:
        return _postgresql(raw)
    raise BadEnvironmentError("DAYUAN_DATABASE_URL must start with sqlite:/// or postgresql://")


def _sqlite(path: str) -> dict[str, Any]:
    journal = engine.journal_mode(engine.running_version())
    return {
        "ENGINE": "dayuan.config.sqlite" if _at_work else "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;PRAGMA journal_size_limit=27103364;"
                "PRAGMA cache_size=-16000;"
            ),
        },
    }


def _postgresql(raw: str) -> dict[str, Any]:
    url = urlsplit(raw)
    query = dict(parse_qsl(url.query))
    # Compiling a question takes PostgreSQL longer than answering any that a page asks; an
    # address that brings its own options (through a pooler, say) keeps them.
    query.setdefault("options", "-c jit=off")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": query.pop("port", str(url.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": _CONNECT_WITHIN, **query},
    }
