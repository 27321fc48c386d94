"""What a view may be called, and how many exports somebody may have under way."""

from datetime import timedelta

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.models import NAME_LENGTH, QUERY_LENGTH

#: Views that somebody keeps of one list.
VIEWS_MOST = 20
#: Exports of one person that are not written yet.
UNDER_WAY_MOST = 3
#: Rows in one file; Excel takes a million, a person reads fewer.
ROWS_MOST = 200_000
#: Files may hold what people are called: they do not stay.
KEPT = timedelta(hours=24)
#: An export that is not there by now never will be.
LONGEST = timedelta(hours=1)


def view_problems(name: str, query: str, *, others: int) -> Problems:
    """Return what stands in the way of keeping a view beside ``others`` of the same person."""
    found: list[Blocker] = []
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        found.append(_NAME)
    if len(query) > QUERY_LENGTH:
        found.append(_QUERY)
    if others >= VIEWS_MOST:
        found.append(_VIEWS)
    return (*found, *secret_problems(name))


_NAME = Blocker(
    "lists.view_name",
    Text(
        f"请给视图起个名字，最多 {NAME_LENGTH} 个字。",
        f"Give the view a name of at most {NAME_LENGTH} letters.",
    ),
)
_QUERY = Blocker(
    "lists.query_too_long",
    Text(
        "筛选的条件太长。请减少一些条件再试。",
        "Too much is asked of the list. Take some of it back and try again.",
    ),
)
_VIEWS = Blocker(
    "lists.too_many_views",
    Text(
        f"一个列表最多保存 {VIEWS_MOST} 个视图。请先删掉不用的。",
        f"A list keeps at most {VIEWS_MOST} views of yours. Delete one that you do not need.",
    ),
)


def export_problems(query: str, *, under_way: int) -> Problems:
    """Return what stands in the way of one more export."""
    found = [_QUERY] if len(query) > QUERY_LENGTH else []
    return (*found, _UNDER_WAY) if under_way >= UNDER_WAY_MOST else tuple(found)


_UNDER_WAY = Blocker(
    "lists.exports_under_way",
    Text(
        f"您已有 {UNDER_WAY_MOST} 个导出正在生成。等它们完成，或者取消一个。",
        f"{UNDER_WAY_MOST} of your exports are being written. Wait for them or cancel one.",
    ),
)
ONLY_THE_PROGRAM = Blocker(
    "lists.only_program",
    Text("导出文件由系统生成。", "The program itself writes the files of exports."),
)


def by_the_program(actor: Actor, _export_id: int) -> Problems:
    """Return what stands in the way of touching the file of an export."""
    return () if actor.is_system else (ONLY_THE_PROGRAM,)


NO_ACCOUNT = Blocker(
    "lists.no_account",
    Text("请先登录。", "Sign in first."),
)
