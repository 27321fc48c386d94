"""A form that is sent: what was typed, and the one command it gives.

A refusal leaves the form as it was typed, with every reason beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.ui.refusals import add_refusal


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a form: done, with what the command made; or the reasons why not."""

    done: bool = False
    made: Any = None
    problems: Problems = ()


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was typed, or ``None`` while the form is only being opened."""
    return request.POST if request.method == "POST" else None


def tried(
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    known: Problems = (),
    fields: Mapping[str, str] | None = None,
) -> Tried:
    """Do what a form asks, once it was sent and is whole.

    ``act`` gets what the form read and gives the command. ``known`` are reasons that stand
    in the way already while the form is opened. Where ``fields`` says which codeword
    belongs to which field, the reasons are told in the form itself. A hidden refusal is
    raised again: the asker may not know that the object exists.
    """
    if not (form.is_bound and form.is_valid()):
        return Tried(problems=known)
    try:
        return Tried(done=True, made=act(form.cleaned_data))
    except Refused as refused:
        if fields is not None:
            add_refusal(form, refused, fields=fields)
        return _why_not(refused)


def confirmed(request: HttpRequest, act: Callable[[], Any]) -> Tried:
    """Give the command of a page that asks once more, after the answer was yes."""
    if request.method != "POST":
        return Tried()
    try:
        return Tried(done=True, made=act())
    except Refused as refused:
        return _why_not(refused)


def _why_not(refused: Refused) -> Tried:
    if refused.hidden:
        raise refused
    return Tried(problems=refused.problems)
