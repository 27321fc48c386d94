"""What the desk decides, as pure functions."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from dayuan.handbook.compiled import Use
from dayuan.handbook.schema.plan import Category
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problem, Problems, Source
from dayuan.kernel.text import Text


def report_problems(
    *,
    category: str,
    categories: Mapping[str, Category],
    place: str,
    description: str,
    shown: bool = False,
) -> Problems:
    """Return everything that is missing from a report, all at once.

    Words may be missing where a photo is ``shown``, or where the plan lets the kind
    speak for itself.
    """
    found: list[Problem] = []
    if category not in categories:
        found.append(_CATEGORY)
    if not place.strip():
        found.append(_PLACE)
    says_enough = category in categories and categories[category].words == "optional"
    if not (description.strip() or shown or says_enough):
        found.append(_DESCRIPTION)
    return (*found, *secret_problems(place, description))


#: What is counted of a report that came by a label, in the order in which it is named.
LABEL, DEVICE, ADDRESS = "label", "device", "address"
#: For so long one counts what came.
WINDOW = timedelta(hours=1)


def first_over(counts: Mapping[str, int], limits: Mapping[str, int]) -> str:
    """Return the first limit that the counts are over, the present report included; or none."""
    return next((scope for scope, most in limits.items() if counts.get(scope, 0) > most), "")


def digest(kind: str, value: str) -> str:
    """Return the keyed digest under which a number, a code or an address is kept."""
    return salted_hmac(f"desk.outside.{kind}", value, algorithm="sha256").hexdigest()


def status_code(once: str) -> str:
    """Return the code of the status link that belongs to a form's number: 128 bits.

    It follows from the number and the house's key, so that a form sent twice leads to
    the same page although the code itself is kept nowhere.
    """
    return digest("code", once)[:32]


def place_of(*, title: str, where: str) -> str:
    """Return where a labelled thing is, as a request says it."""
    inside = where if where.endswith(title) else f"{where} {title}"
    return inside.strip()[-120:]


def words_of(description: str) -> str:
    """Return what the matter is, where somebody chose a kind and wrote nothing."""
    return description.strip() or NO_WORDS


#: Stands where somebody who scanned a label wrote no words.
NO_WORDS = "（扫码报事，没有写说明）"


def below(category: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return a category with everything it lies below, the nearest first."""
    found = [category]
    while above := parents.get(found[-1]):
        found.append(above)
    return found


def need_to_know(category: str, uses: Iterable[Use]) -> Source | None:
    """Return what says that requests of a category are only for those who handle them."""
    return next((u.source for u in uses if category in u.parameters.get("categories", ())), None)


def title_of(*, category_title: str, place: str) -> str:
    """Return the line by which lists call a request: where, and what kind."""
    return f"{place.strip()} · {category_title}"[:200]


#: Nothing that is still open was reported longer ago: a year was mistyped.
LONGEST_OPEN = timedelta(days=3650)
EARLIER_LENGTH = 40


def plain_earlier(number: str) -> str:
    """Return the number that something had before, in its one spelling."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def earlier_problems(number: str, *, since: datetime, now: datetime) -> Problems:
    """Return everything against when, and under which number, something was reported before."""
    found: list[Problem] = [] if 0 < len(number) <= EARLIER_LENGTH else [_NO_EARLIER_NUMBER]
    if since > now:
        found.append(_NOT_YET_REPORTED)
    if since < now - LONGEST_OPEN:
        found.append(_TOO_LONG_AGO)
    return (*found, *secret_problems(number))


def permit_problems(asked_by: int | None, person_id: int | None) -> Problems:
    """Return why this person may not decide: nobody permits what he asked for himself."""
    return (_OWN_WISH,) if asked_by is not None and asked_by == person_id else ()


_OWN_WISH = Blocker(
    "desk.own_wish",
    Text(
        "这是您自己申请的，要由别人来许可。请让同岗位的同事接单，或转给其他岗位。",
        "You asked for this yourself; somebody else permits it. "
        "Let a colleague take it, or pass it to another post.",
    ),
)
_CATEGORY = Blocker(
    "desk.category", Text("请选择类别。", "Choose a category.")
)  # fmt: skip
_PLACE = Blocker(
    "desk.place",
    Text("请写明在哪里，例如“3号楼2层东侧”。", "Write where it is, such as “2nd floor, east”."),
)
_DESCRIPTION = Blocker(
    "desk.description",
    Text("请写明是什么事，或者拍一张照片。", "Write what the matter is, or take a photo."),
)
STAFF_ONLY = Blocker(
    "desk.staff_only",
    Text(
        "这一类只由单位内部报。请选别的类别，或联系前台。",
        "Only people of the house report this. Choose another kind, or ask the front desk.",
    ),
)
LABEL_IS_OVER = Blocker(
    "desk.label_is_over",
    Text(
        "这张标签已经停用。请联系前台报修。",
        "This label is not in use any more. Please tell the front desk.",
    ),
)
OTHER_LABEL = Blocker(
    "desk.other_label",
    Text("这张表单不是这张标签的。请重新扫码。", "This form belongs to another label; scan again."),
)
NONE_TICKED = Blocker(
    "desk.none_ticked",
    Text("还没有勾选等确认的报事。", "No report that is held was ticked."),
)
_NO_EARLIER_NUMBER = Blocker(
    "desk.earlier_number",
    Text(
        "请写原来的编号，最多 40 个字。没有编号的，自己编一个，不要重复。",
        "Write its earlier number, 40 letters at most. If it had none, make one up, each once.",
    ),
)
_NOT_YET_REPORTED = Blocker(
    "desk.not_yet_reported",
    Text("报事时间还没有到。请核对。", "That moment is still to come. Check it."),
)
_TOO_LONG_AGO = Blocker(
    "desk.too_long_ago",
    Text("报事时间超过十年了。请核对年份。", "That is more than ten years ago. Check the year."),
)
TAKEN_OVER_ALREADY = Blocker(
    "desk.taken_over_already",
    Text(
        "这个编号已经录入过。请在事项里查找。",
        "This number was taken over already. Look for it among the cases.",
    ),
)
SENT_BY_THE_PLAN = Blocker(
    "desk.sent_by_the_plan",
    Text(
        "这一类由方案直接定岗，不用填。请删去这一格。",
        "The plan itself says who handles this kind. Leave this empty.",
    ),
)
NONE_TO_SEND = Blocker(
    "desk.none_to_send",
    Text("请先勾选要派单的事项。", "Tick the matters that are to be sent out first."),
)
FILES_STAY = Blocker(
    "desk.files_stay", Text("照片不能移除。", "The photo stays."),
)  # fmt: skip
NO_FILES = Blocker(
    "desk.no_files", Text("这里不能添加照片。", "No photo can be added here."),
)  # fmt: skip
