"""The plan's values in the reader's words: times, people, quantities, settings, states."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.coverage import Coverage
from dayuan.handbook.schema import ClauseKind, EvidenceKind, Setting, Step, Who
from dayuan.handbook.schema.plan import EquipmentRow, QuantityRange
from dayuan.kernel.offsets import Due, Urgency
from dayuan.kernel.text import Text
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.plans import queries as plans

STATE_TONES = {
    Coverage.ENFORCED: Tone.DONE,
    Coverage.PREPARED: Tone.IN_HAND,
    Coverage.PRINCIPLE: Tone.APPROVAL,
    Coverage.NOT_YET: Tone.WAITING,
}
_STATE_ICONS = {
    Coverage.ENFORCED: "shield-check",
    Coverage.PREPARED: "clipboard-list",
    Coverage.PRINCIPLE: "flag",
    Coverage.NOT_YET: "circle-dot",
}
STATE_MEANS = {
    Coverage.ENFORCED: gettext_lazy(
        "The program does this today: people at work set it off, and a test fails as soon as it "
        "is taken away."
    ),
    Coverage.PREPARED: gettext_lazy(
        "It stands in the plan's data, but the program has no way yet to start it. Until then it "
        "is done by hand."
    ),
    Coverage.PRINCIPLE: gettext_lazy(
        "The plan states an intent here. No program can enforce it, and this one does not "
        "pretend to."
    ),
    Coverage.NOT_YET: gettext_lazy(
        "The program does nothing about this clause yet. Until then it is done by hand."
    ),
}
KINDS: Mapping[ClauseKind, Promise] = {
    ClauseKind.PLAYBOOK_TASK: pgettext_lazy("kind of clause", "Task of a playbook"),
    ClauseKind.RECORD: pgettext_lazy("kind of clause", "Record to be kept"),
    ClauseKind.PERMISSION: pgettext_lazy("kind of clause", "Permission or ban"),
    ClauseKind.PRINCIPLE: pgettext_lazy("kind of clause", "Statement of intent"),
    ClauseKind.ROSTER: pgettext_lazy("kind of clause", "Staffing and rosters"),
    ClauseKind.ROUTING: pgettext_lazy("kind of clause", "Who gets what"),
    ClauseKind.DEADLINE: pgettext_lazy("kind of clause", "Time limit"),
    ClauseKind.APPROVAL: pgettext_lazy("kind of clause", "Approval"),
    ClauseKind.TRAINING: pgettext_lazy("kind of clause", "Training"),
    ClauseKind.KPI: pgettext_lazy("kind of clause", "Indicator"),
    ClauseKind.SIGN_OFF: pgettext_lazy("kind of clause", "Sign-off"),
    ClauseKind.REPORT: pgettext_lazy("kind of clause", "Report"),
}
EVIDENCE: Mapping[EvidenceKind, Promise] = {
    EvidenceKind.TEXT: gettext_lazy("in writing"),
    EvidenceKind.READING: gettext_lazy("reading"),
    EvidenceKind.YES_NO: gettext_lazy("yes or no"),
    EvidenceKind.PHOTO: gettext_lazy("photo"),
    EvidenceKind.FILE: gettext_lazy("file"),
    EvidenceKind.SIGNATURE: gettext_lazy("signature"),
    EvidenceKind.SCAN: gettext_lazy("scan"),
    EvidenceKind.CONSENT: gettext_lazy("consent of a named person"),
}
_FIRST = gettext_lazy(
    "before anything else after: %(anchor)s (the plan gives no limit; time is measured)"
)
UNDECIDED = gettext_lazy("not decided by the plan")


def say(text: Text) -> str:
    """Return a text in the page's language."""
    return text.in_language(get_language() or "zh-hans")


def said(words: Text | str) -> str:
    """Return words that may or may not be bilingual as a plain string."""
    return say(words) if isinstance(words, Text) else words


def listed(names: Iterable[str]) -> str:
    """Return names in a row, as the page's language writes it."""
    return ("、" if times.in_chinese() else ", ").join(names)


def parted(sentences: Iterable[str]) -> str:
    """Return parts of a sentence in a row, as the page's language writes it."""
    return ("；" if times.in_chinese() else "; ").join(sentences)


def state_badge(state: Coverage) -> Badge:
    """Return a clause's state as people see it."""
    return Badge(STATE_TONES[state], state.text, _STATE_ICONS[state])


