"""Steps that are acts of the program: only acts that their kind of case has."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.schema import Playbook
from dayuan.kernel.catalogue import CaseKind
from dayuan.kernel.text import Text

_LEAVE_OUT = Text("请删去 does", "leave does out")


def check(subject: Subject) -> Findings:
    """Report acts that do not exist, and acts of a kind that no step is.

    A playbook for one variant goes its own way: only the one that serves all is asked.
    """
    if subject.catalogue is None:
        return
    for code, playbook in subject.handbook.playbooks.items():
        kind = subject.catalogue.case_kinds.get(playbook.kind)
        if kind is None and playbook.kind not in subject.names("case_kinds"):
            continue  # the kind itself is unknown, which is said elsewhere
        acts = dict(kind.acts) if kind else {}
        for index, step in enumerate(playbook.steps):
            if step.does is not None and step.does not in acts:
                yield subject.error(
                    ("playbooks", code, "steps", index, "does"),
                    "act.unknown",
                    Text(
                        f"{playbook.kind} 没有操作“{step.does}”",
                        f"{playbook.kind} has no act {step.does}",
                    ),
                    did_you_mean(step.does, acts) if acts else _LEAVE_OUT,
                )
        if kind and playbook.variant is None and subject.is_intact("playbooks"):
            yield from _missing(subject, code, playbook, kind)


def _missing(subject: Subject, code: str, playbook: Playbook, kind: CaseKind) -> Findings:
    done = {step.does for step in playbook.steps}
    for act, label in kind.acts.items():
        if act not in done | kind.optional:
            yield subject.warning(
                ("playbooks", code),
                "act.missing",
                Text(
                    f"没有步骤对应操作“{label.in_language('zh')}”（{act}）",
                    f"no step is the act {act} ({label.in_language('en')})",
                ),
                Text(f"请在对应步骤写 does: {act}", f"write does: {act} in the step that is it"),
            )
