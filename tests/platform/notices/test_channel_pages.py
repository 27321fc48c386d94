"""The pages of the ways out: what they show, what they never show, and who is turned away."""

import pytest
from django.urls import reverse

from dayuan.platform.notices import dispatching
from dayuan.platform.notices.models import Channel, Delivery
from dayuan.platform.notices.web.channel_forms import key_of
from tests.cast import NOW
from tests.platform.notices.fakes import fake
from tests.platform.notices.test_outward import SECRET, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(settings):
    settings.OUTWARD_ALLOWED = ("127.0.0.1",)
    settings.PUBLIC_URL = "https://dayuan.example"


def page(member, name, *args, query=""):
    response = member.client.get(reverse(f"notices:{name}", args=args) + query)
    return response, response.content.decode()


FORMS = {
    "webhook": {"url": "https://hook.example/x?key=verysecret", "secret": SECRET},
    "mail": {
        "host": "mail.example", "port": "465", "security": "tls", "user": "dayuan",
        "password": "verysecret", "sender": "dayuan@example.com",
    },
    "wecom": {"token": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=verysecret-123"},
    "dingtalk": {
        "token": "https://oapi.dingtalk.com/robot/send?access_token=verysecret123", "secret": "",
    },
    "feishu": {"token": "https://open.feishu.cn/open-apis/bot/v2/hook/verysecret-123"},
}  # fmt: skip


@pytest.mark.parametrize("way", FORMS)
def test_the_director_sets_up_every_way_and_no_page_shows_its_secret_again(cast, way):
    shown, _words = page(cast.director, "channel_new", query=f"?way={way}")
    assert shown.status_code == 200
    sent = cast.director.client.post(
        reverse("notices:channel_new") + f"?way={way}",
        {"title": "出口", "carries": ["other"], "language": "zh-hans", **FORMS[way]},
    )
    made = Channel.objects.get()
    assert sent.url == reverse("notices:channel", args=[made.pk])
    for name in ("channel", "channel_change", "channel_address", "channel_close"):
        response, words = page(cast.director, name, made.pk)
        assert response.status_code == 200
        assert "verysecret" not in words
    assert "出口" in page(cast.director, "channels")[1]


def test_an_address_inside_is_refused_where_it_was_typed(cast):
    response = cast.director.client.post(
        reverse("notices:channel_new") + "?way=webhook",
        {"title": "出口", "carries": ["other"], "language": "zh-hans",
         "url": "https://192.168.1.1/", "secret": SECRET},
    )  # fmt: skip
    assert response.status_code == 422
    words = response.content.decode()
    assert "DAYUAN_OUTWARD_ALLOWED" in words
    assert SECRET not in words
    assert not Channel.objects.exists()


def test_a_way_that_does_not_exist_is_not_there(cast):
    assert page(cast.director, "channel_new", query="?way=pigeon")[0].status_code == 404


def test_a_trial_is_asked_for_and_its_end_is_seen(cast):
    with fake() as server:
        channel = opened(cast, url=server.url)
        cast.director.client.post(reverse("notices:channel_try", args=[channel.pk]))
        assert 'hx-trigger="every 2s"' in page(cast.director, "channel", channel.pk)[1]
        dispatching.run(now=Delivery.objects.get().next_at)
    _response, words = page(cast.director, "channel", channel.pk)
    assert "已发出" in words
    assert 'hx-trigger="every 2s"' not in words


def test_what_was_not_sent_is_seen_and_sent_again(cast):
    channel = opened(cast)
    Delivery.objects.create(
        site_id=channel.site_id, channel=channel, kind="work.task.ready", key="x",
        state="given_up", problem="http_503", made_at=NOW, next_at=NOW, settled_at=NOW,
    )  # fmt: skip
    _response, words = page(cast.director, "channel", channel.pk)
    assert "对方回答错误 503" in words
    assert "有 1 条消息没有发出" in words
    assert "有消息没有发出" in page(cast.director, "channels")[1]
    cast.director.client.post(reverse("notices:channel_again", args=[channel.pk]))
    assert Delivery.objects.get().state == "waiting"


def test_a_channel_is_changed_replaced_and_closed(cast):
    channel = opened(cast)
    post = cast.director.client.post
    changed = {"title": "新名字", "carries": ["work.tasks"], "language": "en", "each": "on"}
    post(reverse("notices:channel_change", args=[channel.pk]), changed)
    before = Channel.objects.get()
    assert (before.title, before.carries, before.each) == ("新名字", ["work.tasks"], True)
    post(reverse("notices:channel_address", args=[channel.pk]),
         {"url": "https://other.example/", "secret": SECRET})  # fmt: skip
    after = Channel.objects.get()
    assert after.leads_to == "other.example:443"
    assert after.sealed != before.sealed
    post(reverse("notices:channel_close", args=[channel.pk]))
    assert Channel.objects.get().closed_at is not None
    response, words = page(cast.director, "channel", channel.pk)
    assert response.status_code == 200
    assert "/trial/" not in words
    assert post(reverse("notices:channel_close", args=[channel.pk])).status_code == 422


def test_english_is_whole(cast):
    channel = opened(cast)
    cast.director.client.cookies["dayuan_language"] = "en"
    for name, args in (("channels", ()), ("channel", (channel.pk,)), ("channel_new", ())):
        words = page(cast.director, name, *args)[1]
        assert "Channels of notices" in words


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        ("abcdef-123", "abcdef-123"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1", "k-1"),
        ("https://oapi.dingtalk.com/robot/send?access_token=k1", "k1"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/k-1/", "k-1"),
        ("https://[broken/", "https://[broken/"),
    ],
)
def test_the_key_is_found_in_a_pasted_address(pasted, key):
    assert key_of(pasted) == key
