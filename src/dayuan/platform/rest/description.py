"""What OpenAPI says besides the parts' own words: problems, keys, and who may ask."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from pydantic.json_schema import models_json_schema

from dayuan.kernel.registry import Registry
from dayuan.platform.rest.kit import KEY, parts
from dayuan.platform.rest.problems import MEDIA_TYPE, MistakeOut, ProblemOut, ReasonOut, SourceOut

_REF = "#/components/schemas/{model}"
#: What can go wrong wherever one asks; writes may also come too late.
_READS, _WRITES = (401, 403, 404, 413, 422), (401, 403, 404, 409, 413, 422)

#: Who can describe the whole interface: it is put together above.
describers: Registry[Callable[[], Any]] = Registry("description of the interface")


def whole() -> Any:
    """Return the description of everything that can be asked, in the reader's language."""
    return _whole(get_language() or "zh-hans")


@cache
def _whole(language: str) -> Any:
    """Return the description; it is put together once for each language and only read."""
    with override(language):
        return describers["house"]()


def completed(schema: Any) -> Any:
    """Return a description with what can go wrong, and the key that makes a write sure."""
    schema["info"]["description"] = _introduction()
    schema["tags"] = [{"name": one.code, "description": str(one.title)} for one in parts.values()]
    schema["components"]["schemas"].update(_problem_schemas())
    for path in schema["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    return schema


def _complete(method: str, operation: Any) -> None:
    operation["summary"] = str(operation["summary"])
    for status in _READS if method == "get" else _WRITES:
        operation["responses"][status] = _problem()
    if method != "get":
        operation.setdefault("parameters", []).append(_key())


def _problem_schemas() -> Any:
    models = [(one, "serialization") for one in (ProblemOut, ReasonOut, MistakeOut, SourceOut)]
    _map, found = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]  # its modes are literals
    return found["$defs"]


def _problem() -> Any:
    ref = {"$ref": _REF.format(model="ProblemOut")}
    return {"description": _("What went wrong"), "content": {MEDIA_TYPE: {"schema": ref}}}


def _key() -> Any:
    return {
        "name": KEY, "in": "header", "required": False,
        "description": _("Sent again under the same key, a request is carried out once."),
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[!-~]+$"},
    }  # fmt: skip


def _introduction() -> str:
    return _(
        "Everything here goes through the same commands, permissions and doors as the pages. "
        "A program shows a personal token; it may what its person may, as far as the token's "
        "scopes go. Problems come as RFC 9457 with the sentences of the pages and the clauses "
        "they come from."
    )
