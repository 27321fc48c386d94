"""Who needs to know a case: what stands in the way of changing it; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dayuan.kernel.labels import SECRETS_LAW, Label
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Work:
    """An open task as need-to-know sees it: the post that answers for it, and whose hands."""

    title: Text
    post: Text
    #: The keys by which the post knows: its own, its unit's, its roles'.
    keys: frozenset[str]
    #: The key of the person who has it in hand; empty where nobody has.
    person: str = ""


def label_problems(label: str, *, open_to_staff: bool) -> Problems:
    """Return why a case may not carry this label for these readers."""
    if label not in set(Label):
        return (_NO_SUCH_LABEL,)
    if label == Label.WORK_SECRET and open_to_staff:
        return (_SECRET_FOR_SOME,)
    return ()


def naming_problems(key: str, known: Collection[str]) -> Problems:
    """Return why somebody cannot be named: a key of no post and of nobody employed here."""
    return () if key in known else (_NOBODY_KNOWN,)


def removal_problems(
    key: str,
    *,
    members: Collection[str],
    works: Collection[Work],
    mine: Collection[str],
    titles: Mapping[str, Text],
) -> Problems:
    """Return everything against taking a member off.

    A post with open work must go on knowing through some key, whoever has the work
    in hand knows it anyway, and nobody shuts himself out: somebody else does that.
    """
    if key not in members:
        return (NO_MEMBER,)
    left = set(members) - {key}
    found: list[Problem] = []
    for work in works:
        if work.person == key:
            found.append(_in_hand(titles.get(key, work.post), work.title))
        elif key in work.keys and not left & work.keys:
            found.append(_answers(work))
    if key in mine and not left & set(mine):
        found.append(_ONESELF)
    return tuple(dict.fromkeys(found))


def _answers(work: Work) -> Blocker:
    zh, en = (work.post.in_language(one) for one in ("zh", "en"))
    what_zh, what_en = (work.title.in_language(one) for one in ("zh", "en"))
    return Blocker(
        "work.must_know",
        Text(
            f"“{zh}”还要办“{what_zh}”，不能移出。先把任务转给别的岗位，再来移出。",
            f"“{en}” still has to do “{what_en}”. Give the task to another post first.",
        ),
    )


def _in_hand(who: Text, what: Text) -> Blocker:
    return Blocker(
        "work.has_in_hand",
        Text(
            f"{who.in_language('zh')}正在办“{what.in_language('zh')}”，不能移出。办完或退回以后再来。",
            f"{who.in_language('en')} has “{what.in_language('en')}” in hand and must know. "
            "Come back when it is finished or handed back.",
        ),
    )


_NO_SUCH_LABEL = Blocker(
    "work.no_such_label",
    Text(
        "标识只有公开、内部、工作秘密。国家秘密不得进入本系统，请按保密规定在涉密渠道办理。",
        "There are three labels: public, internal, work secret. State secrets must not enter "
        "this system; use the channel your secrecy office prescribes.",
    ),
    SECRETS_LAW,
)
_SECRET_FOR_SOME = Blocker(
    "work.secret_for_some",
    Text(
        "工作秘密只给需要知道的人看。请选“只有知悉范围内的人”。",
        "A work secret is for those who need to know it. Choose “only those named”.",
    ),
)
_NOBODY_KNOWN = Blocker(
    "work.nobody_known",
    Text(
        "请选一个岗位，或一名在职人员。机关联系人按单位看，不在这里加。",
        "Choose a post, or somebody employed here. A client's liaison follows by unit.",
    ),
)
NO_MEMBER = Blocker(
    "work.no_member",
    Text("已经不在知悉范围里了。", "No longer among those who know it."),
)
_ONESELF = Blocker(
    "work.oneself",
    Text(
        "移出以后您自己就看不到这件事了。请先把自己加进来，或请别人来移出。",
        "You would no longer see the case yourself. Add yourself first, or ask somebody else.",
    ),
)
WHY = Blocker("work.why_not_know", Text("请写明原因。", "Write why."))
