"""What the pages of certificates draw."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Action, Badge, Column, Link, Listing, Person, Row
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import certifying
from dayuan.reference.people.certifying import Standing, State
from dayuan.reference.people.queries import Asked, Certificate, Wanted
from dayuan.reference.sites import queries as sites

STATES: dict[State, tuple[Tone, Promise, str]] = {
    State.VALID: (Tone.DONE, gettext_lazy("Valid"), ""),
    State.SOON: (Tone.SOON, gettext_lazy("Runs out soon"), "clock"),
    State.RUN_OUT: (Tone.LATE, gettext_lazy("Has run out"), "alert-triangle"),
    State.MISSING: (Tone.LATE, gettext_lazy("Not on record"), "alert-triangle"),
    State.AHEAD: (Tone.WAITING, gettext_lazy("Not valid yet"), "clock"),
}


def badge(standing: Standing, *, binds: bool) -> Badge:
    """Return how somebody stands to a qualification; what only is pointed out is not red."""
    tone, word, icon = STATES[standing.state]
    if tone == Tone.LATE and not binds:
        tone = Tone.SOON
    return Badge(tone, word, icon)


def own_action(actor: Actor) -> Action | None:
    """Return the way from one's own account to one's own certificates."""
    if actor.side != "staff":
        return None
    url = reverse("people:own_certificates")
    return Action(label=_("My certificates"), url=url, icon="file-certificate")


def listing(
    found: Sequence[Certificate], asked: Sequence[Wanted], plan: Handbook, *, today: date,
    may_change: bool = False,
) -> Listing:  # fmt: skip
    """Return what somebody's posts ask for and what he has: a line for each, and for what lacks."""
    columns = [
        Column(_("Certificate"), "what"),
        Column(_("State"), "state"),
        Column(_("Valid from and to"), "where"),
        Column(_("Asked for by"), "until"),
    ]
    if may_change:
        columns.append(Column(_("What can be done"), "until"))
    missing = {one.code for one in asked} - {one.kind for one in found}
    lines = [
        *((one.code, Standing(State.MISSING), None) for one in asked if one.code in missing),
        *((one.kind, _of_one(one, found, plan, today), one) for one in found),
    ]
    order = {code: number for number, code in enumerate(plan.qualifications)}
    lines.sort(key=lambda line: order.get(line[0], len(order)))
    rows = [_row(line, asked, plan, may_change=may_change) for line in lines]
    return Listing(caption=_("Certificates"), columns=columns, rows=rows)


def _row(
    line: tuple[str, Standing, Certificate | None], asked: Sequence[Wanted], plan: Handbook, *,
    may_change: bool,
) -> Row:  # fmt: skip
    kind, standing, one = line
    known = plan.qualifications.get(kind)
    by = next((each for each in asked if each.code == kind), None)
    cells: list[Any] = [
        known.title.text if known else kind,
        badge(standing, binds=by is not None and by.binds),
        days(standing) if one else None,
        by.source if by else _("None of the posts held"),
    ]
    if may_change:
        url = reverse("people:withdraw_certificate", args=[one.pk]) if one else ""
        cells.append(Link(_("Withdraw it"), url) if one else "")
    return Row(cells=cells)


def _of_one(one: Certificate, found: Sequence[Certificate], plan: Handbook, day: date) -> Standing:
    """Return the state of one certificate with its own days.

    What runs out soon and goes on with the next one is simply valid.
    """
    known = plan.qualifications.get(one.kind)
    remind = known.remind if known else None
    alone = certifying.standing([Period(one.since, one.until)], day, remind)
    if alone.state != State.SOON:
        return alone
    same = [Period(each.since, each.until) for each in found if each.kind == one.kind]
    state = certifying.standing(same, day, remind).state
    return Standing(state, one.since, one.until)


def days(standing: Standing) -> Any:
    """Return the first and the last day of something, or that it does not run out."""
    if standing.since is None:
        return None
    if standing.until is None:
        return [standing.since, _("does not run out")]
    return times.days(standing.since, standing.until - timedelta(days=1))


def whole(found: Iterable[Asked], site_id: int) -> Listing:
    """Return the lines of the page of the whole site."""
    columns = [
        Column(_("Full name"), "what"),
        Column(_("State"), "state"),
        Column(_("Certificate"), "where"),
        Column(_("Post"), "where"),
        Column(_("Valid from and to"), "until"),
        Column(_("Asked for by"), "until"),
    ]
    plan = sites.plan_of(site_id)
    rows = [
        Row(
            cells=[
                Person(one.person.name, one.person.staff_number),
                badge(one.standing, binds=one.wanted.binds),
                one.wanted.title,
                [plan.post_title(post) for post in one.posts],
                days(one.standing),
                one.wanted.source,
            ],
            url=reverse("people:person", args=[one.person.pk]),
        )
        for one in found
    ]
    return Listing(caption=_("Who lacks which certificate"), columns=columns, rows=rows)


def table(found: Iterable[Asked], site_id: int) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the same lines as columns of a file: the first and the last day apart."""
    plan = sites.plan_of(site_id)
    headings = [
        _("Staff number"), _("Full name"), _("State"), _("Certificate"), _("Post"),
        _("Valid from"), _("Last valid day"), _("Asked for by"),
    ]  # fmt: skip
    rows = (
        [
            one.person.staff_number, one.person.name, badge(one.standing, binds=one.wanted.binds),
            one.wanted.title, [plan.post_title(post) for post in one.posts], one.standing.since,
            one.standing.until and one.standing.until - timedelta(days=1), one.wanted.source,
        ]
        for one in found
    )  # fmt: skip
    return headings, rows
