"""Programs that act for people of the cast, by a token of theirs."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from dayuan.platform.rest import commands
from dayuan.platform.rest.rules import FEED
from dayuan.platform.rest.scopes import scopes
from tests.cast import NOW, Member

BASE = "/api/v1"


@dataclass
class Program:
    """A program with a token: it asks, and reads what comes back."""

    token: str
    language: str = "zh-hans"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """Ask; return the answer with its body as ``whole``, and ``said`` where it is JSON."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        if key:
            headers["Idempotency-Key"] = key
        answer: Any = self.client.generic(
            method, f"{BASE}{path}", "" if body is None else json.dumps(body),
            content_type="application/json", headers=headers,
        )  # fmt: skip
        # Read to its end, which closes a file that is handed out.
        answer.whole = b"".join(answer) if answer.streaming else answer.content
        answer.said = (
            json.loads(answer.whole)
            if "json" in answer.get("Content-Type", "") and answer.whole
            else None
        )
        return answer

    def get(self, path: str) -> Any:
        """Read something."""
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """Do something."""
        return self.ask("POST", path, body, key=key)

    def put(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """Set something."""
        return self.ask("PUT", path, body, key=key)


def program_of(member: Member, *only: str, at: datetime = NOW, days: int = 90) -> Program:
    """Return a program of this person, with these scopes or all there are."""
    wanted = only or tuple(one for one in scopes if one != FEED)
    _row, token = commands.issue(
        title="测试程序", scopes=wanted, days=days, actor=member.actor(at), at=at
    )
    return Program(token)
