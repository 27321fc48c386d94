"""What every part of a handbook is made of: words, codes, sources."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.text import Text

#: A codeword: lower case, digits, underscores. Never renamed, never reused.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
#: A codeword of the program: module.thing or module.thing.act.
DottedCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}$")]
#: A clause id as the plan's own numbering gives it.
ClauseId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9._-]{0,59}$")]
#: A number as it is written: ``true`` and ``"3"`` are none.
Whole = Annotated[int, Field(strict=True, gt=0)]
Number = Annotated[float, Field(strict=True)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Part(BaseModel):
    """Base of every part: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text in Chinese, in English, or both; ``some words`` alone is Chinese."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_string(cls, value: Any) -> Any:
        return {"zh": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _not_empty(self) -> "Words":
        if not self.zh.strip() and not self.en.strip():
            raise ValueError("needs words; write {zh: …, en: …} with at least one of them")
        return self

    @property
    def text(self) -> Text:
        """Return the words as the value that pages show."""
        return Text(self.zh, self.en)


class SourceRef(Part):
    """Where a rule comes from: exactly one of the five."""

    clause: ClauseId | None = None
    decision: Annotated[str, StringConstraints(pattern=r"^A-\d{2,3}$")] | None = None
    law: Line | None = None
    site: Line | None = None
    system: Line | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "SourceRef":
        if sum(v is not None for v in self.model_dump().values()) != 1:
            raise ValueError(
                "needs exactly one source; write {clause: …}, {decision: A-…}, {law: …}, "
                "{site: …} or {system: …}"
            )
        return self

    @property
    def value(self) -> Source:
        """Return the source as the value that problems and pages carry."""
        for kind in SourceKind:
            if ref := getattr(self, kind.value):
                return Source(kind, ref)
        raise AssertionError("checked above")
