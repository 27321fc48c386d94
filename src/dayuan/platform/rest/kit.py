"""How a module says what programs may ask of it: reads, writes and lists, each in a line.

A write is one command. It gives back the id of what it made or changed; the answer is
that record as the asker may read it now, so an answer sent again is read again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Annotated, Any, Literal, Protocol, TypeVar, cast

from django.db.models import Model
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from ninja.errors import ValidationError
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints, create_model

from dayuan.kernel.problems import refuse_if
from dayuan.kernel.registry import Registry
from dayuan.platform.access import permissions
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import queries as lists
from dayuan.platform.lists.sheets import Reading, Sheet
from dayuan.platform.rest import commands, rules, scopes
from dayuan.platform.rest.auth import TokenRequest

Record = TypeVar("Record", bound=Model)
Said = str | Promise
#: The number of a record.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
#: A day that people reckon with: far from where calendars and zones come to an end.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
#: The same of a moment.
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC)),
]
#: What people write: no control characters but tabs and new lines.
_WRITTEN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Line = Annotated[str, StringConstraints(max_length=200, pattern=_WRITTEN)]
Words = Annotated[str, StringConstraints(max_length=2000, pattern=_WRITTEN)]
#: What is asked of a list, as it stands in the address of its page.
Address = Annotated[str, StringConstraints(max_length=4000, pattern=_WRITTEN)]
#: The codeword of something the plan or the program names.
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.\-]*$")]

#: What a program sends so that a request is carried out once.
KEY = "Idempotency-Key"
#: Records on a page, unless fewer or more are asked for.
_USUAL, _MOST = 25, 100


class Body(Schema):
    """What a program sends. A name that nobody asks for is refused: it may be misspelt."""

    model_config = ConfigDict(extra="forbid")


class Reason(Body):
    """Why something is done, where that must be said."""

    reason: Words


class Shown(Protocol):
    """Reads the record of an answer through its door."""

    def __call__(self, request: TokenRequest, pk: int, /) -> Any:
        """Return what the answer says of it."""


class Part:
    """One part of the interface, with a scope for reading and one for writing."""

    def __init__(self, code: str, *, title: Said, reads: Said, writes: Said | None = None) -> None:
        self.code, self.title = code, title
        self.router = Router(tags=[code])
        self.scopes = {"read": scopes.declare(f"{code}.read", reads)}
        if writes is not None:
            self.scopes["write"] = scopes.declare(f"{code}.write", writes)
        parts.register(code, self)

    def read(
        self, path: str, *, answers: Any, summary: Said, verbs: Sequence[str] = ()
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Let programs read something; ``verbs`` are those of the page that shows it."""

        def declare(function: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(function)
            def run(request: TokenRequest, **given: Any) -> Any:
                self._ask(request, "read", verbs)
                with timezone.override(request.site_zone):
                    return function(request, **given)

            self._add("GET", path, run, {200: answers}, summary)
            return function

        return declare

    def write(
        self,
        method: Literal["POST", "PUT", "PATCH", "DELETE"],
        path: str,
        *,
        summary: Said,
        shows: Shown | None = None,
        answers: Any = None,
        made: bool = False,
        verbs: Sequence[str] = (),
    ) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
        """Let programs give one command; its record is shown by ``shows``, or nothing is.

        ``made`` says that the record is new.
        """
        status = 204 if shows is None else 201 if made else 200

        def declare(function: Callable[..., int | None]) -> Callable[..., int | None]:
            @wraps(function)
            def run(request: TokenRequest, **given: Any) -> Status[Any]:
                self._ask(request, "write", verbs)
                with timezone.override(request.site_zone):
                    pk = _once(request, self._name(run), lambda: function(request, **given))
                    shown = shows(request, cast(int, pk)) if shows is not None else None
                return Status(status, shown)

            self._add(method, path, run, {status: answers}, summary)
            return function

        return declare

    def file(
        self, path: str, *, media_type: str, summary: Said
    ) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
        """Let programs fetch a file; ``media_type`` is what the description says of it."""

        def declare(function: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            @wraps(function)
            def run(request: TokenRequest, **given: Any) -> HttpResponseBase:
                self._ask(request, "read", ())
                return function(request, **given)

            content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
            self._add("GET", path, run, {200: None}, summary, {200: {"content": content}})
            return function

        return declare

    def listing(
        self,
        path: str,
        sheet: Sheet[Record],
        *,
        item: type[Schema],
        shape: Callable[[Sequence[Record], Reading], Iterable[Any]],
        summary: Said,
    ) -> None:
        """Let programs read a list: narrowed, in order and turned over as its page is."""
        name = path.strip("/").replace("-", "_").replace("/", "_")
        asks = _query_of(sheet, name)

        def run(request: TokenRequest, given: Any) -> Any:
            self._ask(request, "read", (sheet.verb,))
            with timezone.override(request.site_zone):
                return _page(request, sheet, shape, limit=given.limit)

        run.__name__ = f"list_{name}"
        run.__annotations__["given"] = cast(Any, Query)[asks]
        answers = create_model(
            f"Page_{name}",
            __base__=_PageOut,
            items=(list[item], ...),  # type: ignore[valid-type]  # made here, of what the list declares
        )
        self._add("GET", path, run, {200: answers}, summary)

    def _ask(self, request: TokenRequest, kind: str, verbs: Sequence[str]) -> None:
        refuse_if(rules.scope_problems(self.scopes[kind].code, request.auth.scopes))
        for verb in verbs:
            permissions.require(request.actor, verb)

    def _name(self, function: Callable[..., Any]) -> str:
        return f"{self.code}_{function.__name__}"

    def _add(
        self, method: str, path: str, run: Callable[..., Any], response: dict[int, Any],
        says: Said, described: Mapping[int, Any] | None = None,
    ) -> None:  # fmt: skip
        name = self._name(run)
        kind = "read" if method == "GET" else "write"
        self.router.add_api_operation(
            path, [method], run, response=response, summary=cast(str, says), operation_id=name,
            url_name=name,
            openapi_extra={"x-scope": self.scopes[kind].code, "responses": dict(described or {})},
        )  # fmt: skip


#: Every part of the interface, filled while the house is put together.
parts: Registry[Part] = Registry("part of the interface")


class _PageOut(Schema):
    """One page of a list; ``total`` is counted no further than a thousand."""

    items: list[Any]
    total: int
    more_than_total: bool
    #: Where the next page is, if there is one.
    next: str | None


def _once(request: TokenRequest, operation: str, act: Callable[[], int | None]) -> int | None:
    """Give the command; under a key only once, however often the request is sent."""
    key = request.headers.get(KEY)
    if key is None:
        return act()
    said = (request.method or "", request.get_full_path())
    digest = rules.digest_of_request(*(one.encode() for one in said), request.body)
    done = commands.once(
        key=key, operation=operation, digest=digest, act=act, actor=request.actor, at=request.now
    )
    request.META["dayuan.again"] = done.again
    return done.made


def was_carried_out_before(request: Any) -> bool:
    """Tell whether an answer is that of a request that was sent again."""
    return bool(request.META.get("dayuan.again"))


def _query_of(sheet: Sheet[Any], name: str) -> type[Schema]:
    """Return what may stand in the address of a list, as the description says it."""
    fields: dict[str, Any] = {}
    for one in sheet.filters:
        for code, kind in one.takes.items():
            fields[code] = (Day | None if kind is date else Line | None, None)
    if sheet.parts:
        shows = Literal[tuple(one.code for one in sheet.parts)]  # type: ignore[valid-type]  # made here, of what the list declares
        fields[asking.PART] = (shows | None, None)
    orders = Literal[tuple(one.code for one in sheet.orders)]  # type: ignore[valid-type]  # made here, of what the list declares
    fields[asking.ORDER] = (orders | None, None)
    fields[asking.AFTER] = (Id | None, None)
    fields["limit"] = (Annotated[int, Field(ge=1, le=_MOST)], _USUAL)
    return create_model(f"Query_{name}", __base__=Schema, **fields)


def _page(
    request: TokenRequest,
    sheet: Sheet[Record],
    shape: Callable[[Sequence[Record], Reading], Iterable[Any]],
    *,
    limit: int,
) -> Mapping[str, Any]:
    """Return the page of a list that is asked for."""
    reading = Reading(request.actor, request.now, request.site_zone)
    asked = asking.read(sheet, request.GET, reading)
    _must_make_sense(request, asked)
    page = lists.page(replace(asked, sheet=replace(sheet, size=limit)), reading)
    after = page.records[-1].pk if page.later and page.records else None
    return {
        "items": list(shape(page.records, reading)),
        "total": page.total,
        "more_than_total": page.more,
        "next": _next(request, after) if after else None,
    }


def _next(request: TokenRequest, after: int) -> str:
    query = request.GET.copy()
    query[asking.AFTER] = str(after)
    return f"{request.path}?{query.urlencode()}"


def _must_make_sense(request: TokenRequest, asked: asking.Asked) -> None:
    """Refuse what a page would read as nothing: a program must not take all for some."""
    known = {asking.PART, asking.ORDER, asking.AFTER, "limit"}
    known |= {code for one in asked.sheet.filters for code in one.takes}
    wrong = [{"loc": ("query", n), "msg": _("There is no such filter.")}
             for n in sorted(set(request.GET) - known)]  # fmt: skip
    wrong += [
        {"loc": ("query", name), "msg": " ".join(str(one) for one in errors)}
        for name, errors in asked.form.errors.items()
    ]
    order = request.GET.get(asking.ORDER)
    if order and order != asked.order.code:
        says = _("This part of the list cannot be put in that order.")
        wrong.append({"loc": ("query", asking.ORDER), "msg": says})
    if wrong:
        raise ValidationError(wrong)
