"""The insight module as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The duty board, the plan with its evidence, the establishment; writes nothing of others."""

    name = "dayuan.insight"
    label = "insight"
