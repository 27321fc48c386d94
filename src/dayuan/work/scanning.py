"""What was scanned: the label of a place or of a piece of equipment, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dayuan.handbook.schema import Evidence, EvidenceKind
from dayuan.kernel.problems import Problem, Problems
from dayuan.resources.equipment import queries as equipment
from dayuan.resources.equipment.queries import Standing
from dayuan.work.evidence import Given, scan_problem


def scanned(
    wanted: Sequence[Evidence], given: Mapping[str, Given], *, site_id: int
) -> tuple[dict[str, Given], Problems]:
    """Return the evidence with scans as what their labels stand for, and what is wrong with them.

    A code is kept nowhere: whoever has it may report in the name of what it stands for.
    """
    found, problems = dict(given), list[Problem]()
    for item in wanted:
        typed = given.get(item.id, Given()).text.strip()
        if item.kind is not EvidenceKind.SCAN or not typed:
            continue
        standing = equipment.by_token(code_in(typed))
        ours = standing is not None and standing.site_id == site_id
        problem = scan_problem(item, ours=ours, valid=standing is not None and standing.valid)
        if problem is not None:
            problems.append(problem)
        elif standing is not None:
            found[item.id] = replace(
                given[item.id], text=_words(standing), label_id=standing.label_id
            )
    return found, tuple(problems)


def code_in(typed: str) -> str:
    """Return the code in what was typed: itself, or the end of the address that a scan opens."""
    return typed.split("?")[0].split("#")[0].rstrip("/").rsplit("/", maxsplit=1)[-1].strip()


def _words(standing: Standing) -> str:
    parts = (standing.code, str(standing.title), str(standing.where or ""))
    return " · ".join(dict.fromkeys(part for part in parts if part))
