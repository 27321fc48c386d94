"""Handing messages to the child that carries them out, and hearing how each went."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

#: Seconds after which the child is ended; what it did not answer by then was too slow.
WALL = 25.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message went; the codeword says what was wrong, empty when it was sent."""

    problem: str = ""

    @property
    def sent(self) -> bool:
        """Tell whether somebody outside took it."""
        return not self.problem


def carry(jobs: Sequence[Mapping[str, Any]], *, wall: float = WALL) -> dict[str, Outcome]:
    """Send these messages and return how each went, by its id; never raises for what goes wrong."""
    if not jobs:
        return {}
    asked = {"open_inside": list(settings.OUTWARD_ALLOWED), "jobs": list(jobs)}
    said, ended = _ask(json.dumps(asked) + "\n", wall)
    found = {}
    for line in said.splitlines():
        answer = json.loads(line)
        found[answer["id"]] = Outcome(answer["problem"])
    missing = Outcome("lost" if ended else "slow")
    return {job["id"]: found.get(job["id"], missing) for job in jobs}


def _ask(words: str, wall: float) -> tuple[str, bool]:
    """Return what the child said, and whether it ended by itself."""
    command = [sys.executable, "-I", "-m", "dayuan.platform.notices.child"]
    with subprocess.Popen(  # noqa: S603 - our own module; what is sent goes in by its mouth
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=_surroundings(),
    ) as child:
        try:
            said, _ = child.communicate(words, timeout=wall)
        except subprocess.TimeoutExpired:
            child.kill()
            said, _ = child.communicate()
            return _whole_lines(said), False
    return _whole_lines(said), True


def _surroundings() -> dict[str, str]:
    """Return the child's environment: no proxy, no key, no password of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    if settings.OUTWARD_CA:
        kept |= {"SSL_CERT_FILE": settings.OUTWARD_CA, "REQUESTS_CA_BUNDLE": settings.OUTWARD_CA}
    return kept


def _whole_lines(said: str) -> str:
    return said[: said.rfind("\n") + 1]
