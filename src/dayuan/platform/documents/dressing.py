"""What a copy carries beside its content: how it stands, who made it, whose eyes it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.zones import zone_of
from dayuan.platform.documents import rules
from dayuan.platform.documents.content import Data, plain
from dayuan.platform.documents.models import Issued
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """The words around a document; everything else of a copy is its content."""

    #: Whether it was issued, and as what.
    standing: str
    #: When it was made, and by whom.
    made: str
    #: Across every sheet; empty for none.
    watermark: str = ""
    language: str = "zh"

    def around(self, data: Data) -> dict[str, Any]:
        """Return a document's data as a renderer draws it."""
        return {
            **data,
            "standing": plain(self.standing),
            "made": plain(self.made),
            "watermark": plain(self.watermark),
            "lang": self.language,
            "pages": _PAGES[self.language],
        }


_PAGES: Mapping[str, str] = {
    "zh": "第 {page} 页 共 {pages} 页",
    "en": "Page {page} of {pages}",
}


def spoken() -> str:
    """Return the language that a document is being written in."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def look(data: Data, actor: Actor, *, staff_number: str, at: datetime, zone: tzinfo) -> Dress:
    """Return what a copy carries that nobody issued."""
    moment = times.moment(at, zone)
    return Dress(
        standing=_("For reference only, not issued"),
        made=f"{moment} {actor.name}",
        watermark=watermark(data, actor, staff_number=staff_number, moment=moment),
        language=spoken(),
    )


def issued(number: Text, actor: Actor, *, at: datetime) -> Dress:
    """Return what every copy of an issued document carries; the reader's name comes later."""
    moment = times.moment(at, zone_of(actor.site_id))
    return Dress(
        standing=_("Issued as %(number)s") % {"number": words(number)},
        made=_("Issued by %(name)s, %(when)s") % {"name": actor.name, "when": moment},
        language=spoken(),
    )


def void(row: Issued) -> dict[str, Any]:
    """Return what every copy of a withdrawn document carries besides; nothing of another one."""
    if row.withdrawn_at is None:
        return {}
    day = row.withdrawn_at.astimezone(zone_of(row.site_id)).date()
    mark, says = (one.in_language(row.drawn["lang"]) for one in rules.void_says(row, day))
    return {"void": {"mark": plain(mark), "says": plain(says)}}


def watermark(data: Data, actor: Actor, *, staff_number: str, moment: str) -> str:
    """Return the reader's name, number and time, where the label asks for them."""
    if not data["restricted"]:
        return ""
    return " ".join(part for part in (actor.name, staff_number, moment) if part)
