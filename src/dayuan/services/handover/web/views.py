"""My shift now, one shift, the shifts of a day; writing, passing on."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Problems
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Choice
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import commands, queries
from dayuan.services.handover.commands.logs import Line
from dayuan.services.handover.queries import Mine
from dayuan.services.handover.web import shown
from dayuan.services.handover.web.forms import CountForm, LineForm, WordsForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
#: So many lines stand on the phone's page; the shift's own page has them all.
_NEWEST = 20


@require_safe
@view_for("handover.shift.keep", "handover.log.view")
def now(request: ActorRequest) -> HttpResponse:
    """Show what to do now: take over, begin, write, pass on, hand over."""
    found = queries.mine(request.actor, at=request.now)
    mine = min(found, key=_nearness, default=None)
    context: dict[str, Any] = {"mine": mine, "several": len(found) > 1}
    if mine is not None and mine.log is not None:
        context |= _before_him(request, mine)
    if mine is not None and mine.begins is not None:
        context["begins"] = mine.group.shift_title(mine.begins.code)
    return render(request, "handover/now.html", context)


def _nearness(one: Mine) -> tuple[bool, bool, bool]:
    return (one.waits is None, one.log is None, one.begins is None)


def _before_him(request: ActorRequest, mine: Mine) -> dict[str, Any]:
    log = mine.log
    if log is None:
        return {}
    entries = queries.newest_entries(log, _NEWEST)
    cases = queries.cases_of(request.actor, entries)
    is_open = log.state == "open"
    return {
        "log": log,
        "title": shown.title_of(mine.group, log),
        "badge": shown.badge(log, now=request.now),
        "items": queries.open_items(log.site_id, log.group),
        "lines": shown.lines(entries, cases, may_correct=is_open),
        "is_open": is_open,
        "form": _quick() if is_open else None,
        "things": [one.title.text for one in mine.group.things],
    }


def _quick() -> LineForm:
    """Return the form of a line for the phone's page, where no keyboard jumps up by itself."""
    form = LineForm(auto_id="now_%s")
    form.fields["words"].widget.attrs.pop("autofocus")
    return form


@require_safe
@view_for("handover.log.view")
def days(request: ActorRequest) -> HttpResponse:
    """Show the shifts of a day, with what differed and what nobody has decided yet."""
    chosen = _chosen(request)
    found = queries.day_lines(request.actor, chosen)
    context = {
        "day": chosen,
        "choices": _days(request, chosen),
        "list": shown.day_listing(found, now=request.now, zone=request.site_zone),
        "questions": queries.questions(request.actor.site_id),
    }
    return render(request, "handover/days.html", context)


@require_safe
@view_for("handover.log.view")
def shift(request: ActorRequest, log_id: int) -> HttpResponse:
    """Show one shift: its log, what was passed on, how it was taken and handed over."""
    log = queries.get_for(request.actor, log_id)
    known = {one.code: one for one in queries.groups(request.actor.site_id)}
    group = known.get(log.group)
    entries, handovers = queries.entries_of(log), queries.handovers_of(log)
    cases = queries.cases_of(request.actor, entries, handovers)
    tallies = queries.tallies_of(handovers)
    context = {
        "log": log,
        "head": shown.head(log, group, request),
        "lines": shown.lines(entries, cases, may_correct=log.state == "open"),
        "items": queries.items_of(log),
        "turned": shown.turned(log, handovers, tallies, group),
        "cases": [shown.case_link(one) for one in cases.values() if one.handed],  # type: ignore[attr-defined] # annotated by the query
        "facts": shown.facts(log, group),
        "full": len(entries) == queries.ENTRIES_MOST,
    }
    return render(request, "handover/shift.html", context)


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def write(request: ActorRequest, log_id: int) -> HttpResponse:
    """Write a line into a log, or correct one by naming it."""
    log = queries.get_for(request.actor, log_id)
    corrects = request.GET.get("corrects", "")
    initial = {"corrects": corrects} if corrects.isdecimal() else {}
    form = LineForm(sent(request), initial=initial)
    attempt = tried(form, lambda given: _written(request, form, log.pk, given))
    if attempt.done:
        messages.success(request, _("Written."))
        return redirect("handover:now")
    heading = _("Correct a line") if corrects else _("Write a line")
    return form_page(request, form, attempt.problems, heading=heading, submit=_("Write"), log=log)


def _written(
    request: ActorRequest, form: LineForm, log_id: int, given: dict[str, Any]
) -> queries.LogEntry:
    line = Line(
        words=given["words"], happened=form.happened(request.now, request.site_zone),
        place=given["place"], number=given["number"], corrects=given["corrects"],
    )  # fmt: skip
    return commands.write_entry(log_id=log_id, line=line, actor=request.actor, at=request.now)


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def leave(request: ActorRequest, log_id: int) -> HttpResponse:
    """Leave word for the next shifts."""
    log = queries.get_for(request.actor, log_id)
    form = WordsForm(_("What the next shift must know or do"), sent(request))
    attempt = tried(
        form,
        lambda given: commands.leave_item(
            log_id=log.pk, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Passed on until somebody closes it."))
        return redirect("handover:now")
    return form_page(
        request, form, attempt.problems, heading=_("Pass something on"), submit=_("Pass it on"),
        log=log,
    )  # fmt: skip


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def close_item(request: ActorRequest, item_id: int) -> HttpResponse:
    """Close what was passed on, with a word about what became of it."""
    item = queries.item_for(request.actor, item_id)
    form = WordsForm(_("What became of it"), sent(request))
    attempt = tried(form, lambda given: _closed(request, item, given["words"]))
    if attempt.done:
        messages.success(request, _("Closed."))
        return redirect("handover:now")
    return form_page(
        request, form, attempt.problems, heading=_("Close what was passed on"),
        submit=_("Done with it"), log=item.log, says=item.words,
    )  # fmt: skip


def _closed(request: ActorRequest, item: queries.PassOn, outcome: str) -> None:
    commands.close_item(item_id=item.pk, outcome=outcome, actor=request.actor, at=request.now)


def form_page(
    request: ActorRequest, form: BaseForm, problems: Problems, *, heading: str, submit: str,
    log: queries.ShiftLog | None, says: str = "", back: str = "",
) -> HttpResponse:  # fmt: skip
    """Draw a page with one form, and every reason why it was not done."""
    context = {
        "form": form, "problems": problems, "heading": heading, "submit": submit, "log": log,
        "says": says, "cancel": back or reverse("handover:now"),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    page = "count" if isinstance(form, CountForm) else "form"
    return render(request, f"handover/{page}.html", context, status=status)


def _days(request: ActorRequest, chosen: date) -> list[Choice]:
    today, url = request.now.astimezone(request.site_zone).date(), reverse("handover:days")
    return [
        Choice(label=_("The day before"), url=_url(chosen - timedelta(days=1))),
        Choice(label=_("Today"), url=url, current=chosen == today),
        Choice(label=_("The day after"), url=_url(chosen + timedelta(days=1))),
    ]


def _url(chosen: date) -> str:
    return f"{reverse('handover:days')}?day={chosen.isoformat()}"


def _chosen(request: ActorRequest) -> date:
    today = request.now.astimezone(request.site_zone).date()
    try:
        chosen = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return chosen if sites.FIRST_YEAR <= chosen.year <= sites.LAST_YEAR else today
