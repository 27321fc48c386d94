"""The outermost floor as Django knows it."""

from django.apps import AppConfig


class DayuanConfig(AppConfig):
    """Wires what must know everything."""

    name = "dayuan.config"
    label = "config"

    def ready(self) -> None:
        """Connect events that cross modules."""
        # The interface for programs says what a token may be used for while it is put together.
        from dayuan.config import api, wiring  # noqa: PLC0415 - after the models are loaded

        wiring.connect()
        api.describe()
