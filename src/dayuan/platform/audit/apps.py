"""The audit module as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened: append-only entries, state changes and their seals."""

    name = "dayuan.platform.audit"
    label = "audit"
