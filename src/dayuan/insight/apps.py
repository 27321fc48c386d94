"""The insight module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """The duty board, the plan with its evidence, the establishment; writes nothing of others."""

    name = "dayuan.insight"
    label = "insight"

    def ready(self) -> None:
        """Show the board and the plan in the frame, and lead every chip to its page."""
        from dayuan.insight.web import (  # noqa: PLC0415 - after the models are loaded
            issued_found,
            links,
            papers,
            plan_found,
        )
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - see above
        from dayuan.platform.search import listed as search  # noqa: PLC0415 - see above
        from dayuan.platform.ui import menu  # noqa: PLC0415 - see above
        from dayuan.platform.ui.links import linkers  # noqa: PLC0415 - see above

        documents.register(papers.PAPER)
        linkers.register("plan", links.page_of)
        for source in (*plan_found.SOURCES, issued_found.SOURCE):
            search.register(source)
        menu.register(
            menu.Entry(
                "board", _("Duty board"), "board", "layout-dashboard",
                "insight.board.view", "phone", 10,
            )
        )  # fmt: skip
        menu.register(
            menu.Entry(
                "history", _("Requests by month"), "history", "chart-bar",
                "insight.board.view", "side", 36,
            )
        )  # fmt: skip
        menu.register(
            menu.Entry(
                "plan", _("Plan"), "plan:overview", "book-2",
                "plans.revision.view", "side", 300, menu.Group.PLAN,
            )
        )  # fmt: skip
