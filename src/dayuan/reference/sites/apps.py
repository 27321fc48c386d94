"""The sites module as Django knows it."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Compounds, the revision each runs, and their working calendar."""

    name = "dayuan.reference.sites"
    label = "sites"
