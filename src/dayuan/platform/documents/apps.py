"""The documents module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class DocumentsConfig(AppConfig):
    """One content, printed as a page, set as PDF, written as Word; issued and kept."""

    name = "dayuan.platform.documents"
    label = "documents"

    def ready(self) -> None:
        """Answer for the files of issued documents, keep them, and list them."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.attachments import gates  # noqa: PLC0415 - see above
        from dayuan.platform.documents import queries, rules, worker  # noqa: PLC0415 - see above
        from dayuan.platform.documents.web import issued_sheet  # noqa: PLC0415 - see above
        from dayuan.platform.lists import listed  # noqa: PLC0415 - see above

        owners.doors.register(queries.KIND, queries.seen)
        gates.gates.register(
            queries.KIND, gates.Gate(attach=rules.by_the_program, remove=rules.by_the_program)
        )
        listed.register(issued_sheet.SHEET)
        worker.connect()
        menu.register(
            menu.Entry(
                "issued", _("Issued documents"), "documents:issued", "file-certificate",
                queries.VIEW, "side", 612, menu.Group.HOUSE,
            )
        )  # fmt: skip
