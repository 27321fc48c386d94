"""The equipment module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class EquipmentConfig(AppConfig):
    """Equipment: counted, registered piece by piece, and labelled."""

    name = "dayuan.resources.equipment"
    label = "equipment"

    def ready(self) -> None:
        """Add this module's list and its places to the frame."""
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - after the models
        from dayuan.platform.imports import importers  # noqa: PLC0415 - after the models
        from dayuan.platform.lists import listed  # noqa: PLC0415 - see above
        from dayuan.platform.search import listed as search  # noqa: PLC0415 - see above
        from dayuan.resources.equipment import importing  # noqa: PLC0415 - see above
        from dayuan.resources.equipment.web import (  # noqa: PLC0415 - see above
            item_found,
            item_sheet,
            label_sheet,
            papers,
        )

        for sheet in (item_sheet.SHEET, label_sheet.PLACES, label_sheet.PIECES):
            listed.register(sheet)
        search.register(item_found.SOURCE)
        documents.register(papers.CARD)
        documents.register(papers.LIST)
        importers.register(importing.IMPORTER)
        for code, label, icon, verb, order in (
            ("list", _("Equipment"), "tool", "equipment.item.view", 210),
            ("survey", _("Survey of equipment"), "clipboard-check", "equipment.item.view", 215),
            ("labels", _("QR labels"), "qrcode", "equipment.label.manage", 230),
        ):
            menu.register(
                menu.Entry(
                    f"equipment.{code}", label, f"equipment:{code}", icon, verb, "side", order,
                    menu.Group.THINGS,
                )
            )  # fmt: skip
