"""Telling a refusal where it was typed: the form stays as it was, with the reasons."""

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.translation import get_language

from dayuan.kernel.problems import Problem, Refused, SourceKind
from dayuan.platform.ui import times


def add_refusal(
    form: BaseForm, refused: Refused, *, fields: Mapping[str, str] | None = None
) -> None:
    """Add every reason to the form; ``fields`` says which codeword belongs to which field.

    Where a law asks for it, its article stands beside the reason: the plan can be changed,
    the law cannot.
    A hidden refusal is raised again: the asker may not know that the object exists.
    """
    if refused.hidden:
        raise refused
    for problem in refused.problems:
        form.add_error((fields or {}).get(problem.code), _said(problem))


def _said(problem: Problem) -> str:
    said = problem.says.in_language(get_language() or "zh-hans")
    law = problem.source.ref if problem.source.kind is SourceKind.LAW else ""
    if not law or law in said:
        return said
    return f"{said}（{law}）" if times.in_chinese() else f"{said} ({law})"
