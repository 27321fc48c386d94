"""A scan is of a valid label of this compound, typed or pasted as the address it opens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.models import Label
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import EvidenceItem
from dayuan.work.rules import Given
from dayuan.work.scanning import code_in, scanned
from tests.cast import Cast
from tests.work import plan

pytestmark = pytest.mark.usefixtures("clock")

SCAN = [{"id": "spot", "kind": "scan", "title": "现场标签"}]
TOKEN = "kX2mQ8vR4tY7wZ1aB3cD5e"


@pytest.fixture
def round_(cast: Cast, now):
    """Return a step that asks for a scan, in the technician's hands."""
    step = plan.step("round", "hvac_technician", "R+asap", evidence=SCAN)
    task = plan.opened(cast, (step,), now)["round"]
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    return task


@pytest.fixture
def label(cast: Cast, now) -> Label:
    """Return the label of a room."""
    room = Place.objects.create(
        site=cast.site, code="1-512", title_zh="水泵房", title_en="Pump room", kind="room",
        path_key="1-512", created_at=now, created_by="system:tests",
    )  # fmt: skip
    return Label.objects.create(
        site=cast.site, token=TOKEN, place=room, issued_at=now, issued_by="system:tests"
    )


def sent(cast: Cast, task, typed: str):
    return cast.technician.client.post(reverse("work:task", args=[task.pk]), {"spot": typed})


@pytest.mark.parametrize(
    "typed",
    [TOKEN, f" {TOKEN} ", f"https://house.example/q/{TOKEN}/", f"http://x.test/q/{TOKEN}?a=1"],
)
def test_the_code_or_the_address_it_opens_says_which_room_it_was(cast, round_, label, typed):
    assert sent(cast, round_, typed).status_code == 302
    kept = EvidenceItem.objects.get(task=round_)
    assert (kept.label_id, kept.kind) == (label.pk, "scan")
    assert kept.text.startswith("1-512 · 水泵房")
    assert TOKEN not in kept.text


@pytest.mark.parametrize("typed", ["水泵房", "https://x.test/q/" + "A" * 22, "1-512", "x" * 300])
def test_what_is_no_label_is_refused_in_a_sentence(cast, round_, label, typed):
    answer = sent(cast, round_, typed)
    assert answer.status_code == 422
    assert "扫到的不是本院的标签" in answer.content.decode()
    assert queries.task(round_.pk).state == "accepted"


def test_a_revoked_label_proves_nothing(cast: Cast, round_, label, now):
    Label.objects.filter(pk=label.pk).update(revoked_at=now, revoked_by="system:tests")
    answer = sent(cast, round_, TOKEN)
    assert answer.status_code == 422
    assert "标签已经作废" in answer.content.decode()


def test_the_label_of_a_retired_room_proves_nothing(cast: Cast, round_, label, now):
    Place.objects.filter(pk=label.place_id).update(retired_at=now, retired_by="system:tests")
    assert sent(cast, round_, TOKEN).status_code == 422


def test_another_compounds_label_is_none_of_ours(cast: Cast, round_, label):
    wanted, given = queries.step_of(round_).evidence, {"spot": Given(text=TOKEN)}
    for site_id, wrong in ((cast.site.pk, []), (cast.site.pk + 1, ["work.scan_unknown"])):
        _found, problems = scanned(wanted, given, site_id=site_id)
        assert [problem.code for problem in problems] == wrong


def test_without_a_scan_it_is_missing_and_no_file_stands_for_it(cast: Cast, round_, now):
    for given in (Given(), Given(attachment_id=1)):
        with pytest.raises(Refused) as refused:
            work.finish(
                task=queries.task(round_.pk), evidence={"spot": given},
                actor=cast.technician.actor(), at=now + timedelta(minutes=1),
            )  # fmt: skip
        assert [p.code for p in refused.value.problems] == ["work.evidence_missing"]


def test_the_code_is_the_end_of_an_address():
    assert code_in("https://x.test/q/abc/") == code_in("abc") == code_in("x/q/abc#top") == "abc"
