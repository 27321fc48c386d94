"""Tasks and cases as the components draw them: for these pages and those of the services."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import groupby

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dayuan.handbook.schema import EvidenceKind, Step
from dayuan.kernel.labels import Label
from dayuan.kernel.offsets import Urgency
from dayuan.kernel.states import Phase
from dayuan.kernel.text import Text
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments.queries import Attachment
from dayuan.platform.attachments.web import shown as files
from dayuan.platform.documents import content
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.drawn import source_words
from dayuan.platform.ui.tones import tone_of
from dayuan.work import queries
from dayuan.work.evidence import WAYS
from dayuan.work.models import Case, EvidenceItem, Task
from dayuan.work.states import TASK, kinds


def say(text: Text) -> str:
    """Return a text in the page's language, where a plain string is needed."""
    return text.in_language(get_language() or "zh-hans")


def case_url(case: Case) -> str:
    """Return the page of a case, which its kind gives."""
    card = kinds.get(case.kind)
    try:
        return reverse(card.url_name, args=[case.pk]) if card else reverse("work:cases")
    except NoReverseMatch:
        return reverse("work:cases")


def task_badge(task: Task) -> shapes.Badge:
    """Return the state of a task as people see it."""
    state = TASK.state(task.state)
    return shapes.Badge(tone_of(state.tone), state.label)


def task_clock(task: Task, *, now: datetime) -> shapes.Clock | None:
    """Return how the task stands against its due time, if the plan or the site gives one.

    A paused task shows no clock: it stands still, and what is left is known when
    work goes on.
    """
    if task.due_at is None or task.paused_at is not None:
        return None
    return shapes.Clock(due=task.due_at, now=now, stopped=task.done_at)


def measured(task: Task, step: Step, *, now: datetime) -> str:
    """Say how long a task without a number has taken, and that nobody set one."""
    if task.paused_at is not None:
        length = times.length(now - task.paused_at)
        return _("Paused for %(length)s.") % {"length": length}
    if task.ready_at is None or task.due_at is not None:
        return ""
    spent = times.length((task.done_at or now) - task.ready_at)
    if task.done_at:
        return _("Took %(length)s; the plan gives no number.") % {"length": spent}
    if step.due.urgency in (Urgency.ASAP, Urgency.FIRST):
        return _("At once. %(length)s so far; the plan gives no number.") % {"length": spent}
    return _("%(length)s so far") % {"length": spent}


def holder(task: Task, title: Text) -> shapes.Person:
    """Return who has the task, or the post that it waits for."""
    whose = task.person or task.holder
    return shapes.Person(name=str(whose) if whose else _("Nobody yet"), post=title)