def anchors(plan: Compiled, kind: str) -> Mapping[str, Text]:
    """Return the names of a kind of case's times, the plan's own before the program's."""
    published = plans.catalogue().case_kinds.get(kind)
    own = plan.handbook.case_kinds.get(kind)
    named = {code: one.title.text for code, one in own.anchors.items()} if own else {}
    return {**(published.anchors if published else {}), **named}


def due(value: Due, named: Mapping[str, Text]) -> str:
    """Return when a step is due: 7 days before arrival, at once (the plan gives no limit)."""
    what = {"anchor": say(named.get(value.anchor, Text(value.anchor, value.anchor)))}
    match value.urgency:
        case Urgency.ASAP:
            return _("at once after: %(anchor)s (the plan gives no limit; time is measured)") % what
        case Urgency.FIRST:
            return _FIRST % what
        case Urgency.BEFORE:
            return _("before: %(anchor)s (the plan does not say how long before)") % what
        case Urgency.ON_DAY:
            return _("on the day of: %(anchor)s") % what
        case Urgency.DURING:
            return _("from: %(anchor)s, until the end") % what
        case Urgency.EXACT:
            return _exact(value.offset, what)


def _exact(offset: timedelta, what: dict[str, str]) -> str:
    if not offset:
        return _("at: %(anchor)s") % what
    length = {"length": times.length(abs(offset)), **what}
    if offset < timedelta(0):
        return _("%(length)s before: %(anchor)s") % length
    return _("within %(length)s after: %(anchor)s") % length


def step_time(step: Step, named: Mapping[str, Text]) -> str:
    """Return a step's time, with its end where it lasts."""
    if step.until is None:
        return due(step.due, named)
    return _("%(start)s; lasts until: %(end)s") % {
        "start": due(step.due, named),
        "end": due(step.until, named),
    }


def who(plan: Compiled, value: Who) -> Text:
    """Return who does a step: a post, a role, a party, or whom the case names."""
    book = plan.handbook
    if value.post:
        return plan.post_title(value.post)
    if value.role:
        return book.roles[value.role].title.text
    if value.party:
        return book.parties[value.party].title.text
    return Text("由事项类别决定的责任岗位", "the post that answers for the case's category")


def liaison(plan: Compiled, value: Who) -> Text | None:
    """Return the post that speaks with an outside party, where the step is the party's."""
    party = plan.handbook.parties.get(value.party or "")
    return plan.post_title(party.liaison) if party and party.liaison else None


def quantity(row: EquipmentRow) -> Text:
    """Return a quantity as the plan prints it; pending stays pending and is never zero."""
    if row.quantity == "pending":
        return Text("待定", "pending")
    if row.quantity == "unstated":
        return Text("原文没有写", "not printed")
    if isinstance(row.quantity, QuantityRange):
        said = f"{row.quantity.min}–{row.quantity.max}"
    else:
        said = str(row.quantity)
    # Chinese measure words (部, 台, 个) say nothing to an English reader.
    return Text(f"{said} {row.unit}".strip(), said)


def setting_value(plan: Compiled, setting: Setting) -> Any:
    """Return a setting's value in words; an empty one is undecided, not zero and not no."""
    if setting.answered_in in plan.handbook.shift_plans and setting.value is None:
        return plan.handbook.shift_plans[setting.answered_in or ""].title.text
    if setting.value is None or setting.value == "":
        return Badge(Tone.SOON, UNDECIDED, "help")
    spoken = _SPOKEN.get(setting.type)
    return spoken(plan, setting) if spoken else f"{setting.value} {setting.unit}".strip()


def _length(setting: Setting, unit: timedelta) -> str:
    return times.length(float(setting.value) * unit)


def _choice(setting: Setting) -> Text:
    value = str(setting.value)
    named = (c.text for c in setting.choices if value in (c.zh, c.en))
    return next(named, Text(value, value))


def _items(plan: Compiled, setting: Setting) -> Any:
    value = setting.value
    if not isinstance(value, list | tuple):
        return str(value)
    return [plan.post_title(v) if v in plan.handbook.posts else _plain(v) for v in value]


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and set(value) <= {"zh", "en"} and value:
        return Text(str(value.get("zh", "")), str(value.get("en", "")))
    return str(value)


_SPOKEN: Mapping[str, Callable[[Compiled, Setting], Any]] = {
    "yes_no": lambda _plan, setting: _("yes") if setting.value else _("no"),
    "post": lambda plan, setting: plan.post_title(str(setting.value)),
    "choice": lambda _plan, setting: _choice(setting),
    "list": _items,
    "minutes": lambda _plan, setting: _length(setting, timedelta(minutes=1)),
    "days": lambda _plan, setting: _length(setting, timedelta(days=1)),
}
