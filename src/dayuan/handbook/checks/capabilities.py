"""Bindings against the program's catalogue, in both directions."""

import re
from typing import Any

from pydantic import ValidationError

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.wording import explain
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.text import Text

_TEST = re.compile(r"^[\w./-]+\.py::[\w:\[\]-]+$|^[\w./-]+::[\w:\[\]-]+$")


def check(subject: Subject) -> Findings:
    """Report bindings the program cannot keep, and capabilities that nothing asks for."""
    yield from _bindings(subject)
    yield from _own_sources(subject)
    if subject.catalogue is not None and subject.is_intact("bindings", "own_sources"):
        yield from _unbound(subject, subject.catalogue)


def _bindings(subject: Subject) -> Findings:
    seen: dict[tuple[str, str], int] = {}
    for index, binding in enumerate(subject.handbook.bindings):
        path = ("bindings", index)
        yield from _capability(subject, path, binding.capability, binding.parameters)
        key = (binding.clause, binding.capability)
        if key in seen:
            first = subject.line_of(("bindings", seen[key]))
            yield subject.error(
                path,
                "binding.duplicate",
                Text(
                    f"{binding.clause} 已在 {first} 绑定 {binding.capability}",
                    f"{binding.clause} is bound to {binding.capability} on {first} already",
                ),
                Text("请合并两处", "merge the two"),
            )
        seen.setdefault(key, index)
        if binding.test is not None and not _TEST.match(binding.test):
            yield subject.error(
                (*path, "test"),
                "binding.test",
                Text(f"“{binding.test}”不是测试路径", f"{binding.test} is no path of a test"),
                Text(
                    "请写 文件::测试名，如 tests/desk/test_requests.py::test_a_fault_is_closed",
                    "write file::name, such as tests/desk/test_requests.py::test_a_fault_is_closed",
                ),
            )


def _own_sources(subject: Subject) -> Findings:
    bound = [(one.capability, one.parameters) for one in subject.handbook.bindings]
    capabilities = {capability for capability, _ in bound}
    seen: set[str] = set()
    for index, own in enumerate(subject.handbook.own_sources):
        path = ("own_sources", index)
        yield from _capability(subject, path, own.capability, own.parameters)
        if own.capability in seen:
            yield subject.error(
                (*path, "capability"),
                "own_source.duplicate",
                Text(f"“{own.capability}”写了两次", f"{own.capability} is listed twice"),
                Text("请合并两处", "merge the two"),
            )
        seen.add(own.capability)
        # Other numbers than the clauses' are another use, and have another reason.
        bare = not own.parameters and own.capability in capabilities
        if bare or (own.capability, own.parameters) in bound:
            yield subject.warning(
                (*path, "capability"),
                "own_source.bound",
                Text(
                    f"“{own.capability}”已有条款绑定，不必另列来源",
                    f"a clause is bound to {own.capability}, it needs no other source",
                ),
                Text("请删去一处", "remove one of the two"),
            )


def _capability(subject: Subject, path: Path, code: str, parameters: dict[str, Any]) -> Findings:
    if subject.catalogue is None:
        return
    capability = subject.catalogue.capabilities.get(code)
    if capability is None:
        yield subject.error(
            (*path, "capability"),
            "capability.unknown",
            Text(f"程序没有功能“{code}”", f"the program has no capability called {code}"),
            did_you_mean(code, subject.catalogue.capabilities),
        )
        return
    yield from _names(subject, path, parameters)
    try:
        capability.params.model_validate(parameters)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            inner, message, hint = explain(one, capability.params)
            code_of_fault = f"parameter.{one['type']}"
            yield subject.error((*path, "with", *inner), code_of_fault, message, hint)


def _names(subject: Subject, path: Path, parameters: dict[str, Any]) -> Findings:
    """Report categories and shift plans that a parameter names and nothing declares."""
    if isinstance(shifts := parameters.get("shift_plan"), str):
        yield from subject.refer((*path, "with", "shift_plan"), shifts, "shift_plans")
    one, several = parameters.get("category"), parameters.get("categories")
    if isinstance(one, str):
        yield from subject.refer((*path, "with", "category"), one, "categories")
    for index, name in enumerate(several if isinstance(several, list) else ()):
        if isinstance(name, str):
            yield from subject.refer((*path, "with", "categories", index), name, "categories")


def _unbound(subject: Subject, catalogue: Catalogue) -> Findings:
    used = {b.capability for b in subject.handbook.bindings}
    used |= {o.capability for o in subject.handbook.own_sources}
    report = subject.error if subject.complete else subject.warning
    for capability in catalogue.capabilities.values():
        if capability.live and capability.code not in used:
            yield report(
                ("bindings",),
                "capability.unbound",
                Text(
                    f"没有条款使用功能“{capability.code}”（{capability.label.in_language('zh')}）",
                    f"no clause uses {capability.code} ({capability.label.in_language('en')})",
                ),
                Text(
                    "请在 bindings 绑定条款，或在 own_sources 写明来源",
                    "bind a clause to it, or list it in own_sources with its source",
                ),
            )
