"""Who is told that a certificate runs out; runs after the commit, from the outbox."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import get_language

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.people import events
from dayuan.reference.people.queries import qualified
from dayuan.reference.sites import queries as sites

CERTIFICATES = kinds.declare_group("people.certificates", "证书", "Certificates")
ENDS = kinds.declare(
    "people.certificate.ends",
    "证书快到期或已到期，请办续期：{title}（{number}）",
    "A certificate runs out or has run out, see to its extension: {title} ({number})",
    icon="file-certificate",
    tone="soon",
    group=CERTIFICATES,
    outward=Text("有证书到期", "A certificate runs out"),
    must=True,
)


def connect() -> None:
    """Tell the person and whoever manages people, and name it to those who may know of it."""
    owner = (qualified.CERTIFICATE_KIND, "certificate")
    wiring.notify(events.CERTIFICATE_ENDS, kind=ENDS, owner=owner, whom=whom)
    kinds.cards.register(qualified.CERTIFICATE_KIND, cards)


def whom(message: Message) -> list[int]:
    """Return its person and whoever manages people; nobody once it is withdrawn."""
    return qualified.reminded(message.ids["certificate"], message.now)


def cards(actor: Actor, certificate_ids: Collection[int]) -> dict[int, Card]:
    """Name certificates: what it is, whose and until when; one's own lead to one's own page."""
    language = get_language() or "zh-hans"
    asked = sites.plan_of(actor.site_id).handbook.qualifications
    rows = qualified.certificates_visible_to(actor).filter(pk__in=certificate_ids)
    found = {}
    for one in rows.select_related("person"):
        own = one.person_id == actor.person_id
        known = asked.get(one.kind)
        found[one.pk] = Card(
            title=known.title.text.in_language(language) if known else one.kind,
            number=f"{one.person.name} {one.until or ''}".strip(),
            url=reverse("people:own_certificates")
            if own
            else reverse("people:person", args=[one.person_id]),
        )
    return found
