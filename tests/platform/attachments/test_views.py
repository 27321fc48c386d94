import io
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from dayuan.kernel.problems import Blocker
from dayuan.kernel.text import Text
from dayuan.platform.access import owners
from dayuan.platform.attachments import gates, store, zipping
from dayuan.platform.attachments.commands import attach, remove
from dayuan.platform.attachments.gates import Gate
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.attachments.previews import draw
from dayuan.platform.audit.models import Entry
from tests.cast import NOW
from tests.platform.attachments.conftest import Upload, picture

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.once]
#: Every path to a file.
VIEWS = ("download", "preview", "together")
NO = (Blocker("tests.no", Text("不行", "No")),)


@pytest.fixture
def seeing(cast, monkeypatch):
    """Return who sees the thing: the technician and the checker."""
    seen = {cast.technician.person.pk, cast.checker.person.pk}
    monkeypatch.setitem(
        owners.doors._values,
        "thing",
        lambda actor, pks: set(pks) if actor.person_id in seen else set(),
    )
    return seen


@pytest.fixture
def photo(cast, seeing, monkeypatch):
    """Hang a photo on the thing."""
    monkeypatch.setitem(
        gates.gates._values, "thing", Gate(attach=lambda a, pk: (), remove=lambda a, pk: ())
    )
    row = attach(
        accepted=store.accept(Upload("现场 照片.jpg", picture())),
        owner_kind="thing",
        owner_id=1,
        actor=cast.technician.actor(),
        at=NOW,
    )
    draw.call(row.pk)
    row.refresh_from_db()
    return row


def address(row, view="download"):
    return reverse(f"attachments:{view}", args=[row.pk])


def test_a_file_is_handed_out_to_be_saved_and_runs_nowhere(cast, photo):
    response = cast.checker.client.get(address(photo))
    assert b"".join(response.streaming_content) == store.path_of(photo.sha256).read_bytes()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/jpeg"


def test_that_a_file_was_fetched_is_written_down(cast, photo):
    assert b"".join(cast.checker.client.get(address(photo)).streaming_content)
    entry = Entry.objects.get(type="attachments.file.read")
    assert entry.actor_key == cast.checker.actor().key
    assert entry.details == {"attachment": photo.pk}


def test_only_the_picture_we_have_drawn_is_shown_in_the_page(cast, photo):
    response = cast.checker.client.get(address(photo, "preview"))
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xff\xd8\xff")
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert (
        "Content-Disposition" not in response or "attachment" not in response["Content-Disposition"]
    )


@pytest.mark.parametrize("view", VIEWS)
def test_who_does_not_see_the_record_finds_no_file(cast, photo, view):
    foreign = cast.guard.client.get(address(photo, view))
    nothing = cast.guard.client.get(reverse(f"attachments:{view}", args=[10**9]))
    assert foreign.status_code == nothing.status_code == 404
    assert not Entry.objects.filter(type="attachments.file.read").exists()


@pytest.mark.parametrize("view", VIEWS)
def test_a_stranger_is_asked_to_sign_in(client, photo, view):
    assert client.get(address(photo, view)).status_code == 302


@pytest.mark.parametrize("view", VIEWS)
def test_the_moment_the_door_closes_the_file_is_gone(cast, photo, seeing, view):
    open_door = cast.checker.client.get(address(photo, view))
    assert b"".join(open_door.streaming_content)
    seeing.discard(cast.checker.person.pk)
    assert cast.checker.client.get(address(photo, view)).status_code == 404


def test_a_removed_file_is_no_longer_handed_out(cast, photo):
    remove(attachment_id=photo.pk, actor=cast.technician.actor(), at=NOW)
    assert cast.technician.client.get(address(photo)).status_code == 404


def test_a_file_whose_content_is_lost_is_not_found_rather_than_an_error(cast, photo):
    store.forget(photo.sha256)
    assert cast.checker.client.get(address(photo)).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**18, 10**40])
def test_a_senseless_number_is_not_found(cast, photo, pk):
    assert cast.checker.client.get(f"/files/{pk}/").status_code == 404


def test_files_have_no_address_but_through_the_door(cast, photo):
    digest = photo.sha256
    for path in (f"/files/{digest}", f"/media/{digest[:2]}/{digest[2:4]}/{digest}", "/files/"):
        assert cast.checker.client.get(path).status_code == 404


def unpacked(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def three(cast, photo):
    """Hang two more files on the thing, one under the photo's own name."""
    for name, content in (("现场 照片.jpg", picture(size=(30, 30))), ("说明.txt", b"fixed")):
        attach(
            accepted=store.accept(Upload(name, content)),
            owner_kind="thing",
            owner_id=1,
            actor=cast.technician.actor(),
            at=NOW,
        )
    return photo


def test_everything_of_a_record_comes_as_one_archive(cast, three):
    response = cast.checker.client.get(address(three, "together"))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "private, no-store"
    archive = unpacked(response)
    assert archive.testzip() is None
    assert archive.namelist() == ["现场 照片.jpg", "现场 照片 (2).jpg", "说明.txt"]
    assert archive.read("现场 照片.jpg") == store.path_of(three.sha256).read_bytes()
    assert archive.getinfo("说明.txt").date_time[:5] == (2026, 11, 20, 10, 0)


def test_that_each_file_of_an_archive_was_fetched_is_written_down(cast, three):
    unpacked(cast.checker.client.get(address(three, "together")))
    (entry,) = Entry.objects.filter(type="attachments.file.read")
    assert len(entry.details["attachments"]) == 3


def test_an_archive_leaves_out_what_was_removed_and_names_what_is_lost(cast, three):
    remove(attachment_id=three.pk, actor=cast.technician.actor(), at=NOW)
    second = three.pk + 1
    store.forget(Attachment.objects.get(pk=second).sha256)
    cast.checker.client.cookies["dayuan_language"] = "zh-hans"
    archive = unpacked(cast.checker.client.get(reverse("attachments:together", args=[second])))
    assert archive.namelist() == ["说明.txt", "缺少的文件.txt"]
    assert archive.read("缺少的文件.txt").decode() == "现场 照片.jpg"


def test_an_archive_holds_nothing_of_another_record(cast, three):
    attach(
        accepted=store.accept(Upload("别的.txt", b"other")),
        owner_kind="thing",
        owner_id=2,
        actor=cast.technician.actor(),
        at=NOW,
    )
    archive = unpacked(cast.checker.client.get(address(three, "together")))
    assert "别的.txt" not in archive.namelist()


def test_however_alike_names_are_nothing_overwrites_another():
    parts = [
        zipping.Part(name, Path("x"), NOW) for name in ("a.txt", "A.txt", "a (2).txt", "a.txt")
    ]
    names = [part.name for part in zipping.unique(parts)]
    assert len({name.casefold() for name in names}) == 4
