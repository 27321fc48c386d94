"""My work, the list of cases, and one task at a time."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import store
from dayuan.platform.ui import shapes
from dayuan.work import cards, commands, queries, rules
from dayuan.work.models import Task
from dayuan.work.web.forms import EvidenceForm, ReasonForm, ReassignForm

PAGE = 25


@require_safe
@view_for("work.task.do")
def mine(request: ActorRequest) -> HttpResponse:
    """Show what the person has in hand, then what waits for the person's posts."""
    work = queries.my_work(request.actor, at=request.now)
    return render(
        request,
        "work/mine.html",
        {
            "in_hand": [cards.card(t, now=request.now, action=_finish(t)) for t in work.in_hand],
            "to_take": [cards.card(t, now=request.now, action=_accept(t)) for t in work.to_take],
        },
    )


@require_safe
@view_for("work.case.view")
def cases(request: ActorRequest) -> HttpResponse:
    """List the cases the person may know of, the newest first."""
    which = request.GET.get("show", "open")
    rows = (
        queries.visible_to(request.actor) if which == "all" else queries.open_cases(request.actor)
    )
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = found[PAGE:]
    return render(
        request,
        "work/cases.html",
        {
            "list": shapes.Listing(
                caption=_("Cases"),
                columns=cards.case_columns(),
                rows=cards.case_rows(found[:PAGE], now=request.now),
            ),
            "choices": [
                shapes.Choice(label=_("Open"), url="?show=open", current=which != "all"),
                shapes.Choice(label=_("All"), url="?show=all", current=which == "all"),
            ],
            "older": "?" + urlencode({"show": which, "before": found[PAGE - 1].pk}) if more else "",
            "newest": before != "",
            "report_url": reverse("desk:report"),
        },
    )


@view_for("work.task.do")
def task(request: ActorRequest, task_id: int) -> HttpResponse:
    """Show one task and, in its doer's hands, the form that closes it."""
    found = queries.task_for(request.actor, task_id)
    step = queries.step_of(found)
    form = EvidenceForm(step, request.POST or None, request.FILES or None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            _finish_with(found, form, request)
        except Refused as refused:
            if refused.hidden:
                raise
            problems = refused.problems
        else:
            messages.success(request, _("Done: %(what)s") % {"what": found.case.number})
            return redirect("work:mine")
    return render(
        request, "work/task.html", _task_page(request, found, form, problems),
        status=422 if problems or form.errors else 200,
    )  # fmt: skip


def _finish_with(found: Task, form: EvidenceForm, request: ActorRequest) -> None:
    # Files are looked at and laid down before the command: no file is written inside it.
    files = {item.id: store.accept(upload) for item, upload in form.files_wanted()}
    commands.finish(
        task=found,
        evidence=form.given(),
        files=files,
        ticked=form.ticked(),
        actor=request.actor,
        at=request.now,
    )


def _task_page(
    request: ActorRequest, found: Task, form: EvidenceForm, problems: Problems
) -> dict[str, object]:
    step = queries.step_of(found)
    plan = queries.plan_of(found.case)
    title = plan.post_title(found.post)
    mine = found.state == "accepted" and found.person_id == request.actor.person_id
    facts = [
        shapes.Fact(
            label=_("Case"),
            value=shapes.Link(
                f"{found.case.number} {found.case.title}", cards.case_url(found.case)
            ),
        ),
        shapes.Fact(label=_("In whose hands"), value=cards.holder(found, title)),
        shapes.Fact(label=_("Demanded by"), value=[source.value for source in step.sources]),
    ]
    if measured := cards.measured(found, step, now=request.now):
        facts.append(shapes.Fact(label=_("Time"), value=measured))
    return {
        "head": shapes.Head(
            title=step.title.text,
            number=found.case.number,
            badge=cards.task_badge(found),
            clock=cards.task_clock(found, now=request.now),
            source=step.source.value,
            next=_next(found, request),
            others=_others(found, request),
        ),
        "task": found,
        "facts": facts,
        "form": form if mine else None,
        "note": step.note.text if step.note else None,
        "problems": problems,
        "back": reverse("work:mine"),
    }


def _next(found: Task, request: ActorRequest) -> shapes.Action | None:
    if found.state != "ready":
        return None
    return _accept(found, problems=queries.accept_problems(found, request.actor, at=request.now))


def _others(found: Task, request: ActorRequest) -> list[shapes.Action]:
    actions = []
    if found.state == "accepted" and found.person_id == request.actor.person_id:
        actions.append(
            shapes.Action(
                label=_("Hand back"), icon="arrow-back-up",
                url=reverse("work:hand_back", args=[found.pk]),
            )
        )  # fmt: skip
    if request.actor.holds("work.task.reassign") and found.state in rules.OPEN_STATES:
        actions.append(
            shapes.Action(
                label=_("Give to another post"), icon="arrows-exchange",
                url=reverse("work:reassign", args=[found.pk]),
            )
        )  # fmt: skip
    return actions


def _accept(found: Task, problems: Problems = ()) -> shapes.Action:
    return shapes.Action(
        label=_("Take it"),
        icon="player-play",
        url=reverse("work:accept", args=[found.pk]),
        method="post",
        problems=problems,
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


@view_for("work.task.do")
def hand_back(request: ActorRequest, task_id: int) -> HttpResponse:
    """Give a task back to its post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    form = ReasonForm(request.POST or None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            commands.hand_back(
                task=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("work:mine")
    return _reason_page(request, found, form, problems, heading=_("Hand back"))


@view_for("work.task.reassign")
def reassign(request: ActorRequest, task_id: int) -> HttpResponse:
    """Give a task to another post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    plan = queries.plan_of(found.case)
    posts = [(code, cards.say(plan.post_title(code))) for code in plan.handbook.posts]
    form = ReassignForm(posts, request.POST or None, initial={"post": found.post})
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            commands.reassign(
                task=found,
                post=form.cleaned_data["post"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("work:task", task_id)
    return _reason_page(request, found, form, problems, heading=_("Give to another post"))


def _reason_page(
    request: ActorRequest, found: Task, form: ReasonForm, problems: Problems, *, heading: str
) -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "problems": problems,
        "submit": heading,
        "cancel": reverse("work:task", args=[found.pk]),
        "lead": f"{found.case.number} {found.case.title}",
    }
    return render(request, "work/reason.html", context, status=422 if problems else 200)
