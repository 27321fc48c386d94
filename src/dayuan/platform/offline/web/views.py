"""The worker and its page for everybody; the day's list and the acts for whoever is logged in."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, open_view, view_for
from dayuan.platform.audit import refusals
from dayuan.platform.offline import commands, rules
from dayuan.platform.offline.acts import days
from dayuan.platform.offline.marks import mark_of
from dayuan.platform.offline.web import shipped
from dayuan.platform.ui import times

#: Bytes of one act at most: words and figures, never a file.
MOST = 64 * 1024


@require_safe
@never_cache
@open_view("a program for the browser; it holds nothing of anybody")
def worker(request: HttpRequest) -> HttpResponse:
    """Give the browser the worker that keeps the frame of the pages."""
    return HttpResponse(shipped.worker(_language(request)), content_type="text/javascript")


@require_safe
@never_cache
@open_view("name and icon of the program; they are the same for everybody")
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the program stands on a phone's screen."""
    body = json.dumps(shipped.manifest(_language(request)), ensure_ascii=False)
    return HttpResponse(body, content_type="application/manifest+json")


@require_safe
@open_view("the page without a network; what stands on it lies in the phone alone")
def shell(request: HttpRequest) -> HttpResponse:
    """Give the page that is shown without a network; it is empty until the phone fills it."""
    return HttpResponse(shipped.shell(_language(request)))


@require_safe
@never_cache
@view_for()
def day(request: ActorRequest) -> HttpResponse:
    """Give what the person may read without a network, and the token for sending acts."""
    rows = [row for give in days.values() for row in give(actor=request.actor, at=request.now)]
    return JsonResponse(
        {
            "owner": mark_of(request.actor.account_id or 0),
            "token": get_token(request),
            "said": times.moment(request.now, request.site_zone),
            "tasks": rows,
        }
    )


@require_POST
@never_cache
@view_for()
def act(request: ActorRequest) -> HttpResponse:
    """Carry out one act that was queued; the same one again is answered alike and not redone."""
    queued = rules.read(_body(request))
    if queued is None:
        return JsonResponse({"says": [_say(_NO_ACT.says)]}, status=422)
    try:
        new = commands.carry_out(queued=queued, actor=request.actor, at=request.now)
    except Refused as refused:
        refusals.record(
            refused, actor=request.actor, at=request.now, what="offline:act",
            of={"about": queued.about},
        )  # fmt: skip
        problems = (_GONE,) if refused.hidden else refused.problems
        return JsonResponse({"says": [_say(one.says) for one in problems]}, status=409)
    return JsonResponse({"new": new})


def _body(request: HttpRequest) -> object:
    if request.content_type != "application/json" or len(request.body) > MOST:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in shipped.LANGUAGES else get_language() or "zh-hans"


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


_NO_ACT = Blocker("offline.no_act", Text("没有看懂要办什么。", "This is no act of the program."))
#: The same words for what is hidden and for what does not exist.
_GONE = Blocker(
    "offline.gone",
    Text("这项任务已经找不到了，没有上传。", "This task is not to be found any more."),
)
