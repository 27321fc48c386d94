"""The month's hours on paper, to be signed before they are paid."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import (
    Column,
    Document,
    Note,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import source_words, words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.rules import law
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.web.hours_sheet import cells

#: The group of a key that means everybody.
_ALL = "all"
#: So many lines go on paper; a compound has some dozens of people.
_MOST = 400
_CELLS = (
    "name", "post", "norm", "counted", "within", "over", "rest", "holiday", "nights", "unnoted",
)  # fmt: skip


def key_of(group: str, month: date) -> str:
    """Return under what key a month is printed: guards-202611, or all-202611."""
    return f"{group or _ALL}-{month:%Y%m}"


def _parts(key: str) -> tuple[str, date]:
    group, _dash, number = key.rpartition("-")
    if len(number) != len("202611") or not (number.isdecimal() and number.isascii()):
        raise Refused(hidden=True)
    try:
        month = date(int(number[:4]), int(number[4:]), 1)
    except ValueError as wrong:
        raise Refused(hidden=True) from wrong
    if not sites.FIRST_YEAR <= month.year <= sites.LAST_YEAR:
        raise Refused(hidden=True)
    return ("" if group == _ALL else group), month


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    group, first = _parts(key)
    groups = queries.hour_groups(actor.site_id)
    if group and group not in groups:
        raise Refused(hidden=True)
    month = month_of(first)
    rows = queries.of_month(queries.hours_visible_to(actor), actor.site_id, month, group)
    found = list(rows.order_by("name_key", "staff_number")[:_MOST])
    whose = words(groups[group].title.text) if group else _("Everybody")
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=f"{whose} · {times.month(first)}",
        blocks=(
            _table(actor, queries.hours_of(actor.site_id, found, month)),
            Note(_("Sources: %(names)s") % {"names": "；".join(map(source_words, _LAW))}),
            Signatures((Signature(_("Drawn up by")), Signature(_("Checked by"))), dated=_("Time")),
        ),
    )  # fmt: skip


_LAW = (law.PAID, law.OVERTIME, law.WEEK)


def _table(actor: Actor, found: list[queries.HoursLine]) -> Table:
    plan = sites.plan_of(actor.site_id)
    columns = (
        Column(_("Full name"), 4), Column(_("Post"), 5), Column(_("Norm"), 3),
        Column(_("Worked"), 3), Column(_("Within the norm, hours"), 3), Column(_("150 %"), 3),
        Column(_("200 %"), 3), Column(_("300 %"), 3), Column(_("Nights"), 2),
        Column(_("Not noted"), 3),
    )  # fmt: skip
    rows = []
    for one in found:
        said = cells(one, words(plan.post_title(one.post)) if one.post else "")
        rows.append(tuple(str(said[name]) for name in _CELLS))
    return Table(columns, tuple(rows), empty=_("Nobody was of the house in this month"))


def _page(key: str) -> str:
    group, month = _parts(key)
    return f"{reverse('rosters:hours')}?month={month:%Y-%m}&group={group}"


_CAPTION = Text("月度工时表", "Hours of the month")
PAPER = Paper(
    code="rosters.hours",
    caption=_CAPTION,
    verb="rosters.duty.view",
    record="rosters.hours",
    owner_kind="rosters.hours",
    compose=_compose,
    page=_page,
    editable=True,
    issued=False,
)
