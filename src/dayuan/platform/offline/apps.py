"""The offline module as Django knows it."""

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    """Acts queued on a phone without a network, each carried out exactly once."""

    name = "dayuan.platform.offline"
    label = "offline"

    def ready(self) -> None:
        """Forget ids when nobody can send them any more."""
        from dayuan.platform.offline import sweeps  # noqa: PLC0415 - after the models are loaded

        sweeps.register()
