"""The imports module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class ImportsConfig(AppConfig):
    """Rows from Excel files, judged first and taken through the commands."""

    name = "dayuan.platform.imports"
    label = "imports"

    def ready(self) -> None:
        """Answer for the files of imports, take their rows, and take them away again."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.attachments import gates  # noqa: PLC0415 - see above
        from dayuan.platform.imports import (  # noqa: PLC0415 - see above
            importers,
            queries,
            rules,
            sweeps,
            worker,
        )

        owners.doors.register(queries.IMPORT, queries.seen)
        gates.gates.register(
            queries.IMPORT, gates.Gate(attach=rules.by_the_program, remove=rules.by_the_program)
        )
        menu.register(
            menu.Entry(
                "imports", _("Import from Excel"), "imports:list", "upload", importers.verbs,
                "side", 615, menu.Group.HOUSE,
            )
        )  # fmt: skip
        worker.connect()
        sweeps.register()
