"""Playbooks: the steps for a kind of case, each with owner, time, evidence and clause."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from dayuan.handbook.schema.base import Code, DottedCode, Number, Part, SourceRef, Whole, Words
from dayuan.kernel.offsets import Due, parse_due


def _due(value: Any) -> Any:
    return parse_due(value) if isinstance(value, str) else value


DueTime = Annotated[
    Due,
    BeforeValidator(_due, json_schema_input_type=str),
    PlainSerializer(str, return_type=str),
]


class EvidenceKind(StrEnum):
    """What closes a task; each kind has its own field and its own check."""

    TEXT = "text"
    READING = "reading"
    YES_NO = "yes_no"
    PHOTO = "photo"
    FILE = "file"
    SIGNATURE = "signature"
    SCAN = "scan"
    CONSENT = "consent"


class Evidence(Part):
    """One thing a task must be closed with."""

    id: Code
    kind: EvidenceKind
    title: Words
    required: bool = True
    unit: str = ""
    low: Number | None = None
    high: Number | None = None
    #: The category of the request that a reading outside its limits opens.
    follow_up: Code | None = None

    @model_validator(mode="after")
    def _limits_belong_to_readings(self) -> "Evidence":
        if self.kind is not EvidenceKind.READING and (self.low, self.high) != (None, None):
            raise ValueError("low and high belong to evidence of kind reading only")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low must not be greater than high")
        if self.follow_up and (self.low, self.high) == (None, None):
            raise ValueError("follow_up needs low or high: a reading without limits is never out")
        return self


class CheckItem(Part):
    """One line of a checklist."""

    id: Code
    title: Words


class Who(Part):
    """The one who does a step: a post, a role, or a party through its liaison."""

    post: Code | None = None
    role: Code | None = None
    party: Code | None = None
    #: The post that the case itself names (by its category).
    case: Literal["responsible"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Who":
        named = [v for v in (self.post, self.role, self.party, self.case) if v is not None]
        if len(named) != 1:
            raise ValueError("needs exactly one of post, role, party, case")
        return self


class Condition(Part):
    """A fact of the case that must hold for the step to exist."""

    fact: Code
    equals: bool | str = True


class Fact(Part):
    """Something the case knows or somebody decides, that conditions may ask."""

    title: Words
    #: Whether a named person decides it, with a reason (the plan's 必需时).
    decided_by: Who | None = None
    source: SourceRef | None = None


class Step(Part):
    """One step: becomes one task (or one per holder) when the playbook runs."""

    id: Code
    title: Words
    who: Who
    #: The program's own act that this step is (dispatching, handling, checking), if it is one.
    does: DottedCode | None = None
    due: DueTime
    #: The end of a step that lasts, such as following up until departure.
    until: DueTime | None = None
    #: Steps that must be finished before this one can start.
    after: tuple[Code, ...] = ()
    when: tuple[Condition, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    checklist: tuple[CheckItem, ...] = ()
    #: One task for every holder of the post instead of one for the post.
    for_each_holder: bool = False
    #: Who did one of these steps may not do this one.
    not_by_doer_of: tuple[Code, ...] = ()
    #: The part of the plan's own preparation list the step belongs to.
    part: Code | None = None
    #: The row of the site's limit for a step whose time is a word.
    limit: Code | None = None
    #: The row of the site's limit until somebody of the post has taken it.
    respond_limit: Code | None = None
    #: How the site's limits count: every minute, or the office hours of worked days.
    clock: Literal["round", "office"] = "round"
    #: Whoever does it says first that he has arrived.
    on_site: bool = False
    #: How many people the plan asks for.
    people: Whole | None = None
    note: Words | None = None
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_condition(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("when"), dict):
            return {**value, "when": [value["when"]]}
        return value

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """Return every source of the step, the first one first."""
        return (self.source, *self.more_sources)


class Playbook(Part):
    """The list of steps for one kind of case, or for one variant of it."""

    title: Words
    kind: DottedCode
    #: The variant of the kind it serves (a level, say); none serves all.
    variant: Code | None = None
    facts: dict[Code, Fact] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()


class Anchor(Part):
    """A named time of a case."""

    title: Words


class CaseKindPart(Part):
    """A kind of case that the plan knows and the program cannot open yet."""

    title: Words
    anchors: dict[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")], Anchor]
    variants: tuple[Code, ...] = ()
    source: SourceRef
