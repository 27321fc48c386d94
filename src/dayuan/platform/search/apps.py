"""The search module as Django knows it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over everything the asker may see."""

    name = "dayuan.platform.search"
    label = "search"

    def ready(self) -> None:
        """Let the worker keep the index up to date, and the database match words."""
        from dayuan.platform.search import sweeps  # noqa: PLC0415 - after the models are loaded

        sweeps.register()
