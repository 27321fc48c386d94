"""The sites module as Django knows it."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Compounds, the revision each runs, and their working calendar."""

    name = "dayuan.reference.sites"
    label = "sites"

    def ready(self) -> None:
        """Tell every request in which zone its site lives."""
        from dayuan.platform.access.zones import zones  # noqa: PLC0415 - after the models
        from dayuan.reference.sites import queries  # noqa: PLC0415 - see above

        zones.register("sites", queries.zone)
