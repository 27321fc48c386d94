"""The ways out of the house: what each needs, and how it is named."""

from collections.abc import Mapping
from dataclasses import dataclass

from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of channel: its name, its icon, and the values that are sealed for it."""

    code: str
    label: Text
    icon: str
    values: tuple[str, ...]
    #: One message to one person; the others speak to a group at once.
    personal: bool = False
    #: The robot's own host and the module of the library that speaks to it.
    host: str = ""
    module: str = ""


WAYS: Mapping[str, Way] = {
    way.code: way
    for way in (
        Way("mail", Text("电子邮件", "E-mail"), "send",
            ("host", "port", "security", "user", "password", "sender"), personal=True),
        Way("wecom", Text("企业微信群机器人", "WeCom robot"), "message-report", ("token",),
            host="qyapi.weixin.qq.com", module="wecombot"),
        Way("dingtalk", Text("钉钉群机器人", "DingTalk robot"), "message-report",
            ("token", "secret"), host="oapi.dingtalk.com", module="dingtalk"),
        Way("feishu", Text("飞书群机器人", "Feishu robot"), "message-report", ("token",),
            host="open.feishu.cn", module="feishu"),
        Way("webhook", Text("通用接口（Webhook）", "Webhook"), "link", ("url", "secret")),
    )
}  # fmt: skip
