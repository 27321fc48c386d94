"""The desk module as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The front desk: requests from report to closing."""

    name = "dayuan.services.desk"
    label = "desk"

    def ready(self) -> None:
        """Follow the tasks of requests."""
        from dayuan.kernel.events import subscribe  # noqa: PLC0415 - after the models are loaded
        from dayuan.services.desk.commands import reactions  # noqa: PLC0415 - see above
        from dayuan.work import events  # noqa: PLC0415 - see above

        subscribe(events.TaskAccepted, reactions.on_accepted)
        subscribe(events.TaskHandedBack, reactions.on_handed_back)
        subscribe(events.TaskDone, reactions.on_done)
