"""The survey: the plan's table beside what was counted, and the form for one row."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Badge, Choice, Column, Fact, Link, Listing, Row, Stat
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import queries as people
from dayuan.resources.equipment.commands import survey as commands
from dayuan.resources.equipment.queries import Count, survey
from dayuan.resources.equipment.queries.survey import Line
from dayuan.resources.equipment.web import words
from dayuan.resources.equipment.web.forms import CountForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for("equipment.item.view")
def overview(request: ActorRequest) -> HttpResponse:
    """Show every row of the plan's table: as printed, counted so far, the difference."""
    lines = survey.lines(request.actor)
    system = request.GET.get("system", "")
    chosen = [one for one in lines if not system or _system(one) == system]
    context = {
        "stats": _stats(lines),
        "choices": _systems(lines, system),
        "list": _listing(chosen, may_count=request.actor.holds("equipment.survey.count")),
    }
    return render(request, "equipment/survey.html", context)


@_get_or_post
@view_for("equipment.survey.count")
def count(request: ActorRequest, row: str) -> HttpResponse:
    """Write down how many of a row were found, beside what was counted before."""
    line = survey.line(request.actor, row)
    form = CountForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.count(row=row, **given, actor=request.actor, at=request.now),
        fields={"equipment.quantity": "quantity"},
    )
    if attempt.done:
        messages.success(request, _("Counted: %(what)s") % {"what": words.row_title(line.row)})
        return redirect("equipment:survey")
    context = {
        "form": form,
        "heading": words.row_title(line.row),
        "trail": [Link(_("Survey of equipment"), reverse("equipment:survey"))],
        "facts": _facts(line),
        "list": _history(survey.counts_of(request.actor, row), line),
        "cancel": reverse("equipment:survey"),
    }
    return render(request, "equipment/count.html", context, status=422 if form.errors else 200)


# --- inside -------------------------------------------------------------------------------


def _system(line: Line) -> str:
    return str(line.row.system.text) if line.row.system else ""


def _systems(lines: list[Line], system: str) -> list[Choice]:
    named = {_system(one): one.row.system.text for one in lines if one.row.system}
    return [
        Choice(label=_("All"), url=reverse("equipment:survey"), current=not system),
        *(
            Choice(label=text, url="?" + urlencode({"system": key}), current=key == system)
            for key, text in named.items()
        ),
    ]


def _stats(lines: list[Line]) -> list[Stat]:
    waiting = [one for one in lines if one.waiting]
    off = [one for one in lines if one.comparison.outcome in ("more", "fewer")]
    counted = sum(one.count is not None for one in lines)
    rest = len(waiting)
    return [
        Stat(
            label=_("Rows counted"), value=counted,
            unit=_("of %(n)d") % {"n": len(lines)},
        ),
        Stat(
            label=_("Still pending"), value=rest,
            tone=Tone.SOON if rest else Tone.DONE,
        ),
        Stat(
            label=_("Different from the print"), value=len(off),
            tone=Tone.SOON if off else Tone.DONE,
        ),
    ]  # fmt: skip


def _listing(lines: list[Line], *, may_count: bool) -> Listing:
    columns = [
        Column(_("Equipment"), "what"),
        Column(_("Row"), "number"),
        Column(_("How it stands"), "state"),
        Column(_("Printed"), "where"),
        Column(_("Counted"), "until"),
        Column(_("Pieces entered"), numeric=True),
    ]
    return Listing(
        caption=_("Survey of equipment"),
        columns=columns,
        rows=[_row(one, may_count=may_count) for one in lines],
    )


def _row(line: Line, *, may_count: bool) -> Row:
    counted: Any = _("Counted: %(n)d") % {"n": line.count.quantity} if line.count else ""
    cells = [
        words.row_title(line.row),
        line.row.row,
        words.comparison(line.comparison),
        _print(line),
        counted,
        line.registered,
    ]
    return Row(cells=cells, url=reverse("equipment:count", args=[line.code]) if may_count else "")


def _print(line: Line) -> Any:
    says = words.printed(line.row.quantity, line.row.unit)
    if line.row.quantity == "pending":
        return Badge(Tone.SOON, _("Printed: %(what)s") % {"what": says}, "hourglass")
    return _("Printed: %(what)s") % {"what": says}


def _facts(line: Line) -> list[Fact]:
    facts = [
        Fact(
            label=_("Printed"), value=words.printed(line.row.quantity, line.row.unit),
            source=line.row.source.value,
        ),
        Fact(label=_("How it stands"), value=words.comparison(line.comparison)),
        Fact(label=_("Pieces entered"), value=line.registered),
        *(Fact(label=_("Wanted by"), value=_("a number"), source=one) for one in line.demanded),
    ]  # fmt: skip
    if line.row.note:
        facts.append(Fact(label=_("Remark of the plan"), value=line.row.note.text))
    return facts


def _history(counts: list[Count], line: Line) -> Listing:
    names = people.names_of_keys([one.counted_by for one in counts])
    columns = [
        Column(_("Counted"), "what"),
        Column(_("When"), "until"),
        Column(_("Who"), "where"),
        Column(_("Remark"), "number"),
    ]
    rows = [
        Row(
            cells=[
                f"{one.quantity} {line.row.unit}".strip(),
                one.counted_at,
                names.get(one.counted_by, ""),
                one.note,
            ]
        )
        for one in counts
    ]
    return Listing(caption=_("Counted before"), columns=columns, rows=rows)
