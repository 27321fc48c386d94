"""Handovers: a thing that is counted twice under one name."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report what cannot be counted as it is written; whatever is left open is no fault."""
    for code, plan in subject.handbook.shift_plans.items():
        path: Path = ("shift_plans", code, "handover", "counted")
        seen: set[str] = set()
        for index, one in enumerate(plan.handover.counted if plan.handover else ()):
            if one.code in seen:
                yield subject.error(
                    (*path, index, "code"),
                    "handover.same_code",
                    Text(f"代码“{one.code}”用了两次", f"the code {one.code} is used twice"),
                    Text("请换一个，或合成一行", "choose another one, or write one line"),
                )
            seen.add(one.code)
