"""My work, the list of cases, and one task at a time."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.handbook.schema import EvidenceKind, Step
from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui import shapes
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.resources.rosters import cards as calls
from dayuan.work import cards, commands, queries, rules
from dayuan.work.asking import KINDS
from dayuan.work.models import Application, Task
from dayuan.work.queries import OpenApplication
from dayuan.work.states import IN_HAND, kinds
from dayuan.work.web import phone
from dayuan.work.web.case_sheet import SHEET
from dayuan.work.web.forms import EvidenceForm, ReassignForm

PAGE = 25
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for("work.task.do")
def mine(request: ActorRequest) -> HttpResponse:
    """Show where the person is called, what is in hand, then what waits for the own posts."""
    work = queries.my_work(request.actor, at=request.now)
    return render(
        request,
        "work/mine.html",
        {
            "called": calls.waiting(request),
            "in_hand": [cards.card(t, now=request.now, action=_finish(t)) for t in work.in_hand],
            "to_take": [cards.card(t, now=request.now, action=_begin(t)) for t in work.to_take],
        },
    )


@require_safe
@view_for("work.case.view")
def cases(request: ActorRequest) -> HttpResponse:
    """List the cases the person may know of: narrowed, in order, by pages."""
    return render(request, "work/cases.html", {"sheet": show(SHEET, request)})


@_get_or_post
@view_for("work.task.do")
def task(request: ActorRequest, task_id: int) -> HttpResponse:
    """Show one task and, in its doer's hands, the form that closes it."""
    found = queries.task_for(request.actor, task_id)
    form = EvidenceForm(queries.step_of(found), *_posted(request))
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _closed_with(found, form, request)
        except Refused as refused:
            if refused.hidden:
                raise
            problems = refused.problems
    status = 422 if problems or form.errors else 200
    page = _task_page(request, found, form, problems)
    return render(request, "work/task.html", page, status=status)


