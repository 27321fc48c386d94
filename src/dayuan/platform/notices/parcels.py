"""The words of a message that leaves the house: a general sentence and a link, nothing else."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from dayuan.kernel.text import Text
from dayuan.platform.notices import judging, reach, sealing
from dayuan.platform.notices.carrying import Outcome
from dayuan.platform.notices.kinds import kinds
from dayuan.platform.notices.models import Channel, Delivery, Preference
from dayuan.platform.notices.states import TRIAL
from dayuan.platform.notices.ways import WAYS

Job = Mapping[str, Any]
_HOUSE = Text("大院", "Dayuan")
_TRIAL = Text("这是一条试发消息", "This is a trial message")
_MANY = Text("有 {n} 条新提醒", "{n} new notices")
_OPEN = Text("请登录查看：", "Sign in to read: ")


def jobs(taken: Mapping[str, list[Delivery]], *, now: datetime) -> dict[str, Job | Outcome]:
    """Return what the child is asked to carry; an outcome where it cannot be written at all."""
    persons = {r.person_id for rows in taken.values() for r in rows if r.person_id is not None}
    wishes = {one.person_id: one for one in judging.wishes_of(persons)}
    known = reach.reached(persons)
    found: dict[str, Job | Outcome] = {}
    for name, rows in taken.items():
        channel = rows[0].channel
        values = sealing.opened(channel.sealed, place=channel.place)
        if values is None or not settings.PUBLIC_URL:
            found[name] = Outcome("secret_lost" if values is None else "no_public_url")
            continue
        person = rows[0].person_id
        wish = wishes.get(person or 0) or Preference(language=channel.language)
        to = known.get(person or 0)
        language = wish.language if person is not None else channel.language
        words = _Words(rows, language)
        found[name] = _MADE[channel.way](name, channel, values, words, wish, to, now)
    return found


def link() -> str:
    """Return where the reader goes: the configured address, whatever anybody's browser says."""
    return f"{settings.PUBLIC_URL}{reverse('notices:list')}"


class _Words:
    """What one message says."""

    def __init__(self, rows: list[Delivery], language: str) -> None:
        self.count = len(rows)
        self.kind = rows[0].kind if self.count == 1 else "digest"
        self.language = language
        self.says = self._says().in_language(language).format(n=self.count)

    def _says(self) -> Text:
        if self.count > 1:
            return _MANY
        if self.kind == TRIAL:
            return _TRIAL
        return kinds[self.kind].outward

    @property
    def subject(self) -> str:
        """Return the line above a letter."""
        house = _HOUSE.in_language(self.language)
        return (
            f"【{house}】{self.says}" if self.language.startswith("zh") else f"{house}: {self.says}"
        )

    @property
    def text(self) -> str:
        """Return the whole message."""
        return f"{self.subject}\n{_OPEN.in_language(self.language)}{link()}"


def _webhook(
    name: str, _channel: Channel, values: Mapping[str, str], words: _Words,
    _wish: Preference, to: reach.Reached | None, now: datetime,
) -> Job:  # fmt: skip
    message = {
        "id": name, "kind": words.kind, "count": words.count, "says": words.says,
        "language": words.language, "link": link(), "at": now.isoformat(),
        **({"to": to.staff_number} if to else {}),
    }  # fmt: skip
    body = json.dumps(message, ensure_ascii=False, sort_keys=True)
    stamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "dayuan",
        "X-Dayuan-Delivery": name,
        "X-Dayuan-Timestamp": stamp,
        "X-Dayuan-Signature": f"sha256={signature(values['secret'], stamp, body)}",
    }
    return {"id": name, "way": "webhook", "url": values["url"], "headers": headers, "body": body}


def signature(secret: str, stamp: str, body: str) -> str:
    """Return what proves that a message is ours, and when it was written."""
    return hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()


def _mail(
    name: str, _channel: Channel, values: Mapping[str, str], words: _Words,
    wish: Preference, _to: reach.Reached | None, now: datetime,
) -> Job:  # fmt: skip
    return {
        **values, "id": name, "way": "mail", "port": int(values["port"]), "to": wish.email,
        "subject": words.subject, "text": words.text, "date": format_datetime(now),
    }  # fmt: skip


def _robot(
    name: str, channel: Channel, values: Mapping[str, str], words: _Words,
    _wish: Preference, _to: reach.Reached | None, _now: datetime,
) -> Job:  # fmt: skip
    return {
        "id": name, "way": channel.way, "way_module": WAYS[channel.way].module,
        "token": values["token"], "secret": values.get("secret", ""), "text": words.text,
        "gateway": settings.OUTWARD_GATEWAYS.get(channel.way, ""),
    }  # fmt: skip


_MADE = {
    "webhook": _webhook, "mail": _mail, "wecom": _robot, "dingtalk": _robot, "feishu": _robot,
}  # fmt: skip