def card(task: Task, *, now: datetime, action: shapes.Action | None = None) -> shapes.TaskCard:
    """Return one task as one decision."""
    step = queries.step_of(task)
    return shapes.TaskCard(
        title=step.title.text,
        url=reverse("work:task", args=[task.pk]),
        where=f"{task.case.title} · {task.case.number}",
        clock=task_clock(task, now=now),
        badge=task_badge(task),
        source=step.source.value,
        next=action,
        sign=sign(task.case).icon,
        note=stuck(task) or _late_notice(task) or measured(task, step, now=now),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing of what a case is about, with its word."""

    icon: str = ""
    word: Text | str = ""


def sign(case: Case) -> Drawn:
    """Return the plan's drawing of a case's category, or of the group it belongs to."""
    found = queries.plan_of(case).handbook.categories
    category = found.get(case.category)
    if category is None:
        return Drawn()
    group = found.get(category.parent or "")
    drawing = category.sign or (group.sign if group else None)
    return Drawn(f"sign-{drawing}" if drawing else "", category.title.text)


def asks(step: Step) -> list[tuple[str, str]]:
    """Return what a step asks for, each with its picture, in the order it is done."""
    words = {
        EvidenceKind.PHOTO: ("camera", _("Take a photo")),
        EvidenceKind.READING: ("gauge", _("Read the figure")),
        EvidenceKind.YES_NO: ("circle-check", _("Say yes or no")),
        EvidenceKind.TEXT: ("pencil", _("Write it down")),
        EvidenceKind.SIGNATURE: ("signature", _("Have it signed")),
        EvidenceKind.SCAN: ("scan", _("Scan the label")),
        EvidenceKind.CONSENT: ("user-check", _("Ask for consent")),
    }
    wanted = [words.get(item.kind) for item in step.evidence if item.required]
    first = [("map-pin-check", _("Go there"))] if step.on_site else []
    listed = [("checklist", _("Tick every line"))] if step.checklist else []
    return list(dict.fromkeys([*first, *listed, *(one for one in wanted if one)]))


def stuck(task: Task) -> str:
    """Say that nobody may take a task; empty where somebody may."""
    if task.stuck_since is None:
        return ""
    return _("Everybody of this post and its alternates worked on it: give it to another post.")


def _late_notice(task: Task) -> str:
    return _("Late notice: the plan's lead time was already over.") if task.late_notice else ""


def states_of(cases: Sequence[Case]) -> Mapping[int, shapes.Badge]:
    """Return each case's own state, one query for each kind on the page."""
    found: dict[int, shapes.Badge] = {}
    for kind in {case.kind for case in cases}:
        card_of_kind = kinds.get(kind)
        if card_of_kind is None:
            continue
        ids = [case.pk for case in cases if case.kind == kind]
        for case_id, code in card_of_kind.states(ids).items():
            state = card_of_kind.machine.state(code)
            found[case_id] = shapes.Badge(tone_of(state.tone), state.label)
    return found


def told_of(cases: Sequence[Case]) -> dict[int, tuple[shapes.Badge, str]]:
    """Return each case's state and what was told about it, one query for each kind."""
    found: dict[int, tuple[shapes.Badge, str]] = {}
    for kind in {case.kind for case in cases}:
        card_of_kind = kinds.get(kind)
        if card_of_kind is None:
            continue
        ids = [case.pk for case in cases if case.kind == kind]
        for case_id, (code, words) in card_of_kind.told(ids).items():
            state = card_of_kind.machine.state(code)
            found[case_id] = (shapes.Badge(tone_of(state.tone), state.label), words)
    return found


def earlier_numbers(cases: Sequence[Case]) -> dict[int, str]:
    """Return the numbers that cases had before the house knew of them, where they had one."""
    found: dict[int, str] = {}
    for kind in {case.kind for case in cases}:
        if (card_of_kind := kinds.get(kind)) is not None:
            ids = [case.pk for case in cases if case.kind == kind]
            found.update(card_of_kind.earlier(ids))
    return found


def case_cells(cases: Sequence[Case], *, now: datetime) -> list[dict[str, object]]:
    """Return what a list says of cases, by its fields; with two questions for all of them."""
    badges = states_of(cases)
    tasks = queries.current_tasks([case.pk for case in cases])
    return [
        {
            "title": case.title,
            "number": case.number,
            "state": badges.get(case.pk),
            "with": _with_whom(tasks.get(case.pk)),
            "due": _until(case, now=now),
            "opened": case.opened_at,
            "category": _category(case),
            "closed": case.closed_at or "",
            "act": _act(tasks.get(case.pk)),
        }
        for case in cases
    ]


def _act(task: Task | None) -> str:
    """Return the act that a case is ready for, where its plan's step is one."""
    return queries.step_of(task).does or "" if task is not None and task.state == "ready" else ""


def _category(case: Case) -> object:
    found = queries.plan_of(case).handbook.categories.get(case.category)
    return found.title.text if found else case.category


def _with_whom(task: Task | None) -> str:
    if task is None:
        return ""
    post = say(queries.plan_of(task.case).post_title(task.post))
    whose = task.person or task.holder
    return f"{post} · {whose}" if whose else post


def _until(case: Case, *, now: datetime) -> shapes.Clock | None:
    return shapes.Clock(due=case.next_due_at, now=now) if case.next_due_at else None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence: what was asked for, what was given."""

    label: Text
    value: object = ""
    url: str = ""
    picture: str = ""
    #: What to call the file where it is not drawn.
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A task on the page of its case: the card and the evidence it was closed with."""

    card: shapes.TaskCard
    evidence: tuple[EvidenceLine, ...]
    #: The step and round that it shares with others, where each holder has one; else empty.
    shared: str = ""
    #: Whose it is, of those who share it.
    whose: str = ""
    over: bool = False


#: More people than anybody reads under one step; those with work left stand first.
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Shared:
    """A step that each holder does: what it is, how far it is, a line for each."""

    card: shapes.TaskCard
    lines: tuple[Entry, ...]
    done: int
    number: int

    @property
    def more(self) -> int:
        """Return how many people have no line."""
        return self.number - len(self.lines)


def by_step(entries: Sequence[Entry]) -> list[Entry | Shared]:
    """Return the tasks of a case with those that each holder does as one step."""
    found: list[Entry | Shared] = []
    for shared, group in groupby(entries, key=lambda entry: entry.shared):
        some = list(group)
        found += [_shared(some)] if shared else some
    return found


def _shared(entries: list[Entry]) -> Shared:
    over = sum(1 for entry in entries if entry.over)
    shown = sorted(entries, key=lambda entry: entry.over)[:MOST_LINES]
    first = next((entry for entry in shown if not entry.over), shown[0])
    head = replace(first.card, where="", url="", next=None, note="")
    return Shared(head, tuple(shown), done=over, number=len(entries))


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of a case: those that came with it, and which pictures can be shown."""

    files: tuple[shapes.File, ...]
    pictures: frozenset[int]


def papers(case: Case, evidence: Iterable[EvidenceItem]) -> Papers:
    """Return a case's files apart from those that prove a task."""
    proving = {item.attachment_id for item in evidence}
    rows = list(attachments.of_open_owner(case.site_id, "work.case", case.pk))
    return Papers(
        files=tuple(files.file(row) for row in rows if row.pk not in proving),
        pictures=frozenset(row.pk for row in rows if files.file(row).picture),
    )


def entry(
    task: Task,
    given: Iterable[EvidenceItem],
    *,
    pictures: Container[int] = (),
    may_open: bool = True,
    now: datetime,
) -> Entry:
    """Return one task of a case with what proves it.

    ``pictures`` are the files drawn small; the card leads to the task's page where
    the reader ``may_open`` it.
    """
    step = queries.step_of(task)
    title = queries.plan_of(task.case).post_title(task.post)
    drawn = card(task, now=now)
    whose = task.person or task.holder
    by_whom = f"{say(title)} · {whose}" if whose else say(title)
    shown = replace(drawn, where=by_whom, where_icon="user", url=drawn.url if may_open else "")
    lines = tuple(_line(step, item, pictures) for item in given)
    if not task.each:
        return Entry(shown, lines)
    named = by_whom if whose else _("%(post)s: nobody holds it") % {"post": say(title)}
    over = TASK.state(task.state).phase is Phase.CLOSED
    return Entry(shown, lines, f"{task.step} {task.round}", named, over)


def _line(step: Step, item: EvidenceItem, pictures: Container[int]) -> EvidenceLine:
    label = _labels(step).get(item.item, Text(item.item))
    if item.kind == EvidenceKind.CONSENT:
        return replace(_file_line(label, item, pictures), value=_consent(item))
    if item.kind == EvidenceKind.SIGNATURE:
        line = _file_line(label, item, pictures)
        return replace(line, value=_signed(item), opens=_("Open the signature"))
    if item.attachment_id is not None:
        return _file_line(label, item, pictures)
    if item.yes is not None:
        answer = _("Yes") if item.yes else _("No")
        return EvidenceLine(label, value=f"{answer} {item.text}".strip())
    if item.number is not None:
        return EvidenceLine(label, value=f"{item.number:g}")
    return EvidenceLine(label, value=item.text)


def _file_line(label: Text, item: EvidenceItem, pictures: Container[int]) -> EvidenceLine:
    file = item.attachment_id
    if file is None:
        return EvidenceLine(label)
    return EvidenceLine(
        label,
        url=reverse("attachments:download", args=[file]),
        picture=reverse("attachments:preview", args=[file]) if file in pictures else "",
        opens=_("Open the file"),
    )


def _consent(item: EvidenceItem) -> str:
    """Say who consented or refused, for whom, how, when, and why not."""
    way = say(WAYS[item.way])
    when = _moment(item.moment) if item.moment else ""
    parts = [
        _("Consented") if item.yes else _("Refused"),
        item.name,
        item.office,
        f"{way} {item.reference}".strip(),
        when,
        item.text,
    ]
    return " · ".join(part for part in parts if part)


def _moment(at: datetime) -> str:
    return times.moment(at, zone=timezone.get_current_timezone())


def _signed(item: EvidenceItem) -> str:
    return _("Signed by %(name)s, %(when)s") % {"name": item.name, "when": _moment(item.at)}


def _labels(step: Step) -> dict[str, Text]:
    named = {item.id: item.title.text for item in step.evidence}
    return named | {line.id: line.title.text for line in step.checklist}


# --- on paper -------------------------------------------------------------------------------


def wants_a_mark(case: Case) -> bool:
    """Tell whether a printed copy carries its reader's name: not everybody may know of the case."""
    return not case.open_to_staff or case.label == Label.WORK_SECRET


def wanting_a_mark(case_ids: Collection[int]) -> set[int]:
    """Return those of these cases of which a printed copy carries its reader's name."""
    return {case.pk for case in queries.for_the_index(case_ids) if wants_a_mark(case)}


def steps_on_paper(
    tasks: Iterable[Task], evidence: Mapping[int, Sequence[EvidenceItem]], *, zone: tzinfo
) -> content.Table:
    """Return the steps of a case as a form prints them: whose, when, what proves them, why."""
    columns = (
        content.Column(_("Step"), 4),
        content.Column(_("Post and person"), 4),
        content.Column(_("Taken at"), 4),
        content.Column(_("Done at"), 4),
        content.Column(_("Result and evidence"), 6),
        content.Column(_("Source"), 4),
    )
    rows = [
        _step_on_paper(task, evidence.get(task.pk, ()), zone)
        for task in tasks
        if task.state != "cancelled"
    ]
    return content.Table(columns, tuple(rows), empty=_("No steps"))


def _step_on_paper(task: Task, given: Iterable[EvidenceItem], zone: tzinfo) -> tuple[str, ...]:
    step = queries.step_of(task)
    post = say(queries.plan_of(task.case).post_title(task.post))
    whose = task.person or task.holder
    return (
        say(step.title.text),
        f"{post}\n{whose}" if whose else post,
        paper_time(task.accepted_at, zone),
        paper_time(task.done_at, zone),
        proved(step, given),
        source_words(step.source.value),
    )


def proved(step: Step, given: Iterable[EvidenceItem]) -> str:
    """Return what was given to prove a step, a line each."""
    lines = (_line(step, item, ()) for item in given)
    return "\n".join(f"{say(one.label)}：{one.value or _('see the picture')}" for one in lines)


def paper_time(at: datetime | None, zone: tzinfo) -> str:
    """Return an instant as the cells of a form have room for."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def pictures_on_paper(
    case: Case, tasks: Iterable[Task], evidence: Mapping[int, Sequence[EvidenceItem]]
) -> tuple[content.Picture, ...]:
    """Return the photos and signatures that prove the steps of a case; asks only if there are."""
    proving = {
        item.attachment_id: (task, item)
        for task in tasks
        for item in evidence.get(task.pk, ())
        if item.attachment_id is not None
    }
    if not proving:
        return ()
    rows = attachments.of_open_owner(case.site_id, "work.case", case.pk)
    return tuple(
        _on_paper(row, *proving[row.pk])
        for row in rows
        if row.pk in proving and row.media_type.startswith("image/")
    )


def _on_paper(row: Attachment, task: Task, item: EvidenceItem) -> content.Picture:
    step = queries.step_of(task)
    label = say(_labels(step).get(item.item, Text(item.item)))
    return content.Picture(
        sha256=row.sha256,
        url=files.file(row).picture,
        caption=" · ".join(part for part in (say(step.title.text), label, item.name) if part),
    )
