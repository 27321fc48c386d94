"""The shape of a handbook, version 1.

One file per subject, so that a person looking for how shifts are written opens
``shifts.py``. Everything refuses unknown keys: a misspelt key is an error
with a line number, never a silently lost promise.
"""

from dayuan.handbook.schema.base import SourceRef, Words
from dayuan.handbook.schema.organisation import Party, Post, Role, Unit
from dayuan.handbook.schema.plan import Binding, Clause, ClauseKind, Decision, Setting
from dayuan.handbook.schema.playbooks import Evidence, EvidenceKind, Playbook, Step, Who
from dayuan.handbook.schema.root import SCHEMA_VERSION, Handbook

__all__ = [
    "SCHEMA_VERSION",
    "Binding",
    "Clause",
    "ClauseKind",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "Handbook",
    "Party",
    "Playbook",
    "Post",
    "Role",
    "Setting",
    "SourceRef",
    "Step",
    "Unit",
    "Who",
    "Words",
]
