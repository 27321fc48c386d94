"""Due times: anchors that the kind of case has, and times that contradict each other."""

from collections.abc import Mapping
from itertools import pairwise

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.schema import Playbook, Step
from dayuan.kernel.offsets import Due, Urgency
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report anchors that a kind of case lacks and times that cannot both hold."""
    for code, playbook in subject.handbook.playbooks.items():
        anchors = anchors_of(subject, playbook.kind)
        due = {step.id: step.due for step in playbook.steps}
        for index, step in enumerate(playbook.steps):
            path = ("playbooks", code, "steps", index)
            yield from _anchor(subject, (*path, "due"), step.due, playbook, anchors)
            if step.until:
                yield from _anchor(subject, (*path, "until"), step.until, playbook, anchors)
            yield from _order(subject, path, step, due)
            yield from _limit(subject, path, step)
            yield from _clock(subject, path, step)
    yield from _ladder(subject)


def anchors_of(subject: Subject, kind: str) -> frozenset[str] | None:
    """Return the anchors of a kind of case, or ``None`` if the kind is not known here."""
    own = subject.reading.raw(("case_kinds", kind, "anchors"))
    if subject.catalogue and (published := subject.catalogue.case_kinds.get(kind)):
        return frozenset(published.anchors)
    return frozenset(own) if isinstance(own, dict) else None


def _anchor(
    subject: Subject, path: Path, due: Due, playbook: Playbook, anchors: frozenset[str] | None
) -> Findings:
    if anchors is None or due.anchor in anchors:
        return
    yield subject.error(
        path,
        "anchor.unknown",
        Text(
            f"{playbook.kind} 没有时间锚点 {due.anchor}",
            f"{playbook.kind} has no anchor {due.anchor}",
        ),
        did_you_mean(due.anchor, sorted(anchors)),
    )


def _order(subject: Subject, path: Path, step: Step, due: Mapping[str, Due]) -> Findings:
    if step.until and _is_later(step.due, step.until):
        yield subject.error(
            (*path, "until"),
            "time.until_before_due",
            Text(f"结束时间早于开始时间 {step.due}", f"ends before it starts ({step.due})"),
            Text("请更正 due 或 until", "correct due or until"),
        )
    for index, name in enumerate(step.after):
        if name in due and _is_later(due[name], step.due):
            yield subject.warning(
                (*path, "after", index),
                "time.waits_for_later",
                Text(
                    f"等待的步骤 {name} 到 {due[name]} 才到期，晚于本步骤 {step.due}",
                    f"waits for {name}, which is due later ({due[name]}) than this step "
                    f"({step.due})",
                ),
                Text("请检查两步的 due", "look at the due times of both"),
            )


def _is_later(one: Due, other: Due) -> bool:
    both_exact = one.urgency is other.urgency is Urgency.EXACT
    return both_exact and one.anchor == other.anchor and one.offset > other.offset


def _limit(subject: Subject, path: Path, step: Step) -> Findings:
    for key, named in (("limit", step.limit), ("respond_limit", step.respond_limit)):
        setting = subject.handbook.settings.get(named or "")
        if setting and setting.type not in ("minutes", "days"):
            yield subject.error(
                (*path, key),
                "time.limit_type",
                Text(
                    f"设置“{named}”的类型是 {setting.type}，不能作时限",
                    f"the setting {named} is of type {setting.type} and cannot limit a time",
                ),
                Text("请用类型为 minutes 或 days 的设置", "name a setting of type minutes or days"),
            )
    if step.limit and step.due.urgency is Urgency.EXACT:
        yield subject.warning(
            (*path, "limit"),
            "time.limit_on_exact",
            Text(
                f"方案已给出确切时间 {step.due}，不需要时限设置",
                f"the plan gives an exact time ({step.due}), a limit of the site changes nothing",
            ),
            Text("请删去 limit", "remove limit"),
        )


def _clock(subject: Subject, path: Path, step: Step) -> Findings:
    if step.clock == "office" and subject.handbook.office_hours is None:
        yield subject.error(
            (*path, "clock"),
            "time.no_office_hours",
            Text("方案没有写办公时间", "the handbook gives no office hours"),
            Text("请写 office_hours，或删去 clock", "write office_hours, or remove clock"),
        )


def _ladder(subject: Subject) -> Findings:
    rungs = subject.handbook.escalation
    for index, (one, other) in enumerate(pairwise(rungs), start=1):
        if one.after_minutes >= other.after_minutes:
            yield subject.error(
                ("escalation", index, "after_minutes"),
                "time.ladder_order",
                Text(
                    f"{other.after_minutes} 分钟不晚于前一级的 {one.after_minutes} 分钟",
                    f"{other.after_minutes} minutes is not later than the rung before it",
                ),
                Text("请从早到晚排列", "let the rungs follow each other in time"),
            )
