"""The plan's text as data: clauses, decisions, settings, bindings, services, KPIs."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from dayuan.handbook.schema.base import (
    ClauseId,
    Code,
    DottedCode,
    Line,
    Number,
    Part,
    SourceRef,
    Whole,
    Words,
)

DecisionId = Annotated[str, StringConstraints(pattern=r"^A-\d{2,3}$")]


class ClauseKind(StrEnum):
    """What a clause asks for."""

    PLAYBOOK_TASK = "playbook_task"
    RECORD = "record"
    PERMISSION = "permission"
    PRINCIPLE = "principle"
    ROSTER = "roster"
    ROUTING = "routing"
    DEADLINE = "deadline"
    APPROVAL = "approval"
    TRAINING = "training"
    KPI = "kpi"
    SIGN_OFF = "sign_off"
    REPORT = "report"


class Section(Part):
    """A chapter, section or table of the plan, in the plan's order."""

    title: Words
    parent: ClauseId | None = None


class Clause(Part):
    """One obligation of the plan: where it stands and what exactly it says."""

    section: ClauseId
    quote: Line
    en: str = ""
    kind: ClauseKind
    #: How the words are meant where the print is garbled.
    reads: str = ""
    decisions: tuple[DecisionId, ...] = ()


class Decision(Part):
    """How an unclear or contradictory place of the plan is read."""

    title: Words
    issue: Words
    decision: Words
    clauses: tuple[ClauseId, ...] = ()
    #: The settings through which a site sees and changes it.
    settings: tuple[Code, ...] = ()


class Setting(Part):
    """A value the site may change; empty means that the plan gives none."""

    title: Words
    type: Literal["yes_no", "number", "text", "choice", "minutes", "days", "post", "list"]
    value: Any = None
    choices: tuple[Words, ...] = ()
    unit: str = ""
    low: Number | None = None
    high: Number | None = None
    #: What the site must have answered before this part of the program may run.
    required_for: DottedCode | None = None
    #: The shift plan in which the answer stands; the value here then stays empty.
    answered_in: Code | None = None
    source: SourceRef
    note: Words | None = None


class Binding(Part):
    """Which capability makes a clause happen, with which numbers."""

    clause: ClauseId
    capability: DottedCode
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")
    #: The test that fails when this binding is taken away; none means prepared.
    test: str | None = None
    note: Words | None = None

    model_config = Part.model_config | {"populate_by_name": True}


class OwnSource(Part):
    """A capability in use that no clause of this plan asks for, and why it is there."""

    capability: DottedCode
    source: SourceRef
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")

    model_config = Part.model_config | {"populate_by_name": True}


class PropertyFact(Part):
    """One line of the property profile."""

    title: Words
    value: Words
    number: Number | None = None
    unit: str = ""
    approximate: bool = False
    incomplete: bool = False
    source: SourceRef


class QuantityRange(Part):
    """A quantity that the plan prints as a range."""

    min: Whole
    max: Whole

    @model_validator(mode="after")
    def _in_order(self) -> "QuantityRange":
        if self.min > self.max:
            raise ValueError("min must not be greater than max")
        return self


class EquipmentRow(Part):
    """One row of the plan's equipment table, as printed."""

    row: Whole
    system: Words | None = None
    name: Words
    spec: str = ""
    unit: str = ""
    #: A number, a range, ``pending`` (printed 待定) or ``unstated`` (nothing printed).
    quantity: Whole | QuantityRange | Literal["pending", "unstated"]
    note: Words | None = None
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()


class Service(Part):
    """One service the plan promises, and the post that answers for it."""

    title: Words
    owner: Code
    owner_source: SourceRef
    source: SourceRef


class Kpi(Part):
    """One indicator of the plan; a target the plan does not give stays empty."""

    title: Words
    formula: Words
    formula_source: SourceRef
    target: Number | None = None
    period: Literal["month", "quarter", "year"] | None = None
    source: SourceRef


class Sign(StrEnum):
    """What a category is drawn as, for people who would rather look than read."""

    AIR = "air"
    BIN = "bin"
    BUG = "bug"
    CAMERA = "camera"
    CHAIR = "chair"
    CLEANING = "cleaning"
    CUP = "cup"
    DOOR = "door"
    FIRE = "fire"
    FOUND = "found"
    INFO = "info"
    LIFT = "lift"
    MEETING = "meeting"
    NETWORK = "network"
    OTHER = "other"
    PARKING = "parking"
    PERSON = "person"
    PLANTS = "plants"
    POWER = "power"
    SAFETY = "safety"
    SOUND = "sound"
    STORE = "store"
    TOILET = "toilet"
    WATER = "water"
    WAY = "way"
    WORKS = "works"


class Category(Part):
    """A category of requests and the post that answers for it first."""

    title: Words
    parent: Code | None = None
    responsible: Code
    equipment_system: str = ""
    sign: Sign | None = None
    #: Optional where the title says enough; otherwise a report wants words or a photo.
    words: Literal["needed", "optional"] = "needed"
    source: SourceRef


class Level(Part):
    """A level of guests, with the categories that the plan puts in it."""

    title: Words
    rank: Whole
    aliases: tuple[Words, ...] = ()
    categories: dict[Code, "LevelCategory"] = Field(default_factory=dict)
    source: SourceRef


class LevelCategory(Part):
    """A sort of guest that belongs to a level."""

    title: Words
    source: SourceRef


class SecurityCell(Part):
    """One cell of the security table; an empty cell generates nothing."""

    clause: ClauseId
    #: True where the print does not show to which column the words belong.
    inferred: bool = False


class SecurityRow(Part):
    """One row of the security table: a measure per level, or none."""

    title: Words
    cells: dict[Code, SecurityCell | None]
    decision: DecisionId | None = None


class RoutingTarget(Part):
    """A department as printed, and what it is called today where known."""

    printed: Line
    en: str = ""


class RoutingRow(Part):
    """One row of the petition routing table; advice, decided by a person."""

    row: Whole
    topic: Words
    #: The first leads, the others take part.
    targets: tuple[RoutingTarget, ...] = Field(min_length=1)
    flagged: DecisionId | None = None
    note: Words | None = None
    source: SourceRef


class ConductRule(Part):
    """One rule of the code of confidentiality."""

    id: Code
    title: Words
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()


class ConductChapter(Part):
    """The rules of confidentiality for everybody, or for the holders of some posts."""

    title: Words
    everyone: bool = False
    posts: tuple[Code, ...] = ()
    rules: tuple[ConductRule, ...] = Field(min_length=1)
    source: SourceRef
