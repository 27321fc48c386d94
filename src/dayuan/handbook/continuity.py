"""What a new edition owes the old one: codewords are retired, never dropped or reused.

Rows of the database hold codewords for ever; a word that vanishes or comes to
mean something else would make old records lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dayuan.handbook.findings import Finding, Path, Severity
from dayuan.handbook.reading import Reading
from dayuan.handbook.schema import Handbook
from dayuan.kernel.text import Text

#: Sections whose names stand in rows of the database.
_KEPT = (
    "posts", "units", "roles", "parties", "clauses", "decisions", "settings", "categories",
    "levels", "case_kinds", "playbooks", "kpis", "services", "equipment", "shift_plans",
    "leave_kinds", "qualifications", "squads", "surges",
)  # fmt: skip


#: A finding without its line, and the path that has the line.
_Placed = tuple[Finding, Path]


@dataclass(frozen=True, slots=True)
class Codeword:
    """A codeword that rows may hold: its full name, its own name, where it stands."""

    full: str
    name: str
    path: Path
    #: The full name of the playbook around a step, or of the shift plan around a shift.
    around: str = ""


def continuity(old: Handbook, new: Handbook, reading: Reading | None = None) -> list[Finding]:
    """Return what the new edition drops or reuses; pass its reading to get lines.

    Reuse is an error. Dropping is a warning: running cases keep their own
    revision, and the word has to be listed as retired.
    """
    found = (*_dropped(old, new), *_forgotten(old, new), *_reused(old, new))
    return [_placed(finding, path, reading) for finding, path in found]


def declared(handbook: Handbook) -> dict[str, Codeword]:
    """Return every codeword that rows may hold, by its full name."""
    words = [
        Codeword(f"{section}.{code}", code, (section, code))
        for section in _KEPT
        for code in getattr(handbook, section)
    ]
    words += [
        Codeword(
            f"playbooks.{code}.{step.id}",
            step.id,
            ("playbooks", code, "steps", index),
            around=f"playbooks.{code}",
        )
        for code, playbook in handbook.playbooks.items()
        for index, step in enumerate(playbook.steps)
    ]
    words += [
        Codeword(
            f"shift_plans.{code}.{shift.code}",
            shift.code,
            ("shift_plans", code, "shifts", index, "code"),
            around=f"shift_plans.{code}",
        )
        for code, plan in handbook.shift_plans.items()
        for index, shift in enumerate(plan.shifts)
        if shift.code is not None
    ]
    words += [
        Codeword(
            f"shift_plans.{code}.handover.{one.code}",
            one.code,
            ("shift_plans", code, "handover", "counted", index, "code"),
            around=f"shift_plans.{code}",
        )
        for code, plan in handbook.shift_plans.items()
        for index, one in enumerate(plan.handover.counted if plan.handover else ())
    ]
    return {word.full: word for word in words}


def _dropped(old: Handbook, new: Handbook) -> Iterator[_Placed]:
    here = declared(new)
    for word in declared(old).values():
        gone_with_the_whole = word.around and word.around not in here
        if word.full in here or gone_with_the_whole or _is_retired(new, word):
            continue
        yield (
            Finding(
                "",
                1,
                word.full,
                "continuity.dropped",
                Text("这个代码不见了", "this codeword is gone"),
                Text(f"请在 retired 中列出 {word.full}", f"list {word.full} in retired"),
                Severity.WARNING,
            ),
            ("retired",),
        )


def _forgotten(old: Handbook, new: Handbook) -> Iterator[_Placed]:
    for word in old.retired:
        if word not in new.retired:
            yield (
                Finding(
                    "",
                    1,
                    "retired",
                    "continuity.forgotten",
                    Text(f"停用代码“{word}”不再列出", f"{word} is no longer listed"),
                    Text("请把它留在 retired 中", "keep it in retired"),
                ),
                ("retired",),
            )


def _reused(old: Handbook, new: Handbook) -> Iterator[_Placed]:
    for word in declared(new).values():
        if _is_retired(old, word):
            yield (
                Finding(
                    "",
                    1,
                    word.full,
                    "continuity.reused",
                    Text("这个代码已停用，不能再用", "this codeword was retired"),
                    Text("请换一个新代码", "choose a new one; old records still mean the old one"),
                ),
                word.path,
            )


def _is_retired(handbook: Handbook, word: Codeword) -> bool:
    return word.full in handbook.retired or word.name in handbook.retired


def _placed(finding: Finding, path: Path, reading: Reading | None) -> Finding:
    if reading is None:
        return finding
    place = reading.place(path)
    return replace(finding, file=place.file, line=place.line)
