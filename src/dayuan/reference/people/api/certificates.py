"""Certificates by programs: read alone; whoever notes one has seen the original."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Code, Id
from dayuan.reference.people import queries
from dayuan.reference.people.api.part import PART
from dayuan.reference.people.api.people import MANAGE, day_of
from dayuan.reference.people.queries import Asked, Certificate, State

First = Annotated[int, Field(ge=0, lt=1_000_000)]


class CertificateOut(Schema):
    """Somebody has a qualification from ``since`` on, until the day ``until``."""

    id: int
    #: The qualification's codeword in the plan.
    kind: str
    since: date
    #: The first day on which it does not hold any more; none where it does not run out.
    until: date | None


class CertificateAskedOut(Schema):
    """A post that somebody holds today asks for a certificate, and how the person stands to it."""

    person: int
    staff_number: str
    name: str
    #: The posts that ask for it, by their codewords.
    posts: list[str]
    kind: str
    state: State
    #: Nobody may be put on such a post without it.
    binds: bool
    since: date | None
    until: date | None


class CertificatesAskedOut(Schema):
    """A part of those lines: how many there are in all, and from which on the next part is."""

    total: int
    next: int | None
    lines: list[CertificateAskedOut]


@PART.read(
    "/certificates", answers=CertificatesAskedOut,
    summary=_("Read who lacks which certificate"), verbs=MANAGE,
)  # fmt: skip
def asked(
    request: TokenRequest, kind: Code = "", everything: bool = False, first: First = 0
) -> Any:
    """Return what today's posts ask for and who lacks it, most urgent first, 100 at a time.

    With ``everything`` the valid ones too.
    """
    everybody = queries.asked_of_staff(request.actor, on=day_of(request))
    found = queries.of_kind(everybody, kind, valid=everything)
    after = first + queries.LINES
    return {
        "total": len(found),
        "next": after if after < len(found) else None,
        "lines": [_asked(one) for one in found[first:after]],
    }


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


def _asked(one: Asked) -> Mapping[str, Any]:
    person, standing = one.person, one.standing
    return {
        "person": person.pk, "staff_number": person.staff_number, "name": person.name,
        "posts": list(one.posts), "kind": one.wanted.code, "state": standing.state,
        "binds": one.wanted.binds, "since": standing.since, "until": standing.until,
    }  # fmt: skip


def _shaped(found: Iterable[Certificate]) -> list[Mapping[str, Any]]:
    return [{name: getattr(one, name) for name in ("kind", "since", "until")} | {"id": one.pk}
            for one in found]  # fmt: skip
