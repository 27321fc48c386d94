"""From a notice to what leaves the house: once for each, joined, retried, and never a content."""

import json
from datetime import time, timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import system_actor
from dayuan.platform.accounts.models import Account
from dayuan.platform.audit.models import Change, Entry
from dayuan.platform.jobs import outbox, queue
from dayuan.platform.jobs.models import Hold
from dayuan.platform.notices import (
    carrying,
    dispatching,
    kinds,
    parcels,
    queries,
    rules,
    sweeps,
    worker,
)
from dayuan.platform.notices.carrying import Outcome
from dayuan.platform.notices.commands import channels, mark_read, tell
from dayuan.platform.notices.commands.channels import Carried
from dayuan.platform.notices.models import Channel, Delivery, Notice, Preference
from tests.cast import NOW
from tests.platform.notices.conftest import NEWS
from tests.platform.notices.fakes import FINE, OK, fake, post_office

pytestmark = pytest.mark.django_db

SECRET = "a secret of twenty letters"
ALARM = kinds.declare(
    "tests.thing.alarm", "{title} 报警", "{title} rings", urgent=True,
    outward=Text("有紧急提醒", "Something urgent"),
)  # fmt: skip


class Killed(BaseException):
    """The worker is gone in the middle of it."""


@pytest.fixture(autouse=True)
def _house(settings):
    settings.OUTWARD_ALLOWED = ("127.0.0.1",)
    settings.OUTWARD_GATEWAYS = {}
    settings.PUBLIC_URL = "https://dayuan.example"


@pytest.fixture
def carried(monkeypatch):
    """Have nothing leave the house: what would, is kept, and goes as ``answers`` says."""

    class Kept(list):
        answers = ""

    kept = Kept()

    def carry(jobs, **_more):
        kept.extend(jobs)
        return {job["id"]: Outcome(kept.answers) for job in jobs}

    monkeypatch.setattr(carrying, "carry", carry)
    return kept


def opened(cast, way="webhook", *, carries=("other",), demanded=(), each=False, **values):
    given = {
        "webhook": {"url": "https://hook.example/x", "secret": SECRET},
        "mail": {
            "host": "127.0.0.1", "port": "25", "security": "none", "user": "", "password": "",
            "sender": "dayuan@example.com",
        },
        "wecom": {"token": "abcdef123456"},
        "dingtalk": {"token": "abcdef123456", "secret": ""},
        "feishu": {"token": "abcdef123456"},
    }[way]  # fmt: skip
    return channels.open_channel(
        way=way, carried=Carried("出口", list(carries), list(demanded), each=each),
        values={**given, **values}, actor=cast.director.actor(), at=NOW,
    )  # fmt: skip


def told(cast, *members, thing=1, kind=NEWS, at=NOW, n=1):
    tell(
        persons=[one.person.pk for one in members], kind=kind.code, owner=("thing", thing),
        dedupe=f"{kind.code}:{thing}:{n}", params={"n": n} if kind is NEWS else {},
        actor=system_actor("test", site_id=cast.site.pk), at=at,
    )  # fmt: skip


def wishes(member, **values):
    return Preference.objects.create(
        site_id=member.person.site_id, person_id=member.person.pk,
        **{"email": f"{member.person.staff_number}@example.com", **values},
    )  # fmt: skip


def states():
    return [(row.state, row.problem) for row in Delivery.objects.order_by("pk")]


def test_a_signed_message_reaches_a_webhook_with_a_link_and_nothing_of_the_record(cast, hidden):
    with fake() as server:
        opened(cast, url=f"{server.url}/hook")
        told(cast, cast.guard)
        assert dispatching.run(now=NOW) == 1
    [(_path, headers, body)] = server.heard
    said = json.loads(body)
    assert said["says"] == "您有新提醒"
    assert said["link"] == "https://dayuan.example/notices/"
    assert "灯坏了" not in body.decode()
    assert cast.guard.person.name not in body.decode()
    stamp = headers["X-Dayuan-Timestamp"]
    signed = parcels.signature(SECRET, stamp, body.decode())
    assert headers["X-Dayuan-Signature"] == f"sha256={signed}"
    assert int(stamp) == int(NOW.timestamp())
    assert states() == [("sent", "")]


def test_a_group_hears_of_a_matter_once_however_many_are_told(cast, hidden, carried):
    opened(cast, "wecom")
    told(cast, cast.guard, cast.cleaner, cast.electrician)
    told(cast, cast.guard, cast.dispatcher)
    dispatching.run(now=NOW)
    assert len(carried) == 1
    assert Notice.objects.count() == 4


