"""Playbooks: who, what a step waits for, facts, limits, and the kind of case they serve."""

from collections.abc import Iterable

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.schema import Playbook, Step, Who
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report names inside playbooks that nothing declares."""
    for code, playbook in subject.handbook.playbooks.items():
        path = ("playbooks", code)
        yield from _kind(subject, path, playbook)
        yield from _variant(subject, path, playbook)
        for fact, entry in playbook.facts.items():
            yield from _own_fact(subject, code, fact)
            if entry.decided_by:
                yield from _who(subject, (*path, "facts", fact, "decided_by"), entry.decided_by)
        for index, step in enumerate(playbook.steps):
            yield from _step(subject, code, (*path, "steps", index), step)


def _kind(subject: Subject, path: Path, playbook: Playbook) -> Findings:
    own = subject.names("case_kinds")
    if subject.catalogue is None or playbook.kind in own | set(subject.catalogue.case_kinds):
        return
    yield subject.error(
        (*path, "kind"),
        "kind.unknown",
        Text(f"没有事项种类“{playbook.kind}”", f"there is no kind of case called {playbook.kind}"),
        did_you_mean(playbook.kind, sorted(own | set(subject.catalogue.case_kinds))),
    )


def _variant(subject: Subject, path: Path, playbook: Playbook) -> Findings:
    if playbook.variant is None:
        return
    kind = subject.handbook.case_kinds.get(playbook.kind)
    known = set(kind.variants) if kind else set()
    known |= subject.names("levels") | subject.names("categories")
    known |= {c for level in subject.handbook.levels.values() for c in level.categories}
    if playbook.variant not in known:
        yield subject.error(
            (*path, "variant"),
            "variant.unknown",
            Text(
                f"没有等级、类别或变体“{playbook.variant}”",
                f"there is no level, category or variant called {playbook.variant}",
            ),
            did_you_mean(playbook.variant, sorted(known)),
        )


def _who(subject: Subject, path: Path, who: Who) -> Findings:
    yield from subject.refer((*path, "post"), who.post, "posts")
    yield from subject.refer((*path, "role"), who.role, "roles")
    yield from subject.refer((*path, "party"), who.party, "parties")


def _step(subject: Subject, playbook: str, path: Path, step: Step) -> Findings:
    yield from _who(subject, (*path, "who"), step.who)
    for key in ("limit", "respond_limit"):
        yield from subject.refer((*path, key), getattr(step, key), "settings")
    for index, item in enumerate(step.evidence):
        place = (*path, "evidence", index, "follow_up")
        yield from subject.refer(place, item.follow_up, "categories")
    yield from _steps_named(subject, playbook, (*path, "after"), step.id, step.after)
    yield from _steps_named(
        subject, playbook, (*path, "not_by_doer_of"), step.id, step.not_by_doer_of
    )
    yield from _conditions(subject, playbook, path, step)
    for key, ids in (
        ("evidence", [e.id for e in step.evidence]),
        ("checklist", [c.id for c in step.checklist]),
    ):
        yield from _unique_ids(subject, (*path, key), ids)
    if step.for_each_holder and not (step.who.post or step.who.role):
        yield subject.error(
            (*path, "for_each_holder"),
            "step.for_each_holder",
            Text("只有岗位或职能才有“每人一份”", "only a post or a role has holders"),
            Text("请删去，或在 who 写 post、role", "remove it, or name a post or role in who"),
        )
    if step.for_each_holder and step.does:
        yield subject.error(
            (*path, "for_each_holder"),
            "step.each_carries_the_case",
            Text(
                "写了 does 的步骤带着事项往前走，不能每人一份",
                "the case goes on by a step with does, so it cannot be one for every holder",
            ),
            Text("请删去其中一个，或拆成两步", "remove one of them, or make it two steps"),
        )


def _conditions(subject: Subject, playbook: str, path: Path, step: Step) -> Findings:
    facts = subject.reading.raw(("playbooks", playbook, "facts"))
    own = set(facts) if isinstance(facts, dict) else set()
    brought = _brought_along(subject, playbook)
    if brought is None:
        return  # without the program's catalogue nobody can tell
    known = sorted(own | brought)
    for index, condition in enumerate(step.when):
        if condition.fact not in known:
            yield subject.error(
                (*path, "when", index, "fact"),
                "reference.dangling",
                Text(
                    f"预案没有事实“{condition.fact}”",
                    f"the playbook has no fact called {condition.fact}",
                ),
                did_you_mean(condition.fact, known),
            )


def _brought_along(subject: Subject, playbook: str) -> frozenset[str] | None:
    """Return the facts that the program knows of such a case, ``None`` if it is not asked."""
    kind = subject.handbook.playbooks[playbook].kind
    if subject.catalogue is None:
        return frozenset() if kind in subject.names("case_kinds") else None
    published = subject.catalogue.case_kinds.get(kind)
    return frozenset(published.facts) if published else frozenset()


def _own_fact(subject: Subject, playbook: str, fact: str) -> Findings:
    if fact in (_brought_along(subject, playbook) or ()):
        yield subject.error(
            ("playbooks", playbook, "facts", fact),
            "fact.of_the_program",
            Text(f"“{fact}”由程序自己知道，不用另写", f"the program itself knows {fact}"),
            Text("请删去，在 when 里直接用", "remove it; a step may ask for it in when"),
        )


def _steps_named(
    subject: Subject, playbook: str, path: Path, own: str, names: tuple[str, ...]
) -> Findings:
    known = subject.step_names[playbook]
    for index, name in enumerate(names):
        if name not in known:
            yield subject.error(
                (*path, index),
                "reference.dangling",
                Text(f"预案没有步骤“{name}”", f"the playbook has no step called {name}"),
                did_you_mean(name, sorted(known - {own})),
            )
        if name == own and path[-1] == "not_by_doer_of":
            yield subject.error(
                (*path, index),
                "step.names_itself",
                Text("步骤写的是它自己", "the step names itself"),
                Text("请写另一个步骤", "name another step"),
            )
    yield from subject.twice(path, names)


def _unique_ids(subject: Subject, path: Path, ids: Iterable[str]) -> Findings:
    seen: dict[str, int] = {}
    for index, name in enumerate(ids):
        if name in seen:
            first = subject.line_of((*path, seen[name], "id"))
            yield subject.error(
                (*path, index, "id"),
                "id.duplicate",
                Text(f"“{name}”已在 {first} 用过", f"{name} is used on {first} already"),
                Text("请换一个 id", "choose another id"),
            )
        seen.setdefault(name, index)
