"""A file leaves the house by many ways, and each of them asks the door of its record.

One photo of a case is followed on every way: as it is, small, in an archive, on the page
of the case, printed, as PDF and Word, issued, and by programs.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from dayuan.platform.attachments import store
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.documents import making
from dayuan.work.models import Case, CaseMember, EvidenceItem, Task
from tests.cast import NOW
from tests.permissions.driving import answered
from tests.permissions.world import DRAWN, World, issued, undone
from tests.platform.attachments.conftest import picture
from tests.programs import program_of
from tools.shell import ROOT

pytestmark = pytest.mark.django_db
SMALL = b"the small picture"
#: What a page says of the photo: where it is shown from.
SHOWN = "attachments:preview"

#: Each way by which a photo goes out: where it is asked for, and whose door it passes.
PAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "as it is": lambda ids: reverse("attachments:download", args=[ids["file"]]),
    "small": lambda ids: reverse(SHOWN, args=[ids["file"]]),
    "in an archive": lambda ids: reverse("attachments:together", args=[ids["file"]]),
    "on its case": lambda ids: reverse("desk:request", args=[ids["case"]]),
    "printed": lambda ids: reverse("documents:paper", args=[ids["paper"]]),
    "as PDF": lambda ids: reverse("documents:pdf", args=[ids["paper"]]),
    "as Word": lambda ids: reverse("documents:word", args=[ids["paper"]]),
    "issued": lambda ids: reverse("documents:issued_one", args=[ids["issued"]]),
    "issued as PDF": lambda ids: reverse("documents:copy", args=[ids["issued"]]),
    "issued as Word": lambda ids: reverse("documents:issued_word", args=[ids["issued"]]),
}
PROGRAMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "as it is": lambda ids: f"/files/{ids['file']}",
    "small": lambda ids: f"/files/{ids['file']}/preview",
    "issued as PDF": lambda ids: f"/documents/{ids['issued']}/pdf",
    "issued as Word": lambda ids: f"/documents/{ids['issued']}/word",
}
#: Who opens stored content, and by which of these ways one comes there.
OPENING = {
    "platform/attachments/commands.py": "it looks whether the content is there",
    "platform/attachments/handing.py": "as it is, small, in an archive",
    "platform/documents/handing.py": "issued as PDF",
    "platform/documents/making.py": "as PDF, as Word, issued",
    "platform/imports/opening.py": "what was just given to be imported, nobody's record yet",
    "config/operations/restore.py": "it looks whether the content is there",
}


@pytest.fixture
def photo(world, monkeypatch):
    """Hang a photo on the case that is open to all staff, as proof of its step."""

    def carried(_form, folder):
        laid = [one.read_bytes() for one in sorted(folder.iterdir()) if one.suffix == ".png"]
        (folder / "made").write_bytes(b"drawn " + b"".join(laid))

    monkeypatch.setattr(making, "_run", carried)
    with undone():
        yield _hung(world)


def _hung(world: World) -> dict[str, Any]:
    case = Case.objects.get(pk=world.ids["case", "open"])
    kept = store.accept(ContentFile(picture("PNG", (64, 48)), name="现场.png"))
    small = store.preview_of(kept.sha256)
    small.parent.mkdir(parents=True, exist_ok=True)
    small.write_bytes(SMALL)
    file = Attachment.objects.create(
        site_id=case.site_id, owner_kind="work.case", owner_id=case.pk, sha256=kept.sha256,
        size=kept.size, media_type=kept.media_type, name=kept.name, uploaded_by="system:tests",
        uploaded_at=NOW, preview=Attachment.Preview.READY,
    )  # fmt: skip
    EvidenceItem.objects.create(
        task=Task.objects.get(pk=world.ids["task", "open"]), item="photo", kind="photo",
        attachment_id=file.pk, at=NOW, by=world.cast.electrician.person,
    )  # fmt: skip
    shown = {"sha256": kept.sha256, "url": reverse(SHOWN, args=[file.pk]), "caption": "图"}
    block = {"is": "pictures", "pictures": [shown]}
    paper = issued(case.site_id, case.pk, world.ids, version=2)
    type(paper).objects.filter(pk=paper.pk).update(drawn={**DRAWN, "blocks": [block]})
    return {
        "file": file.pk, "case": case.pk, "paper": world.ids["paper", "open"],
        "issued": paper.pk, "bytes": store.path_of(kept.sha256).read_bytes(),
    }  # fmt: skip


def close(ids) -> None:
    """Nobody but the electrician needs to know of the case any more."""
    Case.objects.filter(pk=ids["case"]).update(open_to_staff=False, label="work_secret")
    CaseMember.objects.filter(case_id=ids["case"]).delete()


def shows(body: bytes, ids) -> bool:
    """Tell whether an answer holds the photo, whole or small, or shows it from its address."""
    address = f'src="{reverse(SHOWN, args=[ids["file"]])}"'.encode()
    return any(one in body for one in (ids["bytes"], SMALL, address))


@pytest.mark.parametrize("way", PAGES)
def test_by_every_way_of_the_pages_a_photo_goes_out_until_the_door_of_its_record_closes(
    world, photo, way
):
    before = answered(world.browser("director").get(PAGES[way](photo)))
    assert before.status == 200
    assert shows(before.body, photo)
    close(photo)
    after = answered(world.browser("director").get(PAGES[way](photo)))
    assert after.means == "hidden"
    assert not shows(after.body, photo)


@pytest.mark.parametrize("way", PROGRAMS)
def test_by_every_way_of_programs_a_photo_goes_out_until_the_door_of_its_record_closes(
    world, photo, way
):
    program = program_of(world.member("director"))
    before = program.get(PROGRAMS[way](photo))
    assert before.status_code == 200
    assert shows(before.whole, photo)
    close(photo)
    after = program.get(PROGRAMS[way](photo))
    assert after.status_code == 404
    assert not shows(after.whole, photo)


@pytest.mark.parametrize("part", ["elsewhere", "former", "police", "nobody"])
def test_who_is_not_of_the_house_gets_the_photo_by_no_way(world, photo, part):
    for way, where in PAGES.items():
        answer = answered(world.browser(part).get(where(photo)))
        assert answer.means in ("hidden", "refused", "login"), way
        assert not shows(answer.body, photo), way


def test_nobody_opens_stored_content_who_is_not_followed_here():
    house = ROOT / "src" / "dayuan"
    opening = re.compile(r"\b(path_of|preview_of)\(")
    found = {
        file.relative_to(house).as_posix()
        for file in house.rglob("*.py")
        if opening.search(file.read_text()) and file.name != "store.py"
    }
    assert found == set(OPENING)