@pytest.mark.parametrize("way", ["wecom", "dingtalk", "feishu"])
def test_a_group_is_told_through_its_robot(cast, hidden, settings, way):
    with fake(FINE) as server:
        settings.OUTWARD_GATEWAYS = {way: server.url}
        opened(cast, way)
        told(cast, cast.guard)
        dispatching.run(now=NOW)
    assert states() == [("sent", "")]
    words = json.dumps(server.bodies(), ensure_ascii=False)
    assert "您有新提醒" in words
    assert "https://dayuan.example/notices/" in words


def test_a_letter_comes_in_the_language_of_whoever_reads_it(cast, hidden):
    wishes(cast.guard, language="en")
    with post_office() as office:
        opened(cast, "mail", port=str(office.port))
        told(cast, cast.guard, cast.cleaner)
        dispatching.run(now=NOW)
    [letter] = office.letters
    assert "Something new for you" in letter
    assert states() == [("sent", ""), ("skipped", "no_address")]


def test_a_message_that_fails_is_sent_again_under_the_same_id_with_growing_pauses(cast, hidden):
    with fake((500, {}, b""), (429, {}, b""), OK) as server:
        opened(cast, url=server.url)
        told(cast, cast.guard)
        at, pauses = NOW, []
        for _try in range(3):
            dispatching.run(now=at)
            row = Delivery.objects.get()
            pauses.append(row.next_at - at)
            assert dispatching.run(now=row.next_at - timedelta(seconds=1)) == 0
            at = row.next_at
    assert states() == [("sent", "")]
    assert pauses[0] < pauses[1]
    ids = {headers["X-Dayuan-Delivery"] for _path, headers, _body in server.heard}
    assert len(server.heard) == 3
    assert len(ids) == 1
    assert [one.new for one in Change.objects.order_by("pk")] == ["failed", "failed", "sent"]


def test_after_many_tries_it_is_given_up_and_seen(cast, hidden, carried):
    carried.answers = "http_500"
    channel = opened(cast)
    told(cast, cast.guard)
    at = NOW
    for _try in range(rules.MAX_ATTEMPTS):
        dispatching.run(now=at)
        at = Delivery.objects.get().next_at
    assert states() == [("given_up", "http_500")]
    assert len(carried) == rules.MAX_ATTEMPTS
    carried.answers = ""
    actor = cast.director.actor()
    assert channels.retry_deliveries(channel_id=channel.pk, actor=actor, at=at) == 1
    dispatching.run(now=at)
    assert states() == [("sent", "")]
    assert len({job["id"] for job in carried}) == 1


@pytest.mark.parametrize("problem", ["inside", "clear", "port"])
def test_what_no_further_try_would_mend_is_given_up_at_once(cast, hidden, carried, problem):
    carried.answers = problem
    opened(cast)
    told(cast, cast.guard)
    dispatching.run(now=NOW)
    assert states() == [("given_up", problem)]


def test_a_worker_that_died_on_the_way_leaves_it_to_be_sent_once_more(cast, hidden, monkeypatch):
    opened(cast)
    told(cast, cast.guard)
    seen = []

    def dies(jobs, **_more):
        seen.extend(job["id"] for job in jobs)
        raise Killed

    monkeypatch.setattr(carrying, "carry", dies)
    with pytest.raises(Killed):
        dispatching.run(now=NOW)
    assert dispatching.run(now=NOW + timedelta(seconds=5)) == 0

    def lives(jobs, **_more):
        seen.extend(job["id"] for job in jobs)
        return {job["id"]: Outcome() for job in jobs}

    monkeypatch.setattr(carrying, "carry", lives)
    assert dispatching.run(now=NOW + dispatching.LEASE) == 1
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_nothing_leaves_a_house_that_was_restored_until_somebody_says_so(cast, hidden, carried):
    opened(cast)
    told(cast, cast.guard)
    Hold.objects.create(name=outbox.HOLD, since=NOW, reason="restore")
    assert dispatching.run(now=NOW) == 0
    assert not dispatching.any_due(now=NOW)
    assert carried == []


