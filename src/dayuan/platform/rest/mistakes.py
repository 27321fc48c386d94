"""What is wrong with what a program sent, in the language it asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: By the library's codewords for mistakes. One that is not here keeps the library's own
#: English: it still names what is wrong.
_SAYS: dict[str, Promise] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("Nothing of this name is asked for."),
    "json_invalid": _("This is no JSON."),
    "string_type": _("This has to be text."),
    "string_too_long": _("This may have {max_length} characters at most."),
    "string_too_short": _("This needs {min_length} characters at least."),
    "string_pattern_mismatch": _("This is not written the way it has to be."),
    "too_long": _("This may have {max_length} entries at most."),
    "too_short": _("This needs {min_length} entries at least."),
    "list_type": _("This has to be a list."),
    "greater_than": _("This has to be more than {gt}."),
    "greater_than_equal": _("This has to be {ge} or more."),
    "less_than": _("This has to be less than {lt}."),
    "less_than_equal": _("This has to be {le} or less."),
    "enum": _("This has to be one of: {expected}."),
    "literal_error": _("This has to be one of: {expected}."),
}
#: Several codewords of the library that mean the same to whoever mends the request.
_ALIKE: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("This has to be a whole number."), ("int_type", "int_parsing", "int_from_float")),
    (_("This has to be a number."), ("float_type", "float_parsing", "finite_number")),
    (_("This has to be true or false."), ("bool_type", "bool_parsing")),
    (_("This has to be a date, as 2026-01-31."), (
        "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact",
    )),
    (_("This has to be a time, as 08:30."), ("time_type", "time_parsing")),
    (_("This has to be an instant with its zone, as 2026-01-31T08:30:00+08:00."), (
        "datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware",
    )),
    (_("This has to be an object with names and values."), (
        "dict_type", "model_type", "model_attributes_type",
    )),
)  # fmt: skip
_SAYS |= {code: says for says, codes in _ALIKE for code in codes}


def told(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the mistakes of a request, each with its place: a path into body or address."""
    return [
        {"where": ".".join(str(part) for part in one["loc"]), "says": _sentence(one)}
        for one in errors
    ]


def _sentence(error: Mapping[str, Any]) -> str:
    says = _SAYS.get(str(error.get("type", "")))
    if says is None:
        return str(error["msg"])
    return str(says).format(**error.get("ctx", {}))
