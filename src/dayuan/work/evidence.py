"""What proves that a step was done, and what is wrong with what somebody gives; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dayuan.handbook.schema import Evidence, EvidenceKind
from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Problems
from dayuan.kernel.text import Text

#: Evidence that is a file: it cannot be typed.
FILES = frozenset({EvidenceKind.PHOTO, EvidenceKind.FILE})
#: How consent can be given.
WAYS = {
    "in_person": Text("当面", "In person"),
    "telephone": Text("电话", "By telephone"),
    "written": Text("书面", "In writing"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives as one piece of evidence."""

    text: str = ""
    number: float | None = None
    yes: bool | None = None
    attachment_id: int | None = None
    #: Who signed or was asked for consent, in letters that can be read.
    name: str = ""
    #: The post or unit that he spoke for.
    office: str = ""
    #: How consent was given: one of ``WAYS``.
    way: str = ""
    #: The number of the letter, where it was given in writing.
    reference: str = ""
    #: When consent was given; nothing stands for now.
    moment: datetime | None = None
    #: The label that was scanned.
    label_id: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything in it that somebody typed."""
        return (self.text, self.name, self.office, self.reference)


def evidence_problems(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> Problems:
    """Return every piece of evidence that is missing or does not fit.

    A refused consent closes a step only as the no to the step's own question; where
    it asks none, somebody else must allow that the step is left out.
    """
    carried = _answered_no(wanted, given)
    found = [p for item in wanted for p in _problems(item, given.get(item.id, Given()), carried)]
    if not carried:
        asks = bool(_questions(wanted))
        found += [
            _says(item, "work.consent_refused", _SAY_NO) if asks else refused(item)
            for item in _refused(wanted, given)
        ]
    return tuple(found)


def refused_alone(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> list[Evidence]:
    """Return the consents that were refused where the step has no question to say so."""
    return [] if _questions(wanted) else _refused(wanted, given)


def refusal_problems(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> Problems:
    """Return what is missing before refusals can be written down."""
    alone = refused_alone(wanted, given)
    if not alone:
        return (_NOTHING_REFUSED,)
    return tuple(
        p for item in alone for p in _consent_problems(item, given[item.id], carried=False)
    )


def moment_problems(
    wanted: Sequence[Evidence], given: Mapping[str, Given], *, now: datetime
) -> Problems:
    """Return the consents that would have been given in the future."""
    moments = [(item, given.get(item.id, Given()).moment) for item in wanted]
    return tuple(
        _says(item, "work.consent_later", _LATER)
        for item, moment in moments
        if moment is not None and moment > now
    )


def _refused(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> list[Evidence]:
    asked = [item for item in wanted if item.kind is EvidenceKind.CONSENT]
    return [item for item in asked if given.get(item.id, Given()).yes is False]


def _questions(wanted: Sequence[Evidence]) -> list[str]:
    return [item.id for item in wanted if item.kind is EvidenceKind.YES_NO]


def scan_problem(item: Evidence, *, ours: bool, valid: bool) -> Problem | None:
    """Return what is wrong with what was scanned, said so that one knows what to do."""
    if not ours:
        return _says(item, "work.scan_unknown", _NO_LABEL)
    return None if valid else _says(item, "work.scan_void", _VOID)


def _answered_no(wanted: Sequence[Evidence], given: Mapping[str, Given]) -> bool:
    return any(given.get(item, Given()).yes is False for item in _questions(wanted))


def _problems(item: Evidence, given: Given, carried: bool) -> Problems:
    if item.kind is EvidenceKind.SIGNATURE:
        return _signature_problems(item, given)
    if item.kind is EvidenceKind.CONSENT and (item.required or given != Given()):
        return _consent_problems(item, given, carried=carried)
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


def _consent_problems(item: Evidence, given: Given, *, carried: bool) -> Problems:
    """Consent has a giver, a way and a time; where it was refused, a reason.

    ``carried``: the step's own question was answered with no, which has its reason.
    """
    if given == Given():
        return (_missing(item),)
    checks = (
        (given.yes is None, "work.consent_open", _CONSENT_OPEN),
        (not given.name.strip(), "work.consent_nameless", _NAMELESS),
        (given.way not in WAYS, "work.consent_way", _WAY),
        (given.way == "written" and not given.reference.strip(), "work.consent_number", _NUMBER),
        (given.yes is False and not carried and not given.text.strip(),
         "work.consent_no_reason", _REFUSED_WHY),
    )  # fmt: skip
    return tuple(_says(item, code, words) for wrong, code, words in checks if wrong)


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


def refused(item: Evidence) -> NeedsApproval:
    """Return why a step cannot be finished by a consent that was refused."""
    title = item.title.text
    return NeedsApproval(
        "work.consent_refused",
        Text(
            REFUSED.zh.format(what=title.in_language("zh")),
            REFUSED.en.format(what=title.in_language("en")),
        ),
    )


def _says(item: Evidence, code: str, words: Text) -> Blocker:
    title = item.title.text
    return Blocker(
        code,
        Text(
            words.zh.format(what=title.in_language("zh")),
            words.en.format(what=title.in_language("en")),
        ),
    )


REFUSED = Text(
    "“{what}”没有得到同意，这一步不能靠它完成。对方改了主意，请重新记；不用办了，"
    "请点“申请”，由别人批准免做或提前办结。",
    "“{what}” was refused, so the step cannot be finished by it. If they change their mind, "
    "write that down; if it is not to be done, apply: somebody else grants that it is left "
    "out, or that the case ends.",
)
_NOTHING_REFUSED = Blocker(
    "work.nothing_refused",
    Text("没有要记下的“不同意”。", "There is no refusal to write down."),
)
_SAY_NO = Text(
    "“{what}”没有得到同意：请把这一步的问题选“否”，写明原因，再完成。",
    "“{what}” was refused: answer the step's question with no, with the reason, then finish.",
)
_NO_LABEL = Text(
    "“{what}”扫到的不是本院的标签。请扫贴在现场的标签，把打开的网址整条粘贴进来。",
    "“{what}”: that is no label of this compound. Scan the one on the spot and paste the whole "
    "address that it opens.",
)
_VOID = Text(
    "“{what}”扫到的标签已经作废。请扫现场的新标签；没有新的，请通知前台。",
    "“{what}”: that label is no longer valid. Scan the new one; where there is none, tell the "
    "front desk.",
)
_LATER = Text(
    "“{what}”的时间不能晚于现在。", "“{what}” cannot have been given later than now."
)  # fmt: skip
_CONSENT_OPEN = Text(
    "“{what}”：请选“同意”或“不同意”。", "“{what}”: choose consented or refused."
)  # fmt: skip
_NAMELESS = Text("“{what}”：请写明是谁说的。", "“{what}”: write who said so.")
_WAY = Text("“{what}”：请选怎样表示的。", "“{what}”: choose how it was given.")
_NUMBER = Text(
    "“{what}”：书面的，请写明文号。", "“{what}”: in writing, so write the letter's number."
)  # fmt: skip
_REFUSED_WHY = Text("“{what}”：请写明为什么不同意。", "“{what}”: write why it was refused.")
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
