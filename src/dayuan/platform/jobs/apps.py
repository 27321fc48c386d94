"""The jobs module as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work after the commit: outbox, sweeps, jobs that survive a killed worker."""

    name = "dayuan.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Name the sweeps of the platform."""
        from dayuan.platform.jobs import housekeeping  # noqa: PLC0415 - after the models are loaded

        housekeeping.register()
