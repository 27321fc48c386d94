"""The handover module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class HandoverConfig(AppConfig):
    """Shift logs, what is passed on, and the signing over of a shift."""

    name = "dayuan.services.handover"
    label = "handover"

    def ready(self) -> None:
        """Answer for the logs, print them, tell of late ones, and stand in the frame."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - see above
        from dayuan.services.handover import queries, sweeps, telling  # noqa: PLC0415 - see above
        from dayuan.services.handover.web import papers  # noqa: PLC0415 - see above

        owners.doors.register(telling.KIND, queries.seen)
        owners.rows.register(telling.KIND, queries.rows_for_owners)
        documents.register(papers.PAPER)
        sweeps.register()
        telling.connect()
        menu.register(
            menu.Entry(
                "handover.now", _("My shift"), "handover:now", "clipboard-check", queries.KEEP,
                "phone", 25,
            )
        )  # fmt: skip
        menu.register(
            menu.Entry(
                "handover.days", _("Handovers"), "handover:days", "arrows-exchange", queries.VIEW,
                "side", 145, menu.Group.SHIFTS,
            )
        )  # fmt: skip
