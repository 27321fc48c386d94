"""What is asked of a queued act before it is carried out; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text

#: Days that an id is kept; what a phone kept for longer is not taken any more, so
#: that nothing is done twice after its id is forgotten.
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Queued:
    """One act as a phone sends it: a codeword of the program, on one thing, with values."""

    client_id: UUID
    #: The mark of the account that it was queued for.
    owner: str
    act: str
    about: int
    values: Mapping[str, Any]
    #: When the phone says it was done. Noted, never trusted.
    claimed: datetime

    @property
    def said(self) -> str:
        """Return what is to be done as one line, the same for the same act."""
        return json.dumps([self.act, self.about, self.values], sort_keys=True, ensure_ascii=False)


def read(body: object) -> Queued | None:
    """Return the act in a message of a phone, or ``None`` where it is none."""
    if not isinstance(body, dict):
        return None
    given = cast(dict[str, Any], body)
    if not _whole(given):
        return None
    try:
        claimed = datetime.fromisoformat(given["claimed"])
        pk = UUID(given["id"])
    except ValueError:
        return None
    if claimed.tzinfo is None:
        return None
    return Queued(pk, given["owner"], given["act"], given["about"], given["values"], claimed)


def _whole(given: Mapping[str, Any]) -> bool:
    texts = [given.get(name) for name in ("id", "owner", "act", "claimed")]
    about = given.get("about")
    return (
        all(isinstance(text, str) and len(text) <= 60 for text in texts)
        and isinstance(about, int)
        and not isinstance(about, bool)
        and 0 < about < 2**63
        and isinstance(given.get("values"), dict)
    )


def problems(queued: Queued, *, owner: str, at: datetime) -> Problems:
    """Return why an act of a phone is not taken, whatever it is about."""
    if queued.owner != owner:
        return (NOT_YOURS,)
    return (TOO_OLD,) if at - queued.claimed > KEPT else ()


def _blocker(code: Literal["owner", "old", "other", "unknown"], zh: str, en: str) -> Blocker:
    return Blocker(f"offline.{code}", Text(zh, en))


NOT_YOURS = _blocker(
    "owner",
    "这一条是另一个账号离线时留下的，没有上传。",
    "This was left by another account; it was not sent.",
)
TOO_OLD = _blocker(
    "old",
    "这一条留在手机里超过七天，不再上传。请打开任务重新办。",
    "This lay on the phone for more than seven days and is not taken any more. Open the task.",
)
OTHER_WORDS = _blocker(
    "other",
    "同一个编号已经传过别的内容，这一条没有上传。",
    "Something else was sent under the same number; this was not taken.",
)
UNKNOWN = _blocker(
    "unknown",
    "现在的程序没有这个动作。请打开任务重新办。",
    "The program has no such act any more. Open the task.",
)
