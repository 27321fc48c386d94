"""Chains that bite their own tail: steps that wait for each other, units within themselves."""

from collections.abc import Mapping, Sequence

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Finding, Path
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report each cycle once, at the entry where a reader would start mending."""
    book = subject.handbook
    yield from _chain(subject, ("units",), "parent", {c: u.parent for c, u in book.units.items()})
    yield from _chain(
        subject, ("posts",), "reports_to", {c: p.reports_to for c, p in book.posts.items()}
    )
    yield from _chain(
        subject, ("categories",), "parent", {c: k.parent for c, k in book.categories.items()}
    )
    yield from _chain(
        subject, ("sections",), "parent", {c: s.parent for c, s in book.sections.items()}
    )
    for code, playbook in book.playbooks.items():
        # Of two steps with one id the first counts; the second is reported elsewhere.
        waits = {step.id: step.after for step in reversed(playbook.steps)}
        for cycle in find_cycles(waits):
            index = next(i for i, step in enumerate(playbook.steps) if step.id == cycle[0])
            yield _report(subject, ("playbooks", code, "steps", index, "after"), cycle)


def _chain(subject: Subject, path: Path, key: str, parents: Mapping[str, str | None]) -> Findings:
    graph = {code: (parent,) if parent else () for code, parent in parents.items()}
    for cycle in find_cycles(graph):
        yield _report(subject, (*path, cycle[0], key), cycle)


def _report(subject: Subject, path: Path, cycle: Sequence[str]) -> Finding:
    chain = " → ".join([*cycle, cycle[0]])
    return subject.error(
        path,
        "cycle",
        Text(f"循环：{chain}", f"goes round in a circle: {chain}"),
        Text("请断开其中一环", "break one link of it"),
    )


def find_cycles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return one cycle for every group of nodes that wait for each other.

    Iterative, so that a chain of any length is no problem for the stack.
    """
    done: set[str] = set()
    cycles: list[list[str]] = []
    for start in graph:
        if start not in done:
            cycles += _explore(graph, start, done)
    return cycles


def _explore(graph: Mapping[str, Sequence[str]], start: str, done: set[str]) -> list[list[str]]:
    cycles: list[list[str]] = []
    trail: list[str] = [start]
    rest = [iter(graph[start])]
    while trail:
        following = next(rest[-1], None)
        if following is None:
            done.add(trail.pop())
            rest.pop()
        elif following in trail:
            cycles.append(trail[trail.index(following) :])
        elif following in graph and following not in done:
            trail.append(following)
            rest.append(iter(graph[following]))
    return cycles
