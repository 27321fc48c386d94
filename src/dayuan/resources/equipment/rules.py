"""What stands in the way of a piece, a count or a label, and how a count compares; pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from dayuan.handbook.schema.plan import QuantityRange
from dayuan.kernel.codes import CODE_LENGTH, is_code
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text

#: Pieces entered, and labels issued, in one go.
COPIES_MOST = 100
LABELS_MOST = 200

Quantity = int | QuantityRange | Literal["pending", "unstated"]
#: ``uncounted``: nobody has counted; ``unprinted``: the plan prints no number to compare with.
Outcome = Literal["uncounted", "unprinted", "fits", "more", "fewer"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a count stands to what the plan prints; ``by`` is how many more or fewer."""

    outcome: Outcome
    by: int = 0


class Moved(Protocol):
    """A state change, as the history tells it."""

    @property
    def new(self) -> str:
        """The state that began."""

    @property
    def at(self) -> datetime:
        """When it began."""


def spans_in(
    changes: Sequence[Moved], state: str, *, until: datetime
) -> list[tuple[datetime, datetime]]:
    """Return from when to when a piece was in a state; what has not ended lasts ``until``.

    The changes are in the order in which they were made; the spans are in order too and
    share nothing, whatever times were written down.
    """
    spans: list[tuple[datetime, datetime]] = []
    reached = datetime.min.replace(tzinfo=UTC)
    for at, one in enumerate(changes):
        end = changes[at + 1].at if at + 1 < len(changes) else until
        start = max(one.at, reached)
        reached = max(reached, end)
        if one.new == state and start < end:
            spans.append((start, end))
    return spans


def compared(printed: Quantity, counted: int | None) -> Comparison:
    """Compare a count with the printed quantity.

    A printed 待定 or an empty cell is never taken for a number: nothing is missing and
    nothing is too many there. Inside a printed range everything fits.
    """
    if counted is None:
        return Comparison("uncounted")
    if isinstance(printed, str):
        return Comparison("unprinted")
    low, high = (printed, printed) if isinstance(printed, int) else (printed.min, printed.max)
    if counted < low:
        return Comparison("fewer", low - counted)
    return Comparison("more", counted - high) if counted > high else Comparison("fits")


def numbered(code: str, copies: int) -> list[str]:
    """Return the codes of pieces of one kind: FCU-07 and three copies make 07, 08 and 09."""
    if copies == 1:
        return [code]
    found = re.fullmatch(r"(.*?)([0-9]+)", code)
    if found is None:
        return [f"{code}-{n}" for n in range(1, copies + 1)]
    stem, number = found[1], found[2]
    return [f"{stem}{int(number) + n:0{len(number)}}" for n in range(copies)]


def item_problems(
    codes: Collection[str], *, taken: Collection[str], name: str, row_known: bool,
    system_known: bool, copies: int,
) -> Problems:  # fmt: skip
    """Return everything against new pieces, all at once."""
    found: list[Problem] = []
    if not all(is_code(code) for code in codes):
        found.append(_BAD_CODE)
    elif taken:
        found.append(_taken(sorted(taken)))
    if not 1 <= copies <= COPIES_MOST:
        found.append(_TOO_MANY_COPIES)
    return (*found, *described_problems(name, row_known=row_known, system_known=system_known))


def described_problems(name: str, *, row_known: bool, system_known: bool) -> Problems:
    """Return everything against how a piece is described."""
    found: list[Problem] = [] if name.strip() else [_NO_NAME]
    if not row_known:
        found.append(_UNKNOWN_ROW)
    if not system_known:
        found.append(_UNKNOWN_SYSTEM)
    return (*found, *secret_problems(name))


def label_problems(*, chosen: int, retired: int) -> Problems:
    """Return everything against issuing labels for what was chosen."""
    found: list[Problem] = []
    if not chosen:
        found.append(_NOTHING_CHOSEN)
    if chosen > LABELS_MOST:
        found.append(_TOO_MANY_LABELS)
    if retired:
        found.append(_LABELS_FOR_RETIRED)
    return tuple(found)


_BAD_CODE = Blocker(
    "equipment.item_code",
    Text(
        f"编号只用大写字母、数字和中间的连字符，最多 {CODE_LENGTH} 个字符，例如 KT-3-08。",
        f"A code has capital letters, digits and hyphens between them, {CODE_LENGTH} at most, "
        "such as KT-3-08.",
    ),
)
_TOO_MANY_COPIES = Blocker(
    "equipment.copies",
    Text(f"一次登记 1 至 {COPIES_MOST} 台。", f"Enter 1 to {COPIES_MOST} pieces at a time."),
)
_NO_NAME = Blocker("equipment.item_name", Text("请写设备名称。", "Write the name of the piece."))
_UNKNOWN_ROW = Blocker(
    "equipment.unknown_row",
    Text(
        "方案的设备清单里没有这一行。请从列表中选。",
        "The plan's equipment table has no such row. Choose from the list.",
    ),
)
_UNKNOWN_SYSTEM = Blocker(
    "equipment.unknown_system",
    Text("方案里没有这个系统。请从列表中选。", "The plan has no such system; choose again."),
)
_NOTHING_CHOSEN = Blocker(
    "equipment.nothing_chosen",
    Text("还没有勾选。请勾选要贴标签的。", "Nothing is ticked. Tick what gets a label."),
)
_TOO_MANY_LABELS = Blocker(
    "equipment.too_many_labels",
    Text(f"一次最多 {LABELS_MOST} 张标签。请分几次。", f"At most {LABELS_MOST} labels at a time."),
)
_LABELS_FOR_RETIRED = Blocker(
    "equipment.labels_for_retired",
    Text(
        "勾选的里面有已停用或报废的，不能贴标签。请刷新后重新勾选。",
        "Something ticked is retired and gets no label. Reload and tick again.",
    ),
)
RETIRED = Blocker(
    "equipment.item_retired",
    Text("这台设备已经报废，不能再改。", "This piece is retired; nothing about it is changed."),
)
PLACE_RETIRED = Blocker(
    "equipment.place_retired",
    Text("这个场所已经停用，请另选。", "This place is retired; choose another."),
)
NO_SUCH_PLACE = Blocker(
    "equipment.no_such_place",
    Text(
        "没有这个场所。请写场所的编号，例如 A-3012。",
        "There is no such place. Write its code, such as A-3012.",
    ),
)


def _taken(codes: list[str]) -> Blocker:
    shown = "、".join(codes[:5])
    return Blocker(
        "equipment.item_code_taken",
        Text(
            f"编号 {shown} 已经用过。用过的编号报废后也不再给别的设备，请换一个。",
            f"Used already: {', '.join(codes[:5])}. A used code is never given again.",
        ),
    )
