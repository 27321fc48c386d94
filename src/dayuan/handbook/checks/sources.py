"""Sources that appeal to a clause or decision which does not exist."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.sources import all_sources


def check(subject: Subject) -> Findings:
    """Report every source whose clause or decision is not declared."""
    for path, source in all_sources(subject.handbook):
        yield from subject.refer((*path, "clause"), source.clause, "clauses")
        yield from subject.refer((*path, "decision"), source.decision, "decisions")
