"""Clauses that no software can enforce must not pretend to be enforced."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.schema import ClauseKind
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report bindings of clauses that are principles."""
    clauses = subject.handbook.clauses
    for index, binding in enumerate(subject.handbook.bindings):
        clause = clauses.get(binding.clause)
        if clause is not None and clause.kind is ClauseKind.PRINCIPLE:
            yield subject.error(
                ("bindings", index, "clause"),
                "binding.principle",
                Text(
                    f"{binding.clause} 是原则性条款，不能绑定功能",
                    f"{binding.clause} is a principle and cannot be bound",
                ),
                Text(
                    "请删去绑定，或更正条款的 kind",
                    "remove the binding, or correct the clause's kind",
                ),
            )
