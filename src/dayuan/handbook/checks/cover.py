"""The cover: a time zone that clocks know."""

from zoneinfo import ZoneInfo, available_timezones

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.nearby import nearest
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report a time zone that does not exist."""
    zone = subject.handbook.handbook.time_zone
    if _exists(zone):
        return
    near = nearest(zone, available_timezones()) or "Asia/Shanghai"
    yield subject.error(
        ("handbook", "time_zone"),
        "cover.time_zone",
        Text(f"没有时区“{zone}”", f"there is no time zone {zone}"),
        Text(f"请写 {near} 这样的名称", f"write a name such as {near}"),
    )


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        # Names with slashes, dots or odd lengths fail in their own ways.
        return False
    return True
