"""Who may find what: written by hand, for each sensitive field and each kind of row."""

from typing import Any

from tests.permissions.table import (
    AUDIT,
    CALLOUTS,
    DECIDE,
    DISPATCH,
    ISSUED,
    ITEMS,
    LABELS,
    RATES,
    REGISTER,
    SHIFTS,
    parts,
)
from tests.permissions.world import HERE, STAFF, World

#: What belongs to a case: known to whoever may know of the case.
_OF_A_CASE = frozenset(
    {
        "work.Case.title",
        "desk.Request.description",
        "desk.Request.place",
        "work.EvidenceItem.text",
        "work.EvidenceItem.name",
        "work.EvidenceItem.office",
        "work.EvidenceItem.reference",
        "attachments.Attachment.name",
        "audit.Reason.text",
    }
)
#: The caller is known to those at the desk; the cast's reporters are never callers' hosts.
_CALLER = frozenset({"desk.Request.caller_name", "desk.Request.caller_phone"})
#: What somebody asks for is for those who decide on it.
_APPLICATION = frozenset({"work.Application.reason", "work.Application.answer"})
#: What came by a label and was not taken up yet.
_HELD = frozenset(
    {
        "desk.OutsideReport.description",
        "desk.OutsideReport.caller_name",
        "desk.OutsideReport.caller_phone",
    }
)
#: What somebody calls a view, and what was typed in it: that person's, unless it is shared.
_VIEW = frozenset({"lists.View.name", "lists.View.query"})
#: What stood in a file that somebody brought, told to that person while the right lasts.
_BROUGHT = frozenset(
    {"imports.ImportRow.values", "imports.ImportRow.problems", "imports.ImportRow.before"}
)
#: Why somebody is away, and what was answered.
_LEAVE = frozenset({"rosters.Away.remark", "rosters.Away.answer"})
#: Why a swap was refused; the swaps of the tests are about duties of the technical unit.
_SWAP = "rosters.Swap.answer"
#: What an hour costs, and where that comes from: a wage datum.
_RATE = frozenset({"rosters.HourRate.yuan", "rosters.HourRate.reason"})
#: What a shift writes, counts and signs: for those who see the logs of the site.
_OF_A_SHIFT = frozenset(
    {
        "handover.LogEntry.words",
        "handover.LogEntry.place",
        "handover.PassOn.words",
        "handover.PassOn.outcome",
        "handover.Handover.remarks",
        "handover.Handover.declared_why",
        "handover.Handover.signed_why",
        "handover.Handover.ended_why",
        "handover.Tally.given_says",
        "handover.Tally.taken_says",
    }
)
#: Why people are called out, and how it ended: for those who see call-outs, and who is called.
_OF_A_CALLOUT = frozenset(
    {
        "callout.Callout.reason",
        "callout.Callout.gather",
        "callout.Callout.outcome",
        "callout.Call.why",
        "callout.Surge.reason",
        "callout.Surge.closed_why",
    }
)
#: Nobody ever finds these, not even their owner.
NOBODY = frozenset(
    {
        "accounts.Account.password",
        "accounts.Account.one_time_code",
        "accounts.Account.pin",
        "accounts.Device.token_digest",
        "rest.Token.digest",
        # Where a channel leads and its keys open for the worker alone.
        "notices.Channel.sealed",
        # The index has the words of every record, hidden ones too: it answers, and is not shown.
        "search.Line.words",
    }
)


