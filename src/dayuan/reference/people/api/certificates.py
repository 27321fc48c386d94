"""Certificates by programs: read alone; whoever notes one has seen the original."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id
from dayuan.reference.people import queries
from dayuan.reference.people.api.part import PART
from dayuan.reference.people.api.people import MANAGE
from dayuan.reference.people.queries import Certificate


class CertificateOut(Schema):
    """Somebody has a qualification from ``since`` on, until the day ``until``."""

    id: int
    #: The qualification's codeword in the plan.
    kind: str
    since: date
    #: The first day on which it does not hold any more; none where it does not run out.
    until: date | None


@PART.read(
    "/certificates/mine", answers=list[CertificateOut], summary=_("Read one's own certificates"),
    verbs=(),
)  # fmt: skip
def own_certificates(request: TokenRequest) -> Any:
    """Return the asker's own certificates, the newest first; a liaison has none."""
    return _shaped(queries.certificates_of(request.actor, request.actor.person_id or 0))


@PART.read(
    "/people/{person_id}/certificates", answers=list[CertificateOut],
    summary=_("Read somebody's certificates"), verbs=MANAGE,
)  # fmt: skip
def certificates(request: TokenRequest, person_id: Id) -> Any:
    """Return somebody's certificates, the newest first."""
    found = queries.get_for(request.actor, person_id)
    return _shaped(queries.certificates_of(request.actor, found.pk))


def _shaped(found: Iterable[Certificate]) -> list[Mapping[str, Any]]:
    return [{name: getattr(one, name) for name in ("kind", "since", "until")} | {"id": one.pk}
            for one in found]  # fmt: skip
