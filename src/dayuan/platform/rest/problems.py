"""What went wrong, as RFC 9457 writes it down: the sentences and sources of the pages."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Schema

from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Refused, Source
from dayuan.kernel.text import Text
from dayuan.platform.access.web import AskedRequest
from dayuan.platform.audit import refusals
from dayuan.platform.rest import mistakes
from dayuan.platform.ui import links

MEDIA_TYPE = "application/problem+json"
#: Codewords of reasons that say: somebody was faster.
_FASTER = frozenset({"state.changed", "rest.key_used"})


class SourceOut(Schema):
    """Where a rule comes from: a clause of the plan, a decision, a law, the site, the program."""

    kind: str
    ref: str
    url: str | None


class ReasonOut(Schema):
    """One reason: a stable codeword, the sentence of the page, and where the rule comes from."""

    code: str
    kind: str
    says: str
    source: SourceOut


class MistakeOut(Schema):
    """What is wrong with what was sent, and where: a path into the body or the address."""

    where: str
    says: str


class ProblemOut(Schema):
    """RFC 9457: what went wrong. ``reasons`` are the house's, ``mistakes`` the request's."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[ReasonOut]
    mistakes: list[MistakeOut]


def answer(
    status: int,
    kind: str,
    title: str,
    *,
    reasons: Iterable[Problem] = (),
    wrong: Iterable[Mapping[str, str]] = (),
    detail: str = "",
) -> HttpResponse:
    """Return the answer that says what went wrong."""
    told, mistaken_in = [reason(one) for one in reasons], list(wrong)
    says = detail or " ".join([one["says"] for one in (*told, *mistaken_in)])
    body = {
        "type": f"urn:dayuan:problem:{kind}", "title": title, "status": status,
        "detail": says or title, "reasons": told, "mistakes": mistaken_in,
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    """Answer a refusal, and write it down as the edge of the pages does."""
    asked = cast(AskedRequest, request)
    if asked.actor is not None:
        match = request.resolver_match
        refusals.record(
            problem, actor=asked.actor, at=asked.now, what=match.view_name if match else "",
            of=match.kwargs if match else {},
        )  # fmt: skip
    if problem.hidden:
        return not_found()
    codes = {one.code for one in problem.problems}
    if any(code.startswith(("access.", "rest.scope")) for code in codes):
        return answer(403, "forbidden", _("Not yours to do"), reasons=problem.problems)
    if codes & _FASTER:
        return answer(409, "conflict", _("Somebody was faster"), reasons=problem.problems)
    return answer(422, "refused", _("This cannot be done now"), reasons=problem.problems)


def not_found() -> HttpResponse:
    """Answer alike for what does not exist and for what the asker may not know of."""
    says = _("There is no such record, or it is not yours to see.")
    return answer(404, "not-found", _("Not found"), detail=says)


def unknown() -> HttpResponse:
    """Answer somebody without a good token."""
    says = _("Send a token that is good: Authorization: Bearer dayuan_…")
    found = answer(401, "no-token", _("No good token"), detail=says)
    found["WWW-Authenticate"] = 'Bearer realm="dayuan"'
    return found


def mistaken(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Answer a request that could not be read; each mistake with its place."""
    wrong = mistakes.told(errors)
    return answer(422, "unreadable", _("The request could not be read"), wrong=wrong)


def reason(problem: Problem) -> dict[str, Any]:
    """Return one reason as programs read it."""
    kinds = {Blocker: "blocker", NeedsApproval: "needs_approval"}
    return {
        "code": problem.code,
        "kind": kinds.get(type(problem), "warning"),
        "says": _say(problem.says),
        "source": source(problem.source),
    }


def source(found: Source) -> dict[str, Any]:
    """Return where a rule or a step comes from, with the page that explains it."""
    return {"kind": found.kind.value, "ref": found.ref, "url": links.source_url(found)}


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")
