"""The plan of Pukou, with days in which it reminds of certificates, and somebody who has one."""

from datetime import date

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.reference.people import commands
from dayuan.reference.people.models import Certificate
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from tests.cast import NOW, PUKOU, Cast, read

TODAY = date(2026, 11, 20)
GUARD = "guard_certificate"


def plan(remind: int | None = None) -> Handbook:
    """Return the plan of Pukou, reminding so many days ahead."""
    book = read(PUKOU)
    asked = {
        code: one.model_copy(update={"remind": remind}) for code, one in book.qualifications.items()
    }
    return book.model_copy(update={"qualifications": asked})


def put_in_force(cast: Cast, book: Handbook) -> None:
    """Let the cast's site work by a plan."""
    actor = installation.installer(cast.site.pk)
    revision, _new = plans.load(handbook=book, actor=actor, at=NOW)
    sites.adopt(
        site=cast.site, revision=revision, consent="测试", actor=cast.director.actor(), at=NOW
    )


def note(cast: Cast, part: str = "guard", by: str = "dispatcher", **more: object) -> Certificate:
    """Note a guard's certificate of one of the cast, valid in November unless said otherwise."""
    given = {"kind": GUARD, "since": date(2026, 11, 1), "until": date(2026, 12, 1), **more}
    return commands.note_certificate(
        person_id=cast.members[part].person.pk, actor=cast.members[by].actor(), at=NOW, **given
    )
