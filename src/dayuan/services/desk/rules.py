"""What the desk decides, as pure functions."""

from collections.abc import Container

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text


def report_problems(
    *, category: str, categories: Container[str], place: str, description: str
) -> Problems:
    """Return everything that is missing from a report, all at once."""
    found: list[Problem] = []
    if category not in categories:
        found.append(_CATEGORY)
    if not place.strip():
        found.append(_PLACE)
    if not description.strip():
        found.append(_DESCRIPTION)
    return (*found, *secret_problems(place, description))


def title_of(*, category_title: str, place: str) -> str:
    """Return the line by which lists call a request: where, and what kind."""
    return f"{place.strip()} · {category_title}"[:200]


_CATEGORY = Blocker(
    "desk.category", Text("请选择类别。", "Choose a category.")
)  # fmt: skip
_PLACE = Blocker(
    "desk.place",
    Text("请写明在哪里，例如“3号楼2层东侧”。", "Write where it is, such as “2nd floor, east”."),
)
_DESCRIPTION = Blocker(
    "desk.description", Text("请写明是什么事。", "Write what the matter is.")
)  # fmt: skip
