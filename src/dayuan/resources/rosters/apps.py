"""The rosters module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class RostersConfig(AppConfig):
    """Who is on duty, when, on which post."""

    name = "dayuan.resources.rosters"
    label = "rosters"

    def ready(self) -> None:
        """Add this module's place to the frame, what it prints, and people's calendars."""
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - after the models
        from dayuan.platform.rest import feeds  # noqa: PLC0415 - see above
        from dayuan.resources.rosters import calendars, sweeps, worker  # noqa: PLC0415 - see above
        from dayuan.resources.rosters.web import papers, sheet_papers  # noqa: PLC0415 - see above

        worker.connect()
        sweeps.register()
        feeds.feeds.register("duties", calendars.duties)
        documents.register(papers.PAPER)
        documents.register(sheet_papers.PAPER)
        menu.register(
            menu.Entry(
                code="rosters.day",
                label=_("Duty list"),
                url_name="rosters:day",
                icon="calendar-event",
                verb="rosters.duty.view",
                place="side",
                order=140,
                group=menu.Group.WORK,
            )
        )
