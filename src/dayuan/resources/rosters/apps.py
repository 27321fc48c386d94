"""The rosters module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


def _asked() -> None:
    """Answer for leave, tell people of it, and give it its places in the frame."""
    from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
    from dayuan.resources.rosters import telling_leave  # noqa: PLC0415 - see above
    from dayuan.resources.rosters.queries import leave, rates, swaps  # noqa: PLC0415 - see above

    owners.doors.register(leave.AWAY_KIND, leave.seen)
    owners.rows.register(leave.AWAY_KIND, leave.rows_for_owners)
    owners.doors.register(swaps.SWAP_KIND, swaps.seen)
    owners.rows.register(swaps.SWAP_KIND, swaps.rows_for_owners)
    owners.doors.register(rates.RATE_KIND, rates.seen)
    owners.rows.register(rates.RATE_KIND, rates.rows_for_owners)
    telling_leave.connect()
    menu.register(
        menu.Entry(
            "rosters.mine", _("My shifts"), "rosters:mine", "calendar-user", "rosters.own.ask",
            "phone", 35, menu.Group.SHIFTS,
        )
    )  # fmt: skip
    menu.register(
        menu.Entry(
            "rosters.asked", _("Leave and swaps"), "rosters:asked", "rubber-stamp",
            "rosters.asked.decide", "side", 45, menu.Group.SHIFTS,
        )
    )  # fmt: skip


class RostersConfig(AppConfig):
    """Who is on duty, when, on which post."""

    name = "dayuan.resources.rosters"
    label = "rosters"

    def ready(self) -> None:
        """Add this module's place to the frame, what it prints, and people's calendars."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - see above
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - after the models
        from dayuan.platform.lists import listed  # noqa: PLC0415 - see above
        from dayuan.platform.rest import feeds  # noqa: PLC0415 - see above
        from dayuan.resources.rosters import (  # noqa: PLC0415 - see above
            calendars,
            queries,
            sweeps,
            telling,
            worker,
        )
        from dayuan.resources.rosters.web import (  # noqa: PLC0415 - see above
            hours_papers,
            hours_sheet,
            month_papers,
            papers,
            sheet_papers,
        )

        worker.connect()
        feeds.feeds.register("duties", calendars.duties)
        _asked()
        documents.register(papers.PAPER)
        documents.register(sheet_papers.PAPER)
        documents.register(hours_papers.PAPER)
        documents.register(month_papers.PAPER)
        listed.register(hours_sheet.SHEET)
        owners.doors.register(telling.KIND, queries.seen)
        owners.doors.register(telling.MONTH, queries.months_seen)
        sweeps.register()
        telling.connect()
        _places()


def _places() -> None:
    """Add this module's pages to the menu."""
    menu.register(
        menu.Entry(
            code="rosters.attendance",
            label=_("Who came"),
            url_name="rosters:attendance",
            icon="user-check",
            verb="rosters.attendance.note",
            place="side",
            order=141,
            group=menu.Group.SHIFTS,
        )
    )
    menu.register(
        menu.Entry(
            code="rosters.hours",
            label=_("Hours of the month"),
            url_name="rosters:hours",
            icon="clock",
            verb="rosters.duty.view",
            place="side",
            order=142,
            group=menu.Group.SHIFTS,
        )
    )
    menu.register(
        menu.Entry(
            code="rosters.day",
            label=_("Duty list"),
            url_name="rosters:day",
            icon="calendar-event",
            verb="rosters.duty.view",
            place="side",
            order=140,
            group=menu.Group.SHIFTS,
        )
    )
    menu.register(
        menu.Entry(
            code="rosters.months",
            label=_("Month rosters"),
            url_name="rosters:months",
            icon="calendar-stats",
            verb="rosters.duty.view",
            place="side",
            order=143,
            group=menu.Group.SHIFTS,
        )
    )