@pytest.mark.parametrize("why", ["read", "hidden", "closed", "left", "off"])
def test_what_is_not_needed_any_more_does_not_leave(cast, hidden, carried, why):
    wishes(cast.guard)
    channel = opened(cast, "mail")
    told(cast, cast.guard)
    if why == "read":
        mark_read(ids=None, actor=cast.guard.actor(), at=NOW + timedelta(seconds=9))
    if why == "hidden":
        hidden.add(1)
    if why == "closed":
        channels.close_channel(channel_id=channel.pk, actor=cast.director.actor(), at=NOW)
    if why == "left":
        Account.objects.filter(pk=cast.guard.person.account_id).update(
            is_active=False, closed_at=NOW
        )
    if why == "off":
        Preference.objects.update(off=[f"other@{channel.pk}"])
    dispatching.run(now=NOW)
    assert carried == []
    assert states() == [("skipped", "nobody" if why == "left" else why)]


def test_what_the_house_demands_nobody_switches_off(cast, hidden, carried):
    channel = opened(cast, "mail", demanded=["other"])
    wishes(cast.guard, off=[f"other@{channel.pk}"])
    told(cast, cast.guard)
    dispatching.run(now=NOW)
    assert len(carried) == 1


def test_a_quiet_night_comes_in_one_message_in_the_morning(cast, hidden, carried):
    wishes(cast.guard, quiet_from=time(22), quiet_until=time(7))
    opened(cast, "mail")
    evening = NOW.replace(hour=15)  # 23:00 where the site lies
    for number in range(5):
        told(cast, cast.guard, thing=number, at=evening)
    told(cast, cast.guard, kind=ALARM, at=evening)
    dispatching.run(now=evening)
    assert [job["subject"] for job in carried] == ["【大院】有紧急提醒"]
    dispatching.run(now=evening.replace(hour=22, minute=59))
    assert len(carried) == 1
    dispatching.run(now=evening.replace(hour=23, minute=0))
    assert [job["subject"] for job in carried][1:] == ["【大院】有 5 条新提醒"]


def test_a_storm_becomes_a_few_messages_and_nothing_is_lost(cast, hidden, carried):
    wishes(cast.guard)
    opened(cast, "mail")
    minutes = 90
    for minute in range(minutes):
        at = NOW + timedelta(minutes=minute)
        told(cast, cast.guard, thing=minute, at=at)
        dispatching.run(now=at)
    dispatching.run(now=NOW + timedelta(hours=3))
    assert {state for state, _problem in states()} == {"sent"}
    assert Delivery.objects.count() == minutes
    assert len(carried) <= rules.HOURLY * 2 + 1


def test_a_channel_carries_what_it_was_set_up_for_alone(cast, hidden, carried):
    opened(cast, carries=["work.tasks"])
    told(cast, cast.guard)
    assert not Delivery.objects.exists()


def test_the_message_of_a_gateway_names_the_person_by_the_number_alone(cast, hidden, carried):
    opened(cast, each=True)
    told(cast, cast.guard, cast.cleaner)
    dispatching.run(now=NOW)
    assert len(carried) == 2
    bodies = [json.loads(job["body"]) for job in carried]
    assert {one["to"] for one in bodies} == {
        cast.guard.person.staff_number, cast.cleaner.person.staff_number
    }  # fmt: skip


def test_without_a_public_address_nothing_is_sent_into_the_blue(cast, hidden, carried, settings):
    opened(cast)
    told(cast, cast.guard)
    settings.PUBLIC_URL = ""
    dispatching.run(now=NOW)
    assert states() == [("given_up", "no_public_url")]


def test_secrets_lie_sealed_and_open_with_the_houses_key_alone(cast, hidden, carried, settings):
    channel = opened(cast)
    row = Channel.objects.get(pk=channel.pk)
    for word in (SECRET, "hook.example/x"):
        assert word not in row.sealed
        assert not any(word in str(entry.details) for entry in Entry.objects.all())
    told(cast, cast.guard)
    settings.SECRET_KEY = "another key of the same house, after a restore"
    dispatching.run(now=NOW)
    assert states() == [("given_up", "secret_lost")]
    actor = cast.director.actor()
    channels.reseal_channel(
        channel_id=channel.pk, values={"url": "https://hook.example/y", "secret": SECRET},
        actor=actor, at=NOW,
    )  # fmt: skip
    channels.retry_deliveries(channel_id=channel.pk, actor=actor, at=NOW)
    assert dispatching.run(now=NOW) == 1


def test_a_closed_channel_keeps_no_secret(cast):
    channel = opened(cast)
    channels.close_channel(channel_id=channel.pk, actor=cast.director.actor(), at=NOW)
    assert Channel.objects.get().sealed == ""


