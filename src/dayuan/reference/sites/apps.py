"""The sites module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Compounds, the revision each runs, their working calendar and their places."""

    name = "dayuan.reference.sites"
    label = "sites"

    def ready(self) -> None:
        """Tell every request in which zone its site lives, and show the calendar."""
        from dayuan.platform.access.zones import zones  # noqa: PLC0415 - after the models
        from dayuan.platform.imports import importers  # noqa: PLC0415 - see above
        from dayuan.platform.lists import listed  # noqa: PLC0415 - see above
        from dayuan.platform.search import listed as search  # noqa: PLC0415 - see above
        from dayuan.platform.ui import menu  # noqa: PLC0415 - see above
        from dayuan.reference.sites import importing, queries, reading  # noqa: PLC0415 - see above
        from dayuan.reference.sites.web import place_found, place_sheet  # noqa: PLC0415 - see above

        listed.register(place_sheet.SHEET)
        search.register(place_found.SOURCE)
        importers.register(importing.IMPORTER)
        importers.around.register("sites", reading.one_reading)
        zones.register("sites", queries.zone)
        menu.register(
            menu.Entry(
                "calendar",
                _("Calendar"),
                "calendar:now",
                "calendar",
                "sites.calendar.view",
                "side",
                320,
                menu.Group.PLAN,
            )
        )
        menu.register(
            menu.Entry(
                "places",
                _("Places"),
                "places:list",
                "building",
                "sites.place.view",
                "side",
                220,
                menu.Group.THINGS,
            )
        )
