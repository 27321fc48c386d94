"""The work module as Django knows it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Cases, tasks, playbooks, clocks and evidence."""

    name = "dayuan.work"
    label = "work"

    def ready(self) -> None:
        """Answer for cases wherever a file, a notice or an entry hangs on one."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.work import queries  # noqa: PLC0415 - see above

        owners.doors.register("work.case", queries.may_see)