@pytest.mark.parametrize(
    ("way", "values", "code"),
    [
        ("webhook", {"url": "https://10.0.0.1/"}, "notices.inside"),
        ("webhook", {"url": "https://[::ffff:10.0.0.1]/"}, "notices.inside"),
        ("webhook", {"url": "https://169.254.169.254/latest"}, "notices.inside"),
        ("webhook", {"url": "https://2130706433/"}, "notices.url"),
        ("webhook", {"url": "ftp://hook.example/"}, "notices.scheme"),
        ("webhook", {"url": "http://8.8.8.8/"}, "notices.port"),
        ("webhook", {"secret": "short"}, "notices.secret"),
        ("mail", {"host": "10.0.0.1"}, "notices.inside"),
        ("mail", {"host": "a b"}, "notices.server"),
        ("mail", {"port": "x"}, "notices.server"),
        ("mail", {"sender": "a@b@c"}, "notices.sender"),
        ("mail", {"sender": "a@example.com\nBcc: b@example.com"}, "notices.sender"),
        ("wecom", {"token": "../x"}, "notices.robot"),
        ("dingtalk", {"secret": "x"}, "notices.signing"),
    ],
)
def test_a_channel_that_leads_inside_or_nowhere_is_not_opened(cast, way, values, code):
    with pytest.raises(Refused) as refused:
        opened(cast, way, **values)
    assert code in {one.code for one in refused.value.problems}


def test_only_the_director_opens_channels_and_only_the_houses_own(cast):
    channel = opened(cast)
    for member in (cast.guard, cast.dispatcher):
        with pytest.raises(Refused):
            channels.close_channel(channel_id=channel.pk, actor=member.actor(), at=NOW)
    Channel.objects.update(site_id=999)
    with pytest.raises(Refused) as refused:
        channels.close_channel(channel_id=channel.pk, actor=cast.director.actor(), at=NOW)
    assert refused.value.hidden


def test_a_trial_goes_the_same_way_and_under_the_same_guard(cast, settings):
    with fake() as server:
        channel = opened(cast, url=server.url)
        actor = cast.director.actor()
        channels.try_channel(channel_id=channel.pk, actor=actor, at=NOW)
        dispatching.run(now=NOW)
        settings.OUTWARD_ALLOWED = ()
        channels.try_channel(channel_id=channel.pk, actor=actor, at=NOW)
        dispatching.run(now=NOW)
    assert states() == [("sent", ""), ("given_up", "inside")]
    assert [one["says"] for one in server.bodies()] == ["这是一条试发消息"]


def test_a_trial_is_tried_once_and_is_nothing_that_was_lost(cast, carried):
    carried.answers = "http_500"
    channel = opened(cast)
    actor = cast.director.actor()
    channels.try_channel(channel_id=channel.pk, actor=actor, at=NOW)
    dispatching.run(now=NOW)
    assert states() == [("given_up", "http_500")]
    assert queries.failing_channels(actor) == set()
    assert channels.retry_deliveries(channel_id=channel.pk, actor=actor, at=NOW) == 0


def test_a_trial_letter_needs_an_address_of_ones_own(cast):
    channel = opened(cast, "mail")
    with pytest.raises(Refused):
        channels.try_channel(channel_id=channel.pk, actor=cast.director.actor(), at=NOW)
    wishes(cast.director)
    channels.try_channel(channel_id=channel.pk, actor=cast.director.actor(), at=NOW)
    assert Delivery.objects.get().person_id == cast.director.person.pk


def test_a_worker_is_asked_once_to_send_what_is_due(cast, hidden, carried):
    opened(cast)
    assert not worker.hand_over(now=NOW)
    told(cast, cast.guard)
    assert worker.hand_over(now=NOW)
    assert not worker.hand_over(now=NOW), "one is at it"
    assert queue.run_one(queue.FAST, worker="w", now=NOW)
    assert len(carried) == 1
    assert not worker.hand_over(now=NOW)


def test_what_is_over_is_forgotten_after_a_quarter_of_a_year(cast, hidden, carried):
    opened(cast)
    told(cast, cast.guard)
    dispatching.run(now=NOW)
    told(cast, cast.guard, n=2)
    assert sweeps.tidy(now=NOW + timedelta(days=89)) == 0
    assert sweeps.tidy(now=NOW + timedelta(days=91)) == 1
    assert states() == [("waiting", "")]


def test_every_kind_says_nothing_of_the_record_outside(cast):
    for kind in kinds.kinds.values():
        for language in ("zh", "en"):
            assert "{" not in kind.outward.in_language(language)
    with pytest.raises(ValueError, match="outside"):
        kinds.declare("tests.thing.loud", "{title}", "{title}", outward=Text("{title}", "x"))
