"""Pages of the ways out of the house."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.notices import queries, rules
from dayuan.platform.notices.commands import channels as commands
from dayuan.platform.notices.commands.channels import MANAGE, Carried
from dayuan.platform.notices.kinds import groups_in_use
from dayuan.platform.notices.models import Channel
from dayuan.platform.notices.states import OPEN, TRIAL
from dayuan.platform.notices.ways import WAYS
from dayuan.platform.notices.web import channel_shapes as shapes
from dayuan.platform.notices.web.channel_forms import FIELDS, CarriedForm, new_form, values_form
from dayuan.platform.ui import drawn
from dayuan.platform.ui.sending import confirmed, sent, tried

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_SECRETS = ("url", "secret", "token", "password")


@require_safe
@view_for(MANAGE)
def overview(request: ActorRequest) -> HttpResponse:
    """List the house's channels, and the ways that can be set up."""
    found = list(queries.channels_visible_to(request.actor)[: 5 * rules.CHANNELS_MOST])
    context = {
        "list": shapes.listing(found, queries.failing_channels(request.actor)),
        "ways": shapes.ways(),
        "no_address": not settings.PUBLIC_URL,
    }
    return render(request, "notices/channels.html", context)


@_get_or_post
@sensitive_post_parameters(*_SECRETS)
@view_for(MANAGE)
def new(request: ActorRequest) -> HttpResponse:
    """Set up a channel."""
    code = request.GET.get("way", "webhook")
    if code not in WAYS:
        raise Refused(hidden=True)
    way = WAYS[code]
    form = new_form(code)(
        sent(request), way=code,
        initial={
            "title": drawn.words(way.label), "language": "zh-hans",
            "carries": [one.code for one in groups_in_use()],
        },
    )  # fmt: skip
    attempt = tried(
        form,
        lambda given: commands.open_channel(
            way=code, carried=_carried(given), values=_texts(given, way.values),
            actor=request.actor, at=request.now,
        ),
        fields=FIELDS,
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Set up. Send a trial message to see whether it arrives."))
        return redirect("notices:channel", attempt.made.pk)
    return _form_page(request, form, way.label, reverse("notices:channels"))


@require_safe
@view_for(MANAGE)
def channel(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Show a channel and how its newest messages went."""
    found = queries.channel_for(request.actor, channel_id)
    rows = queries.deliveries_of(found)
    lost = queries.given_up_by(found).count()
    context = {
        "channel": found,
        "head": shapes.head(found, failing=bool(lost)),
        "facts": shapes.facts(found),
        "trail": shapes.trail(),
        "list": shapes.messages(rows),
        "lost": lost if found.closed_at is None else 0,
        "under_way": any(row.kind == TRIAL and row.state in OPEN for row in rows),
        "shown": queries.DELIVERIES if len(rows) == queries.DELIVERIES else 0,
    }
    return render(request, "notices/channel.html", context)


@_get_or_post
@view_for(MANAGE)
def change(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Change what a channel is called and carries."""
    found = queries.channel_for(request.actor, channel_id)
    names = ("title", "carries", "demanded", "each", "language")
    form = CarriedForm(
        sent(request), way=found.way, initial={name: getattr(found, name) for name in names}
    )
    attempt = tried(
        form,
        lambda given: commands.change_channel(
            channel_id=found.pk, carried=_carried(given), actor=request.actor, at=request.now
        ),
        fields=FIELDS,
    )
    if attempt.done:
        messages.success(request, _("Changed"))
        return redirect("notices:channel", found.pk)
    return _form_page(request, form, found.title, _page(found))


@_get_or_post
@sensitive_post_parameters(*_SECRETS)
@view_for(MANAGE)
def address(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Replace where a channel leads, and its secrets."""
    found = queries.channel_for(request.actor, channel_id)
    way = WAYS[found.way]
    form = values_form(found.way)(sent(request))
    attempt = tried(
        form,
        lambda given: commands.reseal_channel(
            channel_id=found.pk, values=_texts(given, way.values),
            actor=request.actor, at=request.now,
        ),
        fields=FIELDS,
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Replaced. Send a trial message to see whether it arrives."))
        return redirect("notices:channel", found.pk)
    return _form_page(request, form, found.title, _page(found))


@require_POST
@view_for(MANAGE)
def try_it(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Have a trial message sent."""
    try:
        commands.try_channel(channel_id=channel_id, actor=request.actor, at=request.now)
    except Refused as refused:
        _say(request, refused)
    return redirect("notices:channel", channel_id)


@require_POST
@view_for(MANAGE)
def again(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Send once more what was given up."""
    try:
        count = commands.retry_deliveries(
            channel_id=channel_id, actor=request.actor, at=request.now
        )
        says = ngettext("%(n)d message is sent again", "%(n)d messages are sent again", count)
        messages.info(request, says % {"n": count})
    except Refused as refused:
        _say(request, refused)
    return redirect("notices:channel", channel_id)


@_get_or_post
@view_for(MANAGE)
def close(request: ActorRequest, channel_id: int) -> HttpResponse:
    """Close a channel, after asking once more."""
    found = queries.channel_for(request.actor, channel_id)
    attempt = confirmed(
        request,
        lambda: commands.close_channel(channel_id=found.pk, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Closed. Its secrets are forgotten."))
        return redirect("notices:channels")
    context = {
        "title": found.title, "trail": shapes.trail(), "problems": attempt.problems,
        "cancel": _page(found), "danger": True, "submit": _("Close the channel"),
        "says": _("Nothing more is sent by it, and its secrets are forgotten."),
    }  # fmt: skip
    return render(request, "notices/close.html", context, status=422 if attempt.problems else 200)


def _form_page(request: ActorRequest, form: Any, title: Any, cancel: str) -> HttpResponse:
    context = {"form": form, "title": title, "trail": shapes.trail(), "cancel": cancel}
    return render(request, "notices/channel_form.html", context, status=422 if form.errors else 200)


def _page(found: Channel) -> str:
    return reverse("notices:channel", args=[found.pk])


def _carried(given: dict[str, Any]) -> Carried:
    return Carried(
        title=given["title"], carries=given["carries"], demanded=given.get("demanded", ()),
        each=bool(given.get("each")), language=given.get("language") or "zh-hans",
    )  # fmt: skip


def _texts(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(given[name]) for name in names if name in given}


def _say(request: ActorRequest, refused: Refused) -> None:
    if refused.hidden:
        raise refused
    for problem in refused.problems:
        messages.error(request, problem.says.in_language(request.LANGUAGE_CODE or "zh-hans"))
