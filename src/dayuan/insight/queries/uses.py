"""Everything of the plan that speaks for a clause: bindings, steps, grants, rows."""

from dataclasses import dataclass

from dayuan.handbook.coverage import Reason
from dayuan.handbook.nouns import SECTION_NAMES
from dayuan.handbook.schema import Binding, Step
from dayuan.handbook.schema.organisation import Grant
from dayuan.handbook.spoken import Speaker
from dayuan.insight.queries.outline import Outline
from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class StepUse:
    """A step of a playbook that a clause demands."""

    playbook: str
    title: Text
    step: Step


@dataclass(frozen=True, slots=True)
class RowUse:
    """Another row of the plan that names the clause: a post, a setting, a piece of equipment."""

    section: str
    section_title: Text
    code: str
    title: Text


@dataclass(frozen=True)
class Uses:
    """What makes a clause happen, sorted by what it is."""

    bindings: tuple[Binding, ...]
    steps: tuple[StepUse, ...]
    grants: tuple[Grant, ...]
    rows: tuple[RowUse, ...]

    def __bool__(self) -> bool:
        return bool(self.bindings or self.steps or self.grants or self.rows)


def uses_of(outline: Outline, clause: str) -> Uses:
    """Return what speaks for a clause."""
    reasons = outline.report.clauses[clause].reasons
    return Uses(
        bindings=outline.plan.bindings_for(clause),
        steps=tuple(_step(outline, r) for r in reasons if r.step),
        grants=tuple(_grant(outline, r) for r in reasons if r.section == "permissions"),
        rows=tuple(_row(outline, r) for r in reasons if _is_row(r)),
    )


def _is_row(reason: Reason) -> bool:
    return not reason.step and reason.section not in {"bindings", "permissions"}


def _step(outline: Outline, reason: Reason) -> StepUse:
    step = outline.plan.step(reason.name, reason.step)
    return StepUse(reason.name, outline.plan.handbook.playbooks[reason.name].title.text, step)


def _grant(outline: Outline, reason: Reason) -> Grant:
    # Coverage counts grants from one, in brackets: they have no code of their own.
    return outline.plan.handbook.permissions[int(reason.name.strip("[]")) - 1]


def _row(outline: Outline, reason: Reason) -> RowUse:
    title = Speaker(outline.plan.handbook).title(reason.section, reason.name)
    return RowUse(reason.section, SECTION_NAMES[reason.section], reason.name, title)