def may(field: str, relation: str) -> frozenset[str]:
    """Return the parts that may find a canary of this field in a row of this relation.

    ``relation`` is a part's name (its own thing), ``open``, ``hidden`` or ``foreign``.
    """
    if field in NOBODY or relation == "hidden":
        return frozenset()
    if relation == "foreign":
        # The other site's director keeps that site's register, and makes its labels.
        theirs = (
            field in ("people.Person.phone", "equipment.Label.token", *_LEAVE, *_RATE, _SWAP)
            or field in _OF_A_SHIFT | _OF_A_CALLOUT
        )
        return frozenset({"elsewhere"} if theirs else ())
    own = frozenset({relation} & {*HERE, "elsewhere", "police", "former"})
    if field in _VIEW:
        return frozenset(HERE) if relation == "open" else own
    if field == "rest.Token.title":
        # What somebody calls the program that has a token of his.
        return own
    if field in _BROUGHT:
        return own & parts(ITEMS)
    register = parts(REGISTER) - {"elsewhere"} if relation != "elsewhere" else frozenset()
    others = {
        **dict.fromkeys(_OF_A_CASE, frozenset(STAFF)),
        **dict.fromkeys(_CALLER, parts("dispatcher checker deputy")),
        **dict.fromkeys(_APPLICATION, parts(DECIDE)),
        "audit.PersonalValues.values": parts(AUDIT) - {"elsewhere"},
        **dict.fromkeys(_RATE, parts(RATES) - {"elsewhere"}),
        **dict.fromkeys(_OF_A_SHIFT, parts(SHIFTS) - {"elsewhere"}),
        **dict.fromkeys(_OF_A_CALLOUT, _calling(field, relation)),
        # What waits for the desk is the desk's alone.
        **dict.fromkeys(_HELD, parts(DISPATCH) - {"elsewhere"}),
        # What was issued of a case: for whoever may know of the case and see what was issued.
        "documents.Issued.drawn": parts(ISSUED) - {"elsewhere"},
        "people.Person.phone": register,
        **dict.fromkeys(_LEAVE, _leading(relation)),
        _SWAP: _leading("open" if relation != "elsewhere" else relation),
        # Whoever has the token may report in the name of the room: for those who print it.
        "equipment.Label.token": parts(LABELS) - {"elsewhere"},
        # What was typed before a list was taken away stands on no page.
        "lists.Export.query": frozenset(),
        # Where somebody is written to is that person's alone.
        "notices.Preference.email": frozenset(),
        # One's own page alone shows it, the middle hidden.
        "accounts.Account.phone": frozenset(),
    }
    if field not in others:
        raise LookupError(f"{field}: write down here who may find it")
    return own | others[field]


def _calling(field: str, relation: str) -> frozenset[str]:
    """Return who reads this of a call-out; all of the staff are called to it in the tests."""
    if relation == "elsewhere":
        return frozenset()
    seeing = parts(CALLOUTS) - {"elsewhere"}
    told = field in ("callout.Callout.reason", "callout.Callout.gather")
    return frozenset(STAFF) | seeing if told else seeing


def _leading(relation: str) -> frozenset[str]:
    """Return who decides for the unit of whoever this belongs to."""
    if relation == "elsewhere":
        return frozenset()
    leads = {
        "open": "supervisor",
        "technician": "supervisor",
        "guard": "captain",
        "checker": "dispatcher",
    }
    return frozenset({"director", "deputy", leads.get(relation, "director")})


def relation(world: World, row: Any) -> str:
    """Return whose row it is: a part's own, open to staff, hidden, or of another site."""
    if row._meta.label in ("lists.View", "rest.Token"):
        shared = getattr(row, "shared", False)
        return "open" if shared else _of_account(world, row.account_id)
    if row._meta.label in ("notices.Preference", "rosters.Away", "rosters.Swap", "callout.Call"):
        return _whose(world, getattr(row, "person_id", None) or row.asked_by_id)
    if row._meta.label == "imports.ImportRow":
        return _of_account(world, row.batch.account_id)
    site_id = getattr(row, "site_id", None) or _site_of(row) or world.cast.site.pk
    if site_id != world.cast.site.pk:
        return _of_person(world, row) if _person(row) else "foreign"
    if (case_id := _case(row)) is not None:
        return next(
            (who for (kind, who), pk in world.ids.items() if kind == "case" and pk == case_id),
            "hidden",
        )
    return _of_person(world, row)


def _whose(world: World, person_id: int) -> str:
    if person_id == world.stranger.person.pk:
        return "foreign"
    everybody = (*HERE, "police", "former", "elsewhere")
    own = (p for p in everybody if world.member(p).person.pk == person_id)
    return next(own, "open")


def _site_of(row: Any) -> int | None:
    """Return the site of a row that belongs to one through its shift."""
    of = next((o for n in ("log", "handover", "callout") if (o := getattr(row, n, None))), None)
    return of.site_id if of is not None else None


def _of_account(world: World, account_id: int) -> str:
    everybody = (*HERE, "police", "former", "elsewhere")
    own = (p for p in everybody if world.member(p).person.account_id == account_id)
    return next(own, "hidden")


def _case(row: Any) -> int | None:
    label = row._meta.label
    if label == "work.Case":
        return int(row.pk)
    if label == "work.EvidenceItem":
        return int(row.task.case_id)
    if label in ("attachments.Attachment", "documents.Issued"):
        return int(row.owner_id)
    if label == "work.Application":
        return int(row.task.case_id)
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
