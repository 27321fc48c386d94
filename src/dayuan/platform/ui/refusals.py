"""Telling a refusal where it was typed: the form stays as it was, with the reasons."""

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.translation import get_language

from dayuan.kernel.problems import Refused


def add_refusal(
    form: BaseForm, refused: Refused, *, fields: Mapping[str, str] | None = None
) -> None:
    """Add every reason to the form; ``fields`` says which codeword belongs to which field.

    A hidden refusal is raised again: the asker may not know that the object exists.
    """
    if refused.hidden:
        raise refused
    language = get_language() or "zh-hans"
    for problem in refused.problems:
        form.add_error((fields or {}).get(problem.code), problem.says.in_language(language))
