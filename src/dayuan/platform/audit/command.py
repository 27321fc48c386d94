"""The form every write takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import Parameter, signature
from typing import ParamSpec, TypeVar

from django.db import transaction

from dayuan.platform.audit import reasons

P = ParamSpec("P")
R = TypeVar("R")

#: Every command of the house, by dotted name: what the sweeps of the tests drive.
commands: dict[str, Callable[..., object]] = {}
_depth: ContextVar[int] = ContextVar("command_depth", default=0)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a command: keyword-only, with ``actor`` and ``at``, in a transaction.

    The function asks its own permission and writes its own audit entry; tests
    hold every command to both.
    """
    parameters = signature(function).parameters
    if any(p.kind is not Parameter.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{function.__qualname__}: a command takes keyword arguments only")
    if missing := {"actor", "at"} - set(parameters):
        raise TypeError(f"{function.__qualname__}: a command needs {sorted(missing)}")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outermost = not inside_command()
        token = _depth.set(_depth.get() + 1)
        try:
            with transaction.atomic(), _covered(outermost):
                return function(*args, **kwargs)
        finally:
            _depth.reset(token)

    commands[f"{function.__module__}.{function.__name__}"] = run
    return run


@contextmanager
def _covered(outermost: bool) -> Iterator[None]:
    """Hold a command to an entry after every reason it gave for a state change."""
    if not outermost:
        before = reasons.kept()
        try:
            yield
        except BaseException:
            reasons.put_back(before)
            raise
        return
    reasons.begin()
    try:
        yield
        reasons.all_covered()
    finally:
        reasons.end()


def inside_command() -> bool:
    """Tell whether a command is running: models that guard themselves ask."""
    return _depth.get() > 0
