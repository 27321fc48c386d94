"""The one helper that changes a state: compare-and-set, history and nothing else.

It works alike on SQLite and PostgreSQL because it never locks: the update names
the state it expects, and whoever comes second is told so.
"""

from datetime import datetime
from typing import Any

from django.db.models import Model

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.states import Machine
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import reasons
from dayuan.platform.audit.models import Change


def begin(
    subject: Model, *, machine: Machine, actor: Actor, at: datetime, context_id: int | None = None
) -> None:
    """Write the first line of a new record's history; its state is the initial one."""
    _write(subject, machine, "begin", "", machine.initial, actor, at, "", context_id)


def move(
    subject: Model,
    *,
    machine: Machine,
    act: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    context_id: int | None = None,
    **fields: Any,
) -> None:
    """Apply one act of the table to a record, with the fields that change with it.

    Raises :class:`Refused` when the act does not exist from the present state,
    when somebody else was faster, or when a reason is missing.
    """
    old: str = subject.state  # type: ignore[attr-defined]  # every record with a machine has one
    if not machine.may(act, state=old):
        raise Refused(_not_from(machine, act, old))
    if machine.transition(act).needs_reason and not reason.strip():
        raise Refused(_needs_reason(machine, act))
    new = machine.after(act, state=old).code
    rows = type(subject)._default_manager.filter(pk=subject.pk, state=old)
    if rows.update(state=new, **fields) != 1:
        raise Refused(_somebody_was_faster())
    for name, value in {"state": new, **fields}.items():
        setattr(subject, name, value)
    _write(subject, machine, act, old, new, actor, at, reason, context_id)


def _write(
    subject: Model,
    machine: Machine,
    act: str,
    old: str,
    new: str,
    actor: Actor,
    at: datetime,
    reason: str,
    context_id: int | None,
) -> None:
    change = Change(
        site_id=actor.site_id,
        machine=machine.code,
        subject_id=subject.pk,
        context_id=context_id if context_id is not None else subject.pk,
        act=act,
        old=old,
        new=new,
        at=at,
        actor_key=actor.key,
    )
    reasons.write(change, reason.strip())


def _not_from(machine: Machine, act: str, state: str) -> Blocker:
    label, now = machine.transition(act).label, machine.state(state).label
    return Blocker(
        "state.not_from_here",
        Text(
            f"现在的状态是“{now.zh}”，不能“{label.zh}”。请刷新后再看。",
            f"The state is “{now.in_language('en')}”; “{label.in_language('en')}” does not "
            "exist from there. Reload the page.",
        ),
    )


def _needs_reason(machine: Machine, act: str) -> Blocker:
    label = machine.transition(act).label
    return Blocker(
        "state.needs_reason",
        Text(
            f"“{label.zh}”必须写明原因。",
            f"“{label.in_language('en')}” needs a reason; write it and try again.",
        ),
    )


def _somebody_was_faster() -> Blocker:
    return Blocker(
        "state.changed",
        Text(
            "别人刚刚处理了这一项。请刷新页面，看最新情况。",
            "Somebody else has just handled this. Reload to see how it stands.",
        ),
    )
