"""Numbers, ids and codewords that stand twice, and codewords that were retired."""

from collections.abc import Iterable, Mapping

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report everything that must be unique and is not."""
    book = subject.handbook
    yield from _unique(subject, ((("posts", c, "row"), p.row) for c, p in book.posts.items()))
    yield from _unique(
        subject, ((("equipment", c, "row"), e.row) for c, e in book.equipment.items())
    )
    yield from _unique(
        subject, ((("petition_routing", c, "row"), r.row) for c, r in book.petition_routing.items())
    )
    yield from _unique(subject, ((("levels", c, "rank"), v.rank) for c, v in book.levels.items()))
    yield from _unique(
        subject,
        (
            (("levels", code, "categories", category), category)
            for code, level in book.levels.items()
            for category in level.categories
        ),
    )
    yield from _unique(
        subject,
        (
            (("confidentiality", code, "rules", index, "id"), rule.id)
            for code, chapter in book.confidentiality.items()
            for index, rule in enumerate(chapter.rules)
        ),
    )
    yield from _playbooks(subject)
    yield from _retired(subject)


def _playbooks(subject: Subject) -> Findings:
    serving: dict[tuple[str, str | None], str] = {}
    for code, playbook in subject.handbook.playbooks.items():
        steps = [
            (("playbooks", code, "steps", i, "id"), step.id)
            for i, step in enumerate(playbook.steps)
        ]
        yield from _unique(subject, steps)
        key = (playbook.kind, playbook.variant)
        if key in serving:
            first = subject.line_of(("playbooks", serving[key]))
            yield subject.error(
                ("playbooks", code),
                "playbook.duplicate",
                Text(
                    f"与 {first} 的 {serving[key]} 服务同一种事项和变体",
                    f"serves the same kind and variant as {serving[key]} ({first})",
                ),
                Text(
                    "请合并，或写不同的 variant", "merge the two, or give them different variants"
                ),
            )
        serving.setdefault(key, code)


def _unique(subject: Subject, entries: Iterable[tuple[Path, str | int | None]]) -> Findings:
    first: dict[str | int, Path] = {}
    for path, value in entries:
        if value is None:
            continue
        if value in first:
            place = subject.line_of(first[value])
            yield subject.error(
                path,
                "id.duplicate",
                Text(f"“{value}”已在 {place} 用过", f"{value} is used on {place} already"),
                Text("请换一个", "choose another one"),
            )
        first.setdefault(value, path)


def _retired(subject: Subject) -> Findings:
    retired = subject.handbook.retired
    yield from subject.twice(("retired",), retired)
    if not retired:
        return
    words = set(retired)
    for path, name in _declared(subject):
        full = ".".join(str(part) for part in path[:-1] if part != "steps") + f".{name}"
        if name in words or full in words:
            yield subject.error(
                path,
                "code.retired",
                Text(f"代码“{name}”已停用，不能再用", f"the codeword {name} was retired"),
                Text("请换一个新代码", "choose a new codeword; old records still mean the old one"),
            )


def _declared(subject: Subject) -> Iterable[tuple[Path, str]]:
    for section, entries in subject.reading.data.items():
        if isinstance(entries, Mapping) and section not in ("handbook", "establishment"):
            yield from (((section, name), name) for name in entries)
    for code, playbook in subject.handbook.playbooks.items():
        for index, step in enumerate(playbook.steps):
            yield ("playbooks", code, "steps", index), step.id
