"""The whole handbook: every section a file may carry."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dayuan.handbook.schema import callout, plan, shifts, timing
from dayuan.handbook.schema import organisation as org
from dayuan.handbook.schema import playbooks as pb
from dayuan.handbook.schema import qualifications as asked
from dayuan.handbook.schema.base import ClauseId, Code, DottedCode, Line, Part, Words

SCHEMA_VERSION = 1


class SourceDocument(Part):
    """The document the handbook was read from."""

    title: Words
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    #: Where the text breaks off, if it does.
    breaks_off: Words | None = None


class Head(Part):
    """What the handbook is, and for which compound."""

    schema_version: Literal[1] = Field(alias="schema")
    code: Code
    title: Words
    site: Words
    company: Words | None = None
    edition: Line
    time_zone: Line = "Asia/Shanghai"
    language: Literal["zh-hans", "en"] = "zh-hans"
    document: SourceDocument | None = None

    model_config = Part.model_config | {"populate_by_name": True}


class Handbook(Part):
    """A service plan as data. Sections may be spread over any number of files."""

    handbook: Head
    property: dict[Code, plan.PropertyFact] = Field(default_factory=dict)
    equipment: dict[Code, plan.EquipmentRow] = Field(default_factory=dict)
    units: dict[Code, org.Unit] = Field(default_factory=dict)
    posts: dict[Code, org.Post] = Field(default_factory=dict)
    roles: dict[Code, org.Role] = Field(default_factory=dict)
    parties: dict[Code, org.Party] = Field(default_factory=dict)
    establishment: org.Establishment = org.Establishment()
    #: An empty table asks nobody for a certificate.
    qualifications: dict[Code, asked.Qualification] = Field(default_factory=dict)
    shift_plans: dict[Code, shifts.ShiftPlan] = Field(default_factory=dict)
    #: An empty table leaves leave to whoever decides by the permissions.
    leave_kinds: dict[Code, shifts.LeaveKind] = Field(default_factory=dict)
    #: Whom an emergency calls out; a squad without members is asked for.
    squads: dict[Code, callout.Squad] = Field(default_factory=dict)
    #: What each level of extra strength before a visit asks for.
    surges: dict[Code, callout.Surge] = Field(default_factory=dict)
    permissions: tuple[org.Grant, ...] = ()
    sections: dict[ClauseId, plan.Section] = Field(default_factory=dict)
    clauses: dict[ClauseId, plan.Clause] = Field(default_factory=dict)
    decisions: dict[plan.DecisionId, plan.Decision] = Field(default_factory=dict)
    settings: dict[Code, plan.Setting] = Field(default_factory=dict)
    bindings: tuple[plan.Binding, ...] = ()
    own_sources: tuple[plan.OwnSource, ...] = ()
    services: dict[Code, plan.Service] = Field(default_factory=dict)
    kpis: dict[Code, plan.Kpi] = Field(default_factory=dict)
    categories: dict[Code, plan.Category] = Field(default_factory=dict)
    #: Without them limits count round the clock, whatever a step says.
    office_hours: timing.OfficeHours | None = None
    #: The ladder of a late task, the first rung first.
    escalation: tuple[timing.Rung, ...] = ()
    case_kinds: dict[DottedCode, pb.CaseKindPart] = Field(default_factory=dict)
    playbooks: dict[Code, pb.Playbook] = Field(default_factory=dict)
    levels: dict[Code, plan.Level] = Field(default_factory=dict)
    security_table: dict[Code, plan.SecurityRow] = Field(default_factory=dict)
    petition_routing: dict[Code, plan.RoutingRow] = Field(default_factory=dict)
    confidentiality: dict[Code, plan.ConductChapter] = Field(default_factory=dict)
    #: Codewords that were used once: never reused, kept so that old rows read.
    retired: tuple[Line, ...] = ()
