"""Posts and doers that nobody could ever reach."""

from collections.abc import Iterator

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.schema import Handbook, Step, Who
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report steps that would find nobody, and posts outside the line of command."""
    for code, playbook in subject.handbook.playbooks.items():
        path: Path = ("playbooks", code)
        for fact, entry in playbook.facts.items():
            if entry.decided_by:
                yield from _doer(subject, (*path, "facts", fact, "decided_by"), entry.decided_by)
        # Of two steps with one id the first counts; the second is reported elsewhere.
        steps = {step.id: step for step in reversed(playbook.steps)}
        for index, step in enumerate(playbook.steps):
            yield from _doer(subject, (*path, "steps", index, "who"), step.who)
            yield from _second_person(subject, (*path, "steps", index), step, steps)
    if subject.is_intact("posts", "units"):
        yield from _line_of_command(subject)
    if not subject.validated.dropped:
        yield from _idle(subject)


def _doer(subject: Subject, path: Path, who: Who) -> Findings:
    party = subject.handbook.parties.get(who.party or "")
    if party is not None and party.liaison is None:
        yield subject.error(
            (*path, "party"),
            "reach.no_liaison",
            Text(
                f"外部单位“{who.party}”没有联系岗位，任务无人可接",
                f"the party {who.party} has no liaison, so nobody would get the task",
            ),
            Text(
                f"请在 parties.{who.party} 写 liaison: 岗位",
                f"write liaison: a post in parties.{who.party}",
            ),
        )
    if who.case == "responsible" and not subject.names("categories"):
        yield subject.error(
            (*path, "case"),
            "reach.no_category",
            Text(
                "没有任何类别，找不到责任岗位",
                "there are no categories, so no post is responsible",
            ),
            Text(
                "请写 categories 并给出 responsible",
                "write categories with their responsible post",
            ),
        )


def people_for(subject: Subject, who: Who) -> tuple[frozenset[str], int] | None:
    """Return the posts that could do it and how many people they are; ``None`` if not fixed."""
    book = subject.handbook
    if who.case or (who.party and who.party not in book.parties):
        return None
    party = book.parties.get(who.party or "")
    role = book.roles.get(who.role or "")
    first = (who.post, party and party.liaison, *(role.held_by if role else ()))
    reached = {code for code in first if code in book.posts}
    reached |= {code for post in tuple(reached) for code in book.posts[post].alternates}
    reached |= set(role.alternates if role else ())
    known = frozenset(reached & book.posts.keys())
    return known, sum(book.posts[code].headcount for code in known)


def _second_person(subject: Subject, path: Path, step: Step, steps: dict[str, Step]) -> Findings:
    mine = people_for(subject, step.who)
    if mine is None or mine[1] != 1:
        return
    for index, name in enumerate(step.not_by_doer_of):
        other = people_for(subject, steps[name].who) if name in steps.keys() - {step.id} else None
        if other == mine:
            yield subject.error(
                (*path, "not_by_doer_of", index),
                "reach.nobody_left",
                Text(
                    f"步骤 {name} 也只有这一人能做，本步骤将无人可做",
                    f"only the same one person can do {name}, so nobody is left for this step",
                ),
                Text(
                    "请给岗位写 alternates，或换一个执行者",
                    "give the post alternates, or name somebody else in who",
                ),
            )


def _line_of_command(subject: Subject) -> Findings:
    book = subject.handbook
    inside = {c for c, post in book.posts.items() if _is_own(subject, post.unit)}
    chiefs = {c: book.posts[c].reports_to for c in inside}
    if not any(chiefs.values()):
        return
    trees: dict[str, set[str]] = {}
    for code in inside:
        trees.setdefault(_top(chiefs, code), set()).add(code)
    main = max(trees, key=lambda top: (len(trees[top]), top))
    for top in sorted(trees.keys() - {main}):
        if top in chiefs and chiefs[top] is None:
            yield subject.error(
                ("posts", top),
                "reach.no_chief",
                Text(
                    f"从最高岗位 {main} 沿上下级关系到不了这个岗位",
                    f"cannot be reached from the top ({main}) by reports_to",
                ),
                Text("请写 reports_to: 上级岗位", "write reports_to: the post above it"),
            )


def _is_own(subject: Subject, unit: str) -> bool:
    found = subject.handbook.units.get(unit)
    return found is None or found.side == "own"


def _top(chiefs: dict[str, str | None], code: str) -> str:
    seen = {code}
    while (chief := chiefs.get(code)) and chief not in seen:
        seen.add(chief)
        code = chief
    return code


def _idle(subject: Subject) -> Findings:
    """Report posts that no part of the handbook ever turns to."""
    book = subject.handbook
    used = set(_turned_to(book))
    for code in book.posts.keys() - used:
        yield subject.warning(
            ("posts", code),
            "reach.idle",
            Text(
                "没有步骤、类别、服务、班次或职能用到这个岗位",
                "no step, category, service, shift plan or role turns to this post",
            ),
            Text("请在其中一处写上它", "name it in one of them"),
        )


def _turned_to(book: Handbook) -> Iterator[str]:
    steps = [step for playbook in book.playbooks.values() for step in playbook.steps]
    yield from (step.who.post for step in steps if step.who.post)
    yield from (code for post in book.posts.values() for code in post.alternates)
    for role in book.roles.values():
        yield from (*role.held_by, *role.alternates)
    yield from (party.liaison for party in book.parties.values() if party.liaison)
    yield from (category.responsible for category in book.categories.values())
    yield from (service.owner for service in book.services.values())
    yield from (unit.lead for unit in book.units.values() if unit.lead)
    yield from (post for shifts in book.shift_plans.values() for post in shifts.posts)
