"""The audit module as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from dayuan.platform.audit import triggers
from dayuan.platform.ui import menu


class AuditConfig(AppConfig):
    """What happened: append-only entries, state changes and their seals."""

    name = "dayuan.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Show the log in the menu, and keep its guards in place after every migration."""
        menu.register(
            menu.Entry(
                code="audit",
                label=_("Log of acts"),
                url_name="audit:entries",
                icon="history",
                verb="audit.entry.view",
                place="side",
                order=90,
                group=menu.Group.HOUSE,
            )
        )
        post_migrate.connect(keep_guards, sender=self, dispatch_uid="audit.keep_guards")


def keep_guards(*, using: str, **_more: Any) -> None:
    """Put back triggers that a rebuilt table has lost."""
    connection = connections[using]
    if "audit_personalvalues" in connection.introspection.table_names():
        triggers.install(connection)
