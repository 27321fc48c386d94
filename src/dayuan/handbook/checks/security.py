"""The security table: every cell said, and no step where the plan left a blank."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.schema import Playbook
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report cells that are not said, and steps that stand on a blank or foreign cell."""
    table = subject.handbook.security_table
    levels = subject.names("levels")
    for code, row in table.items():
        for level in sorted(levels - set(row.cells)):
            yield subject.warning(
                ("security_table", code, "cells"),
                "security.cell_missing",
                Text(f"没有写等级 {level} 的格", f"says nothing about level {level}"),
                Text(f"原表空白请写 {level}: null", f"write {level}: null if the print is blank"),
            )
    cells = {
        cell.clause: (code, level)
        for code, row in table.items()
        for level, cell in row.cells.items()
        if cell
    }
    for code, playbook in subject.handbook.playbooks.items():
        if playbook.variant in levels:
            yield from _steps(subject, ("playbooks", code, "steps"), playbook, cells)


def _steps(
    subject: Subject, path: Path, playbook: Playbook, cells: dict[str, tuple[str, str]]
) -> Findings:
    level = str(playbook.variant)
    table = subject.handbook.security_table
    for index, step in enumerate(playbook.steps):
        for source in step.sources:
            row, other = cells.get(source.clause or "", ("", level))
            if other == level:
                continue
            if level in table[row].cells and table[row].cells[level] is None:
                yield subject.error(
                    (*path, index),
                    "security.blank_cell",
                    Text(
                        f"安全防范表 {row} 行 {level} 一格是空白，不应产生步骤",
                        f"the security table leaves {row} blank for {level}, "
                        "so there must be no step",
                    ),
                    Text("请删去该步骤", "remove the step"),
                )
            else:
                yield subject.warning(
                    (*path, index),
                    "security.other_level",
                    Text(
                        f"引用的是 {other} 的格，不是 {level} 的",
                        f"appeals to the cell of {other}, not of {level}",
                    ),
                    Text("请引用本等级的条款", "name the clause of this level"),
                )
