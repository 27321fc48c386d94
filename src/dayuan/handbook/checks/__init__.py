"""Cross-checks: what the schema alone cannot see. One file per subject.

Each check is a pure function that yields findings; the order here is no promise,
for findings are sorted by their place.
"""

from collections.abc import Callable

from dayuan.handbook.checks import (
    acts,
    capabilities,
    cover,
    cycles,
    duplicates,
    establishment,
    handover,
    permissions,
    playbooks,
    principles,
    reach,
    references,
    security,
    settings,
    shifts,
    sources,
    times,
)
from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Finding

Check = Callable[[Subject], Findings]

ALL: tuple[Check, ...] = (
    cover.check,
    references.check,
    sources.check,
    duplicates.check,
    cycles.check,
    establishment.check,
    reach.check,
    playbooks.check,
    times.check,
    acts.check,
    permissions.check,
    settings.check,
    shifts.check,
    handover.check,
    principles.check,
    security.check,
    capabilities.check,
)


def run_checks(subject: Subject) -> list[Finding]:
    """Run every check and return all findings."""
    return [finding for check in ALL for finding in check(subject)]