def _posted(request: ActorRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _closed_with(found: Task, form: EvidenceForm, request: ActorRequest) -> HttpResponse:
    """Finish the task, or write down that a consent it needs was refused."""
    given, actor, at = form.given(), request.actor, request.now
    if rules.refused_alone(form.step.evidence, given):
        commands.note_refusal(
            task=found, evidence=given, files=form.taken_in(), actor=actor, at=at
        )  # fmt: skip
        messages.warning(request, _("The refusal is written down."))
        return redirect("work:task", found.pk)
    commands.finish(
        task=found, evidence=given, files=form.taken_in(), ticked=form.ticked(),
        actor=actor, at=at,
    )  # fmt: skip
    messages.success(request, _("Done: %(what)s") % {"what": found.case.number})
    return redirect("work:mine")


def _task_page(
    request: ActorRequest, found: Task, form: EvidenceForm, problems: Problems
) -> dict[str, object]:
    step = queries.step_of(found)
    asked = queries.open_application(found)
    card = kinds.get(found.case.kind)
    so_far = _so_far(found, request)
    return {
        "head": shapes.Head(
            title=step.title.text,
            number=found.case.number,
            badge=cards.task_badge(found),
            clock=cards.task_clock(found, now=request.now),
            source=step.source.value,
            next=_next(found, request),
            others=_others(found, request, asked),
        ),
        "facts": _facts(found, step, request, asked),
        "about": card.about(request.actor, found.case_id) if card else None,
        **so_far,
        "form": form if _may_finish(found, request) else None,
        "signing": any(e.kind is EvidenceKind.SIGNATURE for e in step.evidence),
        "offline": found.pk if phone.may_finish_offline(step) else None,
        "sign": cards.sign(found.case),
        "asks": cards.asks(step) if found.state in rules.OPEN_STATES else [],
        "note": step.note.text if step.note else None,
        "problems": problems or so_far["problems"],
        "photo_again": bool(problems) and bool(request.FILES),
        "back": reverse("work:mine"),
    }


def _in_my_hands(found: Task, request: ActorRequest) -> bool:
    return found.state in IN_HAND and found.person_id == request.actor.person_id


def _may_finish(found: Task, request: ActorRequest) -> bool:
    """Tell whether the form that closes the task is the next thing."""
    arrived = found.state == "on_site" or not queries.step_of(found).on_site
    return _in_my_hands(found, request) and arrived and found.state != "paused"


def _facts(
    found: Task, step: Step, request: ActorRequest, asked: OpenApplication | None
) -> list[shapes.Fact]:
    title = queries.plan_of(found.case).post_title(found.post)
    case = shapes.Link(f"{found.case.number} {found.case.title}", cards.case_url(found.case))
    facts = [
        shapes.Fact(label=_("Case"), value=case),
        shapes.Fact(label=_("In whose hands"), value=cards.holder(found, title)),
        shapes.Fact(label=_("Demanded by"), value=[source.value for source in step.sources]),
    ]
    if asked is not None:
        kind = KINDS[Application.Kind(asked.kind)]
        facts.append(shapes.Fact(label=_("Asked for, not decided yet"), value=kind))
    if stuck := cards.stuck(found):
        facts.append(shapes.Fact(label=_("Vacancy"), value=stuck))
    if measured := cards.measured(found, step, now=request.now):
        facts.append(shapes.Fact(label=_("Time"), value=measured))
    return facts


def _so_far(found: Task, request: ActorRequest) -> dict[str, object]:
    """Return what was proved before: a checker sees the work, a second round the reason.

    The task's own refused consents stand first.
    """
    others = [t for t in queries.tasks_of(found.case) if t.state == "done" and t.pk != found.pk]
    tasks = [*others, found]
    evidence = queries.evidence_of(tasks)
    papers = cards.papers(found.case, [i for of in evidence.values() for i in of])
    entries = [
        cards.entry(t, evidence[t.pk], pictures=papers.pictures, now=request.now)
        for t in reversed(tasks)
        if t.pk in evidence
    ]
    refused = {i.item for i in evidence.get(found.pk, ()) if i.kind == "consent"}
    asked = queries.step_of(found).evidence if found.state in rules.OPEN_STATES else ()
    return {
        "before": entries,
        "files": papers.files,
        "problems": [rules.refused(item) for item in asked if item.id in refused],
    }


def _next(found: Task, request: ActorRequest) -> shapes.Action | None:
    if _in_my_hands(found, request):
        return _go_on(found)
    if found.state != "ready":
        return None
    problems = queries.accept_problems(found, request.actor, at=request.now)
    return _begin(found, problems=problems)


def _go_on(found: Task) -> shapes.Action | None:
    """Return the act before the last one: arriving, or going on after a pause."""
    if found.state == "paused":
        url = reverse("work:resume", args=[found.pk])
        return shapes.Action(
            label=_("Go on"), icon="player-play", url=url, method="post",
            act="work.resume", about=found.pk,
        )  # fmt: skip
    if found.state == "accepted" and queries.step_of(found).on_site:
        url = reverse("work:arrive", args=[found.pk])
        return shapes.Action(
            label=_("I have arrived"), icon="map-pin-check", url=url, method="post",
            act="work.arrive", about=found.pk,
        )  # fmt: skip
    return None


def _others(
    found: Task, request: ActorRequest, asked: OpenApplication | None
) -> list[shapes.Action]:
    actions = []
    if _in_my_hands(found, request):
        if found.state != "paused":
            url = reverse("work:pause", args=[found.pk])
            actions.append(shapes.Action(label=_("Pause"), icon="player-pause", url=url))
        url = reverse("work:hand_back", args=[found.pk])
        actions.append(shapes.Action(label=_("Hand back"), icon="arrow-back-up", url=url))
        actions.append(_apply(found, request, asked))
    passed_on = found.state in rules.OPEN_STATES and not found.each
    if passed_on and request.actor.holds("work.task.reassign"):
        url = reverse("work:reassign", args=[found.pk])
        actions.append(
            shapes.Action(label=_("Give to another post"), icon="arrows-exchange", url=url)
        )
    return actions + documents.actions(request.actor, "work.task", found.pk)


def _apply(found: Task, request: ActorRequest, asked: OpenApplication | None) -> shapes.Action:
    """Return how one applies, or takes back what one asked for and nobody has decided."""
    if asked is not None and asked.asked_by_id == request.actor.person_id:
        url = reverse("work:withdraw", args=[asked.id])
        label = _("Take the application back")
        return shapes.Action(label=label, icon="arrow-back-up", url=url, method="post")
    url = reverse("work:ask", args=[found.pk])
    return shapes.Action(label=_("Apply"), icon="rubber-stamp", url=url)


def _begin(found: Task, problems: Problems = ()) -> shapes.Action:
    """Return how a task is begun: taken, or done on the page its service has for this act."""
    card = kinds.get(found.case.kind)
    page = card.act_pages.get(queries.step_of(found).does or "") if card else None
    if page is not None:
        return shapes.Action(
            label=page.label,
            icon=page.icon,
            url=reverse(page.url_name, args=[found.case_id]),
            problems=problems,
        )
    return shapes.Action(
        label=_("Take it"),
        icon="player-play",
        url=reverse("work:accept", args=[found.pk]),
        method="post",
        problems=problems,
        act="work.accept",
        about=found.pk,
    )


def _finish(found: Task) -> shapes.Action:
    return shapes.Action(label=_("Finish"), icon="check", url=reverse("work:task", args=[found.pk]))


@require_POST
@view_for("work.task.do")
def accept(request: ActorRequest, task_id: int) -> HttpResponse:
    """Take a task into one's hands."""
    found = queries.task_for(request.actor, task_id)
    commands.accept(task=found, actor=request.actor, at=request.now)
    return redirect("work:task", task_id)


@_get_or_post
@view_for("work.task.do")
def hand_back(request: ActorRequest, task_id: int) -> HttpResponse:
    """Give a task back to its post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.hand_back(task=found, **given, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Handed back: %(what)s") % {"what": found.case.number})
        return redirect("work:mine")
    return reason_page(request, found, form, attempt.problems, heading=_("Hand back"))


@_get_or_post
@view_for("work.task.reassign")
def reassign(request: ActorRequest, task_id: int) -> HttpResponse:
    """Give a task to another post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    plan = queries.plan_of(found.case)
    posts = [(code, cards.say(plan.post_title(code))) for code in plan.handbook.posts]
    form = ReassignForm(posts, sent(request), initial={"post": found.post})
    attempt = tried(
        form,
        lambda given: commands.reassign(task=found, **given, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Given on: %(what)s") % {"what": found.case.number})
        return redirect("work:task", task_id)
    return reason_page(request, found, form, attempt.problems, heading=_("Give to another post"))


def reason_page(
    request: ActorRequest, found: Task, form: Form, problems: Problems, *, heading: str
) -> HttpResponse:
    """Show a small form about one task."""
    context = {
        "heading": heading,
        "form": form,
        "problems": problems,
        "submit": heading,
        "cancel": reverse("work:task", args=[found.pk]),
        "number": found.case.number,
        "case_title": found.case.title,
    }
    return render(
        request, "work/reason.html", context, status=422 if request.method == "POST" else 200
    )
