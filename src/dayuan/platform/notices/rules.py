"""What stands in the way of a channel, when a message may go, and how long it waits."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dayuan.kernel import egress
from dayuan.kernel.egress import BadTargetError, Guard
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.notices.kinds import Group
from dayuan.platform.notices.ways import WAYS

#: Tries before a message waits for a person, and the pauses between them.
MAX_ATTEMPTS = 8
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
#: Messages to one person, and to one group, in an hour; the rest is joined into one.
HOURLY, HOURLY_GROUP = 6, 20
HOUR = timedelta(hours=1)
#: Trying again helps nothing: somebody has to change something first.
FOR_GOOD = frozenset({
    "inside", "port", "clear", "scheme", "userinfo", "host", "odd", "address", "secret_lost",
    "no_public_url", "fault",
})  # fmt: skip
TITLE_LENGTH = 60
#: Letters of a webhook's secret at least.
SECRET_LENGTH = 16
CHANNELS_MOST = 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")
_DING_SECRET = re.compile(r"(SEC[A-Za-z0-9]{20,120})?")
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def only_the_program(actor: Actor) -> Problems:
    """Return why a person may not do what the program does by itself."""
    return () if actor.is_system else (_ONLY_PROGRAM,)


def channel_problems(
    *, title: str, carries: Collection[str], demanded: Collection[str], known: Collection[str]
) -> Problems:
    """Return what is wrong with what a channel is called and carries."""
    found: list[Problem] = []
    if not 0 < len(title.strip()) <= TITLE_LENGTH:
        found.append(_TITLE)
    if not carries or not set(carries) <= set(known):
        found.append(_CARRIES)
    if not set(demanded) <= set(carries):
        found.append(_DEMANDED)
    return tuple(found)


def value_problems(way: str, values: Mapping[str, str], guard: Guard) -> Problems:
    """Return what is wrong with where a channel leads, and with its secrets."""
    if way == "webhook":
        return (*_url_problems(values["url"], guard), *_secret_problems(values["secret"]))
    if way == "mail":
        return _mail_problems(values, guard)
    found = [] if _TOKEN.fullmatch(values["token"]) else [_ROBOT]
    if not _DING_SECRET.fullmatch(values.get("secret", "")):
        found.append(_SIGNING)
    return tuple(found)


def leads_to(way: str, values: Mapping[str, str]) -> str:
    """Return as much of a channel's address as may be shown."""
    if way == "webhook":
        target = egress.target_of(values["url"])
        return f"{target.host}:{target.port}"[:120]
    if way == "mail":
        return f"{values['sender']} · {values['host']}:{values['port']}"[:120]
    return WAYS[way].host


def email_problems(email: str) -> Problems:
    """Return what is wrong with a person's own address."""
    fits = not email or (len(email) <= 120 and _EMAIL.fullmatch(email))
    return () if fits else (BAD_EMAIL,)


def pause_after(attempts: int) -> timedelta:
    """Return how long a message waits after so many tries that failed."""
    grown: timedelta = _FIRST_PAUSE * 4 ** min(attempts - 1, 10)
    return min(grown, _LONGEST_PAUSE)


def off_in_app(group: Group) -> str:
    """Return how a preference says that a group rings no bell in the program."""
    return f"{group.code}@app"


def off_by(group: Group, channel_id: int) -> str:
    """Return how a preference says that a group does not come by a channel."""
    return f"{group.code}@{channel_id}"


def quiet_until(at: datetime, *, zone: ZoneInfo, start: time, end: time) -> datetime | None:
    """Return when the quiet hours end that ``at`` lies in, or ``None`` outside of them.

    ``[start, end)`` by the site's wall clock; an end before the start lies in the next
    morning, equal times are no quiet hours at all.
    """
    if start == end:
        return None
    local = at.astimezone(zone)
    for day in (local.date() - timedelta(days=1), local.date()):
        begins, ends = _span(day, start, end, zone)
        if begins <= at < ends:
            return ends
    return None


