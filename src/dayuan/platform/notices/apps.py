"""The notices module as Django knows it."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access import actors
from dayuan.platform.ui import menu


class NoticesConfig(AppConfig):
    """Notices inside the program, each exactly once."""

    name = "dayuan.platform.notices"
    label = "notices"

    def ready(self) -> None:
        """Hang the bell into the frame, add the places, and let a worker send."""
        from dayuan.platform.notices import (  # noqa: PLC0415 - after the models are loaded
            queries,
            sweeps,
        )

        sweeps.register()
        actors.beside.register(queries.READ, queries.kinds_of_unread)
        menu.register(
            menu.Entry(
                code="notices",
                label=_("Notices"),
                url_name="notices:list",
                icon="bell",
                verb=None,
                place="top",
                order=10,
            )
        )
        menu.badge("notices", unread)
        menu.register(
            menu.Entry(
                "notices.settings", _("My notices"), "notices:settings", "bell", None, "more", 30
            )
        )
        menu.register(
            menu.Entry(
                "notices.channels", _("Channels of notices"), "notices:channels", "send",
                "notices.channel.manage", "side", 660, menu.Group.HOUSE,
            )
        )  # fmt: skip


def unread(request: HttpRequest) -> int:
    """Count for the bell."""
    from dayuan.platform.notices import queries  # noqa: PLC0415 - after the models are loaded

    actor = getattr(request, "actor", None)
    return queries.unread(actor) if actor else 0
