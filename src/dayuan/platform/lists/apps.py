"""The lists module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class ListsConfig(AppConfig):
    """Lists, declared once: narrowed, put in order, kept, taken away as files."""

    name = "dayuan.platform.lists"
    label = "lists"

    def ready(self) -> None:
        """Answer for the files of exports, write them, and take them away again."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.attachments import gates  # noqa: PLC0415 - see above
        from dayuan.platform.lists import queries, rules, sweeps, worker  # noqa: PLC0415 - see above

        owners.doors.register(queries.EXPORT, queries.seen)
        gates.gates.register(
            queries.EXPORT, gates.Gate(attach=rules.by_the_program, remove=rules.by_the_program)
        )
        menu.register(
            menu.Entry(
                "exports", _("My exports"), "lists:exports", "file-spreadsheet",
                "lists.list.export", "side", 620, menu.Group.HOUSE,
            )
        )  # fmt: skip
        worker.connect()
        sweeps.register()
