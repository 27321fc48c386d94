"""The work module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """Cases, tasks, playbooks, clocks and evidence."""

    name = "dayuan.work"
    label = "work"

    def ready(self) -> None:
        """Answer for cases wherever a file, a notice or an entry hangs on one."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.attachments import gates  # noqa: PLC0415 - see above
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - see above
        from dayuan.platform.lists import listed  # noqa: PLC0415 - see above
        from dayuan.platform.rest import feeds  # noqa: PLC0415 - see above
        from dayuan.platform.search import listed as search  # noqa: PLC0415 - see above
        from dayuan.platform.ui import menu  # noqa: PLC0415 - see above
        from dayuan.work import calendars, queries, sweeps, telling  # noqa: PLC0415 - see above
        from dayuan.work.web import case_sheet, found, papers, phone  # noqa: PLC0415 - see above

        owners.doors.register("work.case", queries.seen)
        owners.rows.register("work.case", queries.visible_to)
        gates.gates.register(
            "work.case", gates.Gate(attach=queries.attach_problems, remove=queries.keep_files)
        )
        listed.register(case_sheet.SHEET)
        feeds.feeds.register("tasks", calendars.due_tasks)
        search.register(found.SOURCE)
        documents.register(papers.PAPER)
        telling.connect()
        sweeps.register()
        phone.register()
        menu.register(
            menu.Entry("mine", _("My work"), "work:mine", "checklist", "work.task.do", "phone", 20)
        )
        menu.register(
            menu.Entry(
                "cases", _("Cases"), "work:cases", "clipboard-list", "work.case.view", "phone", 30
            )
        )
        menu.register(
            menu.Entry(
                "applications", _("Applications"), "work:applications", "rubber-stamp",
                "work.application.decide", "side", 40,
            )
        )  # fmt: skip
