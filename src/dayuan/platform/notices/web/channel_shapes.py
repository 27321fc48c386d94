"""Channels and their messages as pages show them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.notices.kinds import groups, kinds
from dayuan.platform.notices.models import Channel, Delivery
from dayuan.platform.notices.states import DELIVERY, TRIAL
from dayuan.platform.notices.ways import WAYS
from dayuan.platform.ui import drawn
from dayuan.platform.ui.shapes import Action, Badge, Column, Fact, Head, Link, Listing, Row
from dayuan.platform.ui.tones import Tone


def listing(channels: list[Channel], failing: set[int]) -> Listing:
    """Return the house's channels as a list."""
    return Listing(
        caption=_("Channels"),
        columns=[
            Column(_("Name"), "what"),
            Column(_("Kind"), "where"),
            Column(_("Leads to"), "until"),
            Column(_("State"), "state"),
        ],
        rows=[
            Row(
                cells=[
                    one.title, WAYS[one.way].label, one.leads_to, badge(one, one.pk in failing)
                ],
                url=reverse("notices:channel", args=[one.pk]),
            )
            for one in channels
        ],
    )  # fmt: skip


def badge(channel: Channel, failing: bool) -> Badge:
    """Return how a channel stands."""
    if channel.closed_at is not None:
        return Badge(Tone.WAITING, _("Closed"), "ban")
    return (
        Badge(Tone.LATE, _("Not everything was sent")) if failing else Badge(Tone.DONE, _("In use"))
    )


def head(channel: Channel, *, failing: bool) -> Head:
    """Return the head of a channel's page, with what may be done."""
    pk = [channel.pk]
    if channel.closed_at is not None:
        return Head(title=channel.title, badge=badge(channel, failing))
    return Head(
        title=channel.title,
        badge=badge(channel, failing),
        next=Action(
            label=_("Send a trial message"), url=reverse("notices:channel_try", args=pk),
            icon="send", method="post",
        ),
        others=[
            Action(
                label=_("Change what it sends"), url=reverse("notices:channel_change", args=pk),
                icon="pencil",
            ),
            Action(
                label=_("Replace address and secrets"),
                url=reverse("notices:channel_address", args=pk), icon="key",
            ),
            Action(
                label=_("Close the channel"), url=reverse("notices:channel_close", args=pk),
                icon="ban", kind="danger",
            ),
        ],
    )  # fmt: skip


def facts(channel: Channel) -> list[Fact]:
    """Return what there is to know of a channel; its secrets are nowhere."""
    found = [
        Fact(label=_("Kind"), value=WAYS[channel.way].label),
        Fact(label=_("Leads to"), value=channel.leads_to),
        Fact(label=_("Sends"), value=_named(channel.carries)),
    ]
    if channel.each:
        found.append(Fact(label=_("Nobody may switch off"), value=_named(channel.demanded)))
    found.append(Fact(label=_("Set up"), value=channel.opened_at))
    if channel.closed_at is not None:
        found.append(Fact(label=_("Closed"), value=channel.closed_at))
    return found


def messages(rows: list[Delivery]) -> Listing:
    """Return the newest messages: of what, when, how it went; never to whom."""
    return Listing(
        caption=_("Messages"),
        columns=[
            Column(_("Message"), "what"),
            Column(_("State"), "state"),
            Column(_("When"), "until"),
            Column(_("Why"), "where"),
            Column(_("Tries"), "extra", numeric=True),
        ],
        rows=[
            Row(
                cells=[
                    says(row), DELIVERY.state(row.state), row.settled_at or row.made_at,
                    why(row.problem), row.attempts or "",
                ]
            )
            for row in rows
        ],
    )  # fmt: skip


def says(row: Delivery) -> Any:
    """Return the general words of a message."""
    if row.kind == TRIAL:
        return _("Trial message")
    kind = kinds.get(row.kind)
    return kind.outward if kind else Text(row.kind, row.kind)


def trail() -> list[Link]:
    """Return where the pages of channels lie."""
    return [Link(_("Channels of notices"), reverse("notices:channels"))]


def ways() -> list[Action]:
    """Return the ways that can be set up."""
    return [
        Action(label=way.label, icon=way.icon, url=f"{reverse('notices:channel_new')}?way={code}")
        for code, way in WAYS.items()
    ]


def why(problem: str) -> str:
    """Return why a message failed or was left out, in a sentence that helps."""
    if not problem:
        return ""
    kind, _, number = problem.partition("_")
    if kind in _ANSWERED and (number.isdigit() or problem == "mail_refused"):
        return drawn.words(_ANSWERED[kind]) % {"n": number if number.isdigit() else ""}
    return drawn.words(_WHY.get(problem, _OTHER))


_ANSWERED = {
    "http": Text("对方回答错误 %(n)s", "The other side answered %(n)s"),
    "mail": Text("邮件服务器拒收 %(n)s", "The mail server refused %(n)s"),
    "robot": Text("机器人拒收，代码 %(n)s", "The robot refused, code %(n)s"),
}
_OTHER = Text("没有发出", "It was not sent")
_WHY = {
    "slow": Text("对方太慢，没有等到回答", "The other side was too slow"),
    "unreachable": Text("连不上对方", "The other side cannot be reached"),
    "certificate": Text("对方的证书不可信", "The certificate of the other side is not trusted"),
    "garbage": Text("对方的回答看不懂", "The answer makes no sense"),
    "inside": Text("地址在内网，不允许发送", "The address lies inside and is not allowed"),
    "port": Text("端口不允许", "The port is not allowed"),
    "clear": Text("对外必须加密", "The world is reached encrypted alone"),
    "secret_lost": Text(
        "密钥打不开了，请重新填写地址和密钥", "The secrets open no more; enter them again"
    ),
    "no_public_url": Text("没有设置对外网址", "The public address is not set"),
    "off": Text("本人关闭了这类提醒", "Switched off by the person"),
    "read": Text("已在系统里读过", "Read in the program already"),
    "hidden": Text("本人已看不到这条记录", "The person may not see the record any more"),
    "nobody": Text("没有可用的账号", "No open account"),
    "no_address": Text("本人没有填邮箱", "The person gave no address"),
    "closed": Text("渠道已停用", "The channel is closed"),
    "retired": Text("这类提醒已取消", "There is no such notice any more"),
}


def _named(codes: list[str]) -> str:
    language = get_language() or "zh-hans"
    labels = [one.label.in_language(language) for one in groups.values() if one.code in codes]
    return drawn.joint().join(labels)
