"""The call-out module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class CalloutConfig(AppConfig):
    """Calling squads out, answers and arrivals."""

    name = "dayuan.services.callout"
    label = "callout"

    def ready(self) -> None:
        """Answer for call-outs, print them, tell who is called, and stand in the frame."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - see above
        from dayuan.resources.rosters import cards  # noqa: PLC0415 - see above
        from dayuan.resources.rosters import queries as rosters  # noqa: PLC0415 - see above
        from dayuan.services.callout import queries, sweeps, telling  # noqa: PLC0415 - see above
        from dayuan.services.callout.web import mine, papers  # noqa: PLC0415 - see above

        owners.doors.register(telling.CALLOUT_KIND, queries.seen)
        owners.rows.register(telling.CALLOUT_KIND, queries.rows_for_owners)
        owners.doors.register(telling.CALL_KIND, queries.calls_seen)
        owners.doors.register(telling.SURGE_KIND, queries.surges_seen)
        documents.register(papers.PAPER)
        sweeps.register()
        telling.connect()
        cards.register("callout", mine.calls)
        rosters.closings.register("callout", queries.closed_days)
        menu.register(
            menu.Entry(
                "callout", _("Call-outs"), "callout:list", "bolt", queries.VIEW, "side", 148,
                menu.Group.SHIFTS,
            )
        )  # fmt: skip
