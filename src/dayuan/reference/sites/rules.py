"""What stands in the way of a place; pure."""

from dayuan.kernel.codes import CODE_LENGTH, is_code
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.reference.sites.states import LEVELS


def code_problems(code: str, *, taken: bool) -> Problems:
    """Return everything against a code; one that was ever used stays used."""
    if not is_code(code):
        return (_BAD_CODE,)
    return (_taken(code),) if taken else ()


def title_problems(zh: str, en: str) -> Problems:
    """Return everything against a title: none at all, or a mark of state secrecy."""
    if not zh.strip() and not en.strip():
        return (_NO_TITLE,)
    return secret_problems(zh, en)


def lying_problems(*, levels_above: int, retired_above: bool, has_below: bool) -> Problems:
    """Return everything against lying at a new place: too deep, closed, or not alone."""
    found: list[Problem] = []
    if levels_above >= LEVELS:
        found.append(_TOO_DEEP)
    if retired_above:
        found.append(_RETIRED_ABOVE)
    if has_below:
        found.append(_TAKES_OTHERS_ALONG)
    return tuple(found)


def retire_problems(*, has_below: bool) -> Problems:
    """Return everything against retiring a place."""
    return (_OTHERS_BELOW,) if has_below else ()


_BAD_CODE = Blocker(
    "sites.place_code",
    Text(
        f"编号只用大写字母、数字和中间的连字符，最多 {CODE_LENGTH} 个字符，例如 A-3012。",
        f"A code has capital letters, digits and hyphens between them, {CODE_LENGTH} at most, "
        "such as A-3012.",
    ),
)
_NO_TITLE = Blocker(
    "sites.place_title",
    Text("请写名称：门牌上写什么，就写什么。", "Write a name: what stands on the door."),
)
_TOO_DEEP = Blocker(
    "sites.place_too_deep",
    Text(
        f"场所最多 {LEVELS} 层（例如楼、楼层、房间、房间里的位置）。请选上一级。",
        f"Places lie at most {LEVELS} levels deep (building, floor, room, a spot in it). "
        "Choose one level up.",
    ),
)
_RETIRED_ABOVE = Blocker(
    "sites.place_retired_above",
    Text("上级场所已经停用，请另选。", "The place above is retired; choose another."),
)
_TAKES_OTHERS_ALONG = Blocker(
    "sites.place_takes_others",
    Text(
        "这里面还有别的场所，不能整个移走。请先移走里面的。",
        "Other places lie in this one, so it cannot be moved. Move those first.",
    ),
)
_OTHERS_BELOW = Blocker(
    "sites.place_others_below",
    Text(
        "里面还有在用的场所。请先停用它们。",
        "Places in use still lie in this one. Retire those first.",
    ),
)
IN_ITSELF = Blocker(
    "sites.place_in_itself",
    Text("场所不能放在它自己里面。", "A place cannot lie in itself; choose another."),
)
NO_KIND = Blocker(
    "sites.place_kind",
    Text("新的场所要写类别。", "Say what kind of place it is."),
)
KIND_STAYS = Blocker(
    "sites.place_kind_stays",
    Text(
        "这个编号已是另一类场所，类别不能改。请核对编号。",
        "This code is a place of another kind, which stays. Check the code.",
    ),
)
NO_SUCH_PARENT = Blocker(
    "sites.place_no_parent",
    Text(
        "没有这个上级场所，前面的行里也没有。请写它的编号，并把上级写在前面。",
        "There is no such place above, and no earlier row brings it. Write its code, and "
        "write what lies above first.",
    ),
)


def _taken(code: str) -> Blocker:
    return Blocker(
        "sites.place_code_taken",
        Text(
            f"编号 {code} 已经用过。用过的编号停用后也不再给别的场所，请换一个。",
            f"The code {code} was used already. A used code is never given again; take another.",
        ),
    )
