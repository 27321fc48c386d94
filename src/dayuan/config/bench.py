"""`dayuan bench`: the house's planners measured against the field."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click

from dayuan.config.operations.terminal import language, say
from dayuan.kernel.text import Text
from dayuan.resources.rosters.planner import planning, published
from dayuan.resources.rosters.planner.checking import Breach
from dayuan.resources.rosters.planner.problem import Problem

#: A file of the benchmark has some hundred kilobytes at most.
LARGEST_FILE = 20_000_000


@click.group()
def bench() -> None:
    """Measure the planners on public problems."""


@bench.command("roster")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(min=0.1))
@click.option("--seed", default=1, show_default=True, help="Begin chance at another place.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--progress", is_flag=True, help="Say on the error stream what gets better.")
def bench_roster(file: Path, *, seconds: float, seed: int, as_json: bool, progress: bool) -> None:
    """Plan a problem in the public shift-scheduling format; every number is the checker's."""
    problem = _read(file)
    if not planning.solver_present():
        say(
            Text(
                "没有安装求解器（ortools），改用贪心排班：没有下界。",
                "The solver (ortools) is not installed; planning greedily, without a bound.",
            ),
            error=True,
        )
    begun = time.monotonic()

    def told(objective: int, bound: int) -> None:
        if progress:
            click.echo(f"{time.monotonic() - begun:8.1f} s {objective:>8} {bound:>8}", err=True)

    effort = planning.Effort(seconds, time.monotonic, seed=seed, told=told)
    plan = planning.plan(problem, effort)
    result = measured(file.stem, plan)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(table(result, plan.judged.by_rule()))


def _read(file: Path) -> Problem:
    """Return the problem of a file, or end with 1 and one sentence."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise published.BadFileError(Text("文件太大", "the file is too large"))
        return published.read(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        say(Text(f"无法读取 {file}：{problem}", f"{file} cannot be read: {problem}"), error=True)
    except published.BadFileError as bad:
        say(Text(f"{file}：{bad.says.in_language('zh')}", f"{file}: {bad}"), error=True)
    sys.exit(1)


def measured(instance: str, plan: planning.Plan) -> dict[str, Any]:
    """Return what a run came to, as plain data."""
    return {
        "instance": instance,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": round(plan.gap, 4),
        "seconds": round(plan.seconds, 1),
        "violations": [_said(breach) for breach in plan.judged.violations],
        "proven": plan.proven,
        "engine": plan.engine,
    }


def _said(breach: Breach) -> dict[str, Any]:
    return {
        "rule": breach.rule.code,
        "person": breach.person,
        "day": breach.day,
        "units": breach.units,
    }


def table(result: dict[str, Any], costs: dict[str, int]) -> str:
    """Return the same for people: a line for each number, and what each rule costs."""
    zh = language() == "zh-hans"
    rows = [
        ("算例" if zh else "instance", result["instance"]),
        ("目标值" if zh else "objective", result["objective"]),
        ("下界" if zh else "bound", result["bound"]),
        ("差距" if zh else "gap", f"{result['gap']:.2%}"),
        ("用时" if zh else "seconds", result["seconds"]),
        ("违反" if zh else "violations", len(result["violations"])),
        ("已证明最优" if zh else "proven", ("是" if zh else "yes") if result["proven"] else "-"),
        ("方法" if zh else "engine", result["engine"]),
    ]
    lines = [f"{name:<12}{value}" for name, value in rows]
    lines += [f"  {rule:<22}{cost:>8}" for rule, cost in costs.items() if cost]
    return "\n".join([*lines, *(f"  {broken}" for broken in result["violations"])])
