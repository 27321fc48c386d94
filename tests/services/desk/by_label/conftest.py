"""A washroom with a label, and visitors who stand before it with a phone."""

import io
import re
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dayuan.reference.sites.commands import places
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.states import PlaceKind
from dayuan.resources.equipment.commands import items, labels
from dayuan.resources.equipment.commands.items import Described
from dayuan.resources.equipment.queries import by_token
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import OutsideReport
from dayuan.services.desk.queries import outside
from tests.cast import NOW

TICKET = re.compile(r'name="ticket" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def place(cast):
    """Return a washroom on the third floor."""
    new = NewPlace("A-3-W", PlaceKind.ROOM, "3层东侧卫生间")
    return places.create_place(place=new, actor=cast.supervisor.actor(), at=NOW)


@pytest.fixture
def label(cast, place):
    """Return the label on its door."""
    issued = labels.issue(place_ids=[place.pk], actor=cast.dispatcher.actor(), at=NOW)
    return issued.made[0]


@pytest.fixture
def piece_label(cast, place):
    """Return the label of a piece of the air-conditioning."""
    described = Described("风机盘管", system="空调系统", place_id=place.pk)
    piece = items.register(
        code="KT-3-01", described=described, actor=cast.supervisor.actor(), at=NOW
    )[0]
    issued = labels.issue(item_ids=[piece.pk], actor=cast.dispatcher.actor(), at=NOW)
    return issued.made[0]


@dataclass
class Visitor:
    """Somebody without an account, at one address, with a browser that keeps cookies or none."""

    address: str = "192.0.2.7"
    cookies: bool = False
    more: dict[str, str] | None = None

    def __post_init__(self) -> None:
        self.browser = Client(enforce_csrf_checks=True)

    def open(self, label, query: str = ""):
        """Open the page of a label."""
        answer = self._forgetful().get(f"/q/{label.token}/{query}", **self._meta())
        self.page = answer.content.decode()
        return answer

    def send(self, label, ticket: str = "", **form):
        """Send the form that is open, or one with another ticket."""
        found = TICKET.search(self.page)
        given = {"category": "general_repair", **form}
        given["ticket"] = ticket or (found[1] if found else "")
        if self.cookies and (token := TOKEN.search(self.page)):
            given.setdefault("csrfmiddlewaretoken", token[1])
        return self._forgetful().post(f"/q/{label.token}/", given, **self._meta())

    def report(self, label, **form):
        """Scan, fill in and send."""
        self.open(label)
        return self.send(label, **form)

    def status(self, answer) -> str:
        """Return the status page that an answer leads to."""
        assert answer.status_code == 302, answer.content.decode()[:4000]
        return self._forgetful().get(answer["Location"], **self._meta()).content.decode()

    def _forgetful(self) -> Client:
        if not self.cookies:
            self.browser.cookies.clear()
        return self.browser

    def _meta(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address, **(self.more or {})}


@pytest.fixture
def visitor(clock):
    """Return somebody whose browser keeps no cookies, as in a chat app."""
    return Visitor()


def picture(name: str = "IMG_张三.jpg", side: int = 64, colour: str = "red") -> SimpleUploadedFile:
    """Return a photo as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def reports() -> list[OutsideReport]:
    """Return everything that came, in order."""
    return list(OutsideReport.objects.order_by("pk"))


def receive(label, number: int, *, at: datetime = NOW, device: str = "", address: str = "", **more):
    """Let a report come by the command itself."""
    standing = by_token(label.token)
    arrival = desk.Arrival(
        token=label.token, once=f"form {number}", category="general_repair",
        device=device, address=address, **more,
    )  # fmt: skip
    return desk.receive(arrival=arrival, actor=outside.actor_of(standing, at=at), at=at)


SESSION = settings.SESSION_COOKIE_NAME
