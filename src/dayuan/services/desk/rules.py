"""What the desk decides, as pure functions."""

from collections.abc import Iterable, Mapping

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


def need_to_know(category: str, uses: Iterable[Use]) -> Source | None:
    """Return what says that requests of a category are only for those who handle them."""
    return next((u.source for u in uses if category in u.parameters.get("categories", ())), None)


def title_of(*, category_title: str, place: str) -> str:
    """Return the line by which lists call a request: where, and what kind."""
    return f"{place.strip()} · {category_title}"[:200]


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
