"""The sums that the plan prints about its people, against the posts it lists."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.schema import SourceRef
from dayuan.handbook.schema.organisation import Post, Subtotal
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report printed sums that do not match, unless a decision explains them."""
    if not subject.is_intact("posts", "units", "establishment"):
        return
    establishment = subject.handbook.establishment
    for index, subtotal in enumerate(establishment.subtotals):
        yield from _subtotal(subject, index, subtotal)
        yield from _explained(subject, ("establishment", "subtotals", index), subtotal.discrepancy)
    for index, group in enumerate(establishment.groups):
        yield from _explained(subject, ("establishment", "groups", index), group.discrepancy)
    yield from _groups(subject)
    yield from _roles(subject)


def _explained(subject: Subject, path: Path, source: SourceRef | None) -> Findings:
    if source is not None and source.decision is None:
        yield subject.error(
            (*path, "discrepancy"),
            "sum.no_decision",
            Text("差异要由一项决定说明", "a difference is explained by a decision"),
            Text("请写 discrepancy: {decision: A-…}", "write discrepancy: {decision: A-…}"),
        )


def posts_below(subject: Subject, unit: str | None) -> list[Post]:
    """Return the posts of a unit and of the units within it; ``None`` is the whole centre."""
    book = subject.handbook
    if unit is None:
        clients = {c for c, u in book.units.items() if u.side == "client"}
        return [post for post in book.posts.values() if post.unit not in clients]
    inside = {unit}
    grown = True
    while grown:
        more = {c for c, u in book.units.items() if u.parent in inside} - inside
        inside |= more
        grown = bool(more)
    return [post for post in book.posts.values() if post.unit in inside]


def _subtotal(subject: Subject, index: int, subtotal: Subtotal) -> Findings:
    book = subject.handbook.posts
    if any(code not in book for code in subtotal.posts):
        return
    posts = [book[code] for code in dict.fromkeys(subtotal.posts)]
    posts = posts or posts_below(subject, subtotal.unit)
    people = sum(post.headcount for post in posts)
    printed = (subtotal.posts_printed, subtotal.people_printed)
    path = ("establishment", "subtotals", index)
    matches = printed == (len(posts), people)
    if not matches and subtotal.discrepancy is None:
        yield subject.error(
            path,
            "sum.mismatch",
            Text(
                f"印的是 {printed[0]} 岗 {printed[1]} 人，岗位表合计为 {len(posts)} 岗 {people} 人",
                f"printed are {printed[0]} posts and {printed[1]} people, "
                f"the posts add up to {len(posts)} and {people}",
            ),
            Text(
                "请更正岗位，或保留印刷值并写 discrepancy: {decision: A-…}",
                "correct the posts, or keep what is printed and write discrepancy: {decision: A-…}",
            ),
        )
    if matches and subtotal.discrepancy is not None:
        yield subject.warning(
            (*path, "discrepancy"),
            "sum.nothing_to_explain",
            Text("合计相符，无需说明差异", "the sums match, there is nothing to explain"),
            Text("请删去 discrepancy", "remove discrepancy"),
        )


def _groups(subject: Subject) -> Findings:
    posts = subject.handbook.posts
    for index, group in enumerate(subject.handbook.establishment.groups):
        if any(code not in posts for code in group.posts):
            continue
        people = sum(posts[code].headcount for code in set(group.posts))
        if people != group.people and group.discrepancy is None:
            yield subject.error(
                ("establishment", "groups", index),
                "sum.mismatch",
                Text(
                    f"印的是 {group.people} 人，所列岗位合计 {people} 人",
                    f"printed are {group.people} people, the posts named add up to {people}",
                ),
                Text(
                    "请更正岗位，或写 discrepancy: {decision: A-…}",
                    "correct the posts, or write discrepancy: {decision: A-…}",
                ),
            )


def _roles(subject: Subject) -> Findings:
    posts = subject.handbook.posts
    for code, role in subject.handbook.roles.items():
        if role.headcount is None or any(post not in posts for post in role.held_by):
            continue
        people = sum(posts[post].headcount for post in set(role.held_by))
        if role.headcount > people:
            yield subject.error(
                ("roles", code, "headcount"),
                "sum.role_too_large",
                Text(
                    f"需要 {role.headcount} 人，任职岗位只有 {people} 人",
                    f"needs {role.headcount} people, the posts that hold it have {people}",
                ),
                Text("请减少人数或增加岗位", "lower it or add a post to held_by"),
            )