def _span(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last = day if start < end else day + timedelta(days=1)
    begins, ends = (
        datetime.combine(when, hour, tzinfo=zone).astimezone(_UTC)
        for when, hour in ((day, start), (last, end))
    )
    return begins, ends


_UTC = ZoneInfo("UTC")


def _url_problems(url: str, guard: Guard) -> Problems:
    try:
        target = egress.target_of(url)
    except BadTargetError as bad:
        return (_SCHEME if bad.code == "scheme" else _URL,)
    return _place_problems(target.host, target.port, guard, clear=target.clear)


def _place_problems(host: str, port: int, guard: Guard, *, clear: bool) -> Problems:
    """Return why this place is never reached; what a name means is judged when it is used."""
    code = guard.problem_of(host, port, clear=clear)
    if code == "address":  # a name
        return ()
    return (INSIDE,) if code == "inside" else (_PORT,) if code else ()


def _secret_problems(secret: str) -> Problems:
    return () if SECRET_LENGTH <= len(secret) <= 200 else (_SECRET,)


def _mail_problems(values: Mapping[str, str], guard: Guard) -> Problems:
    found: list[Problem] = []
    port = values["port"]
    try:
        host = egress.check_host(values["host"])
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise BadTargetError("port")
        clear = values["security"] == "none"
        found += _place_problems(host, int(port), guard, clear=clear)
    except BadTargetError:
        found.append(_SERVER)
    if not _EMAIL.fullmatch(values["sender"]):
        found.append(_SENDER)
    return tuple(found)


_ONLY_PROGRAM = Blocker(
    "notices.only_program",
    Text(
        "发送由系统自动进行，不能手工改。", "The program sends by itself; nobody does it by hand."
    ),
)
NO_ADDRESS = Blocker(
    "notices.no_address",
    Text(
        "请先在“我的提醒设置”里填写您自己的邮箱，试发的邮件会寄到那里。",
        "Enter your own e-mail address under “My notices” first: the trial is sent there.",
    ),
)
CLOSED = Blocker("notices.channel_closed", Text("这个渠道已经停用。", "This channel is closed."))
TOO_MANY = Blocker(
    "notices.too_many_channels",
    Text(
        f"最多 {CHANNELS_MOST} 个渠道，请先停用不用的。",
        f"There may be {CHANNELS_MOST} channels; close one first.",
    ),
)
_TITLE = Blocker(
    "notices.title",
    Text(f"请写名称，最多 {TITLE_LENGTH} 字。", f"Name it, in {TITLE_LENGTH} letters at most."),
)
_CARRIES = Blocker(
    "notices.carries", Text("请至少选一类提醒。", "Choose at least one group of notices.")
)
_DEMANDED = Blocker(
    "notices.demanded",
    Text("不能关闭的提醒，必须是这个渠道发送的。", "What nobody switches off must be carried."),
)
_SCHEME = Blocker(
    "notices.scheme",
    Text("地址要以 https:// 开头。", "The address must begin with https://."),
)
_URL = Blocker(
    "notices.url",
    Text(
        "地址写得不对。请写成 https://名称/路径，不带用户名，数字地址用普通写法。",
        "This is no proper address. Write https://name/path, without a user name, and numbers "
        "in the usual way.",
    ),
)
INSIDE = Blocker(
    "notices.inside",
    Text(
        "这个地址在内网，不能发送。确实是内网网关的，请管理员写进 DAYUAN_OUTWARD_ALLOWED。",
        "This address lies inside and is not reached. If it is a gateway, whoever runs the "
        "installation adds it to DAYUAN_OUTWARD_ALLOWED.",
    ),
)
_PORT = Blocker(
    "notices.port",
    Text(
        "对外只用加密端口：网址 443，邮件 465 或 587。",
        "The world is reached encrypted alone: port 443, or 465 and 587 for mail.",
    ),
)
_SECRET = Blocker(
    "notices.secret",
    Text(
        f"签名密钥至少 {SECRET_LENGTH} 个字符。",
        f"The secret for signing needs {SECRET_LENGTH} letters at least.",
    ),
)
_SERVER = Blocker(
    "notices.server", Text("请写邮件服务器名称和端口。", "Name the mail server and its port.")
)
_SENDER = Blocker("notices.sender", Text("发件地址写得不对。", "The sender is no e-mail address."))
_ROBOT = Blocker(
    "notices.robot",
    Text(
        "请粘贴机器人的完整地址，或其中的密钥。",
        "Paste the whole address of the robot, or the key in it.",
    ),
)
_SIGNING = Blocker(
    "notices.signing",
    Text(
        "加签密钥以 SEC 开头；机器人没有设加签的就空着。",
        "The signing secret begins with SEC; leave it empty if the robot has none.",
    ),
)
BAD_EMAIL = Blocker("notices.email", Text("邮箱写得不对。", "This is no e-mail address."))
QUIET = Blocker(
    "notices.quiet",
    Text("免打扰的开始和结束要一起填。", "Quiet hours need both a beginning and an end."),
)
