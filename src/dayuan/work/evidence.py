"""What proves that a step was done, and what is wrong with what somebody gives; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dayuan.handbook.schema import Evidence, EvidenceKind
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text

#: Evidence that is a file: it cannot be typed.
FILES = frozenset({EvidenceKind.PHOTO, EvidenceKind.FILE, EvidenceKind.SCAN})


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives as one piece of evidence."""

    text: str = ""
    number: float | None = None
    yes: bool | None = None
    attachment_id: int | None = None
    #: Who signed, in letters that can be read.
    name: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything in it that somebody typed."""
        return (self.text, self.name)


def evidence_problems(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> Problems:
    """Return every piece of evidence that is missing or does not fit."""
    return tuple(
        problem for item in wanted for problem in _problems(item, given.get(item.id, Given()))
    )


def _problems(item: Evidence, given: Given) -> Problems:
    if item.kind is EvidenceKind.SIGNATURE:
        return _signature_problems(item, given)
    if not _filled(item, given):
        return (_missing(item),) if item.required else ()
    if item.kind is EvidenceKind.YES_NO and given.yes is False and not given.text.strip():
        return (_says(item, "work.no_needs_reason", _NO_NEEDS_REASON),)
    return ()


def _signature_problems(item: Evidence, given: Given) -> Problems:
    """A signature is a drawn name with the same name beside it in letters."""
    drawn, named = given.attachment_id is not None, bool(given.name.strip())
    if not item.required and not drawn and not named:
        return ()
    found: list[Problem] = []
    if not drawn:
        found.append(_says(item, "work.not_signed", _NOT_SIGNED))
    if not named:
        found.append(_says(item, "work.signer_unnamed", _SIGNER_UNNAMED))
    return tuple(found)


def _filled(item: Evidence, given: Given) -> bool:
    if item.kind in FILES:
        return given.attachment_id is not None
    match item.kind:
        case EvidenceKind.YES_NO:
            return given.yes is not None
        case EvidenceKind.READING:
            return given.number is not None
        case _:
            return bool(given.text.strip())


def out_of_limits(item: Evidence, given: Given) -> bool:
    """Tell whether a reading lies outside the limits the plan gives."""
    if given.number is None:
        return False
    too_low = item.low is not None and given.number < item.low
    too_high = item.high is not None and given.number > item.high
    return too_low or too_high


def _missing(item: Evidence) -> Blocker:
    return _says(item, "work.evidence_missing", _MISSING)


def _says(item: Evidence, code: str, words: Text) -> Blocker:
    title = item.title.text
    return Blocker(
        code,
        Text(
            words.zh.format(what=title.in_language("zh")),
            words.en.format(what=title.in_language("en")),
        ),
    )


_MISSING = Text(
    "还缺“{what}”，请补上再完成。", "“{what}” is missing; add it, then finish."
)  # fmt: skip
_NO_NEEDS_REASON = Text("“{what}”选了“否”，请写明原因。", "“{what}” is “no”; write why.")
_NOT_SIGNED = Text(
    "“{what}”还没有签名。请签上，或拍下签名上传。",
    "“{what}” is not signed yet. Sign it, or upload a picture of the signature.",
)
_SIGNER_UNNAMED = Text(
    "请用正楷写明“{what}”是谁签的。",
    "Write in letters who signed “{what}”.",
)
