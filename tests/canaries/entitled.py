"""Who may find what: written by hand, for each sensitive field and each kind of row."""

from typing import Any

from tests.permissions.table import AUDIT, REGISTER, parts
from tests.permissions.world import HERE, STAFF, World

#: What belongs to a case: known to whoever may know of the case.
_OF_A_CASE = frozenset(
    {
        "work.Case.title",
        "desk.Request.description",
        "desk.Request.place",
        "work.EvidenceItem.text",
        "attachments.Attachment.name",
        "audit.Change.reason",
    }
)
#: The caller is known to those at the desk; the cast's reporters are never callers' hosts.
_CALLER = frozenset({"desk.Request.caller_name", "desk.Request.caller_phone"})
#: Nobody ever finds these, not even their owner.
NOBODY = frozenset(
    {
        "accounts.Account.password",
        "accounts.Account.one_time_code",
        "accounts.Account.pin",
        "accounts.Device.token_digest",
    }
)


def may(field: str, relation: str) -> frozenset[str]:
    """Return the parts that may find a canary of this field in a row of this relation.

    ``relation`` is a part's name (its own thing), ``open``, ``hidden`` or ``foreign``.
    """
    if field in NOBODY or relation in ("hidden", "foreign"):
        return frozenset()
    own = frozenset({relation} & {*HERE, "elsewhere", "police", "former"})
    if field in _OF_A_CASE:
        return own | frozenset(STAFF)
    if field in _CALLER:
        return own | parts("dispatcher checker deputy")
    if field == "audit.PersonalValues.values":
        return parts(AUDIT) - {"elsewhere"}
    if field == "people.Person.phone":
        here = frozenset() if relation == "elsewhere" else parts(REGISTER) - {"elsewhere"}
        return own | here
    if field == "accounts.Account.phone":
        # One's own page shows it, the middle hidden.
        return own
    raise LookupError(f"{field}: write down here who may find it")


def relation(world: World, row: Any) -> str:
    """Return whose row it is: a part's own, open to staff, hidden, or of another site."""
    site_id = getattr(row, "site_id", None) or world.cast.site.pk
    if site_id != world.cast.site.pk:
        return _of_person(world, row) if _person(row) else "foreign"
    if (case_id := _case(row)) is not None:
        return next(
            (who for (kind, who), pk in world.ids.items() if kind == "case" and pk == case_id),
            "hidden",
        )
    return _of_person(world, row)


def _case(row: Any) -> int | None:
    label = row._meta.label
    if label == "work.Case":
        return int(row.pk)
    if label == "work.EvidenceItem":
        return int(row.task.case_id)
    if label == "attachments.Attachment":
        return int(row.owner_id)
    return getattr(row, "case_id", None)


def _person(row: Any) -> bool:
    return row._meta.label in ("people.Person", "accounts.Account")


def _of_person(world: World, row: Any) -> str:
    if not _person(row):
        return "open"
    is_account = row._meta.label == "accounts.Account"
    for part in (*HERE, "police", "former", "elsewhere"):
        person = world.member(part).person
        if row.pk == (person.account_id if is_account else person.pk):
            return part
    return "foreign" if row.site_id != world.cast.site.pk else "open"
