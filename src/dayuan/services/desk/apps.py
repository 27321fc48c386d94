"""The desk module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The front desk: requests from report to closing."""

    name = "dayuan.services.desk"
    label = "desk"

    def ready(self) -> None:
        """Follow the tasks of requests."""
        from dayuan.kernel.events import subscribe  # noqa: PLC0415 - after the models are loaded
        from dayuan.kernel.text import Text  # noqa: PLC0415 - see above
        from dayuan.platform.documents import papers as documents  # noqa: PLC0415 - see above
        from dayuan.platform.imports import importers  # noqa: PLC0415 - see above
        from dayuan.platform.ui import menu  # noqa: PLC0415 - see above
        from dayuan.services.desk import importing, queries  # noqa: PLC0415 - see above
        from dayuan.services.desk.commands import reactions  # noqa: PLC0415 - see above
        from dayuan.services.desk.states import REQUEST  # noqa: PLC0415 - see above
        from dayuan.services.desk.web import papers  # noqa: PLC0415 - see above
        from dayuan.work import events  # noqa: PLC0415 - see above
        from dayuan.work.states import ActPage, KindCard, kinds  # noqa: PLC0415 - see above

        subscribe(events.TaskAccepted, reactions.on_accepted)
        subscribe(events.TaskHandedBack, reactions.on_handed_back)
        subscribe(events.TaskPaused, reactions.on_paused)
        subscribe(events.TaskResumed, reactions.on_resumed)
        subscribe(events.TaskSkipped, reactions.on_skipped)
        subscribe(events.CaseEnded, reactions.on_ended)
        subscribe(events.TaskDone, reactions.on_done)
        kinds.register(
            REQUEST.code,
            KindCard(
                code=REQUEST.code,
                label=Text("报事报修", "Request"),
                machine=REQUEST,
                url_name="desk:request",
                icon="tool",
                states=queries.states_of,
                about=queries.about,
                told=queries.told_of,
                earlier=queries.earlier_numbers,
                act_pages={
                    "desk.dispatch": ActPage(
                        Text("派单", "Send out"), "desk:dispatch", "arrows-exchange"
                    )
                },
            ),
        )
        documents.register(papers.PAPER)
        _together()
        _labels()
        importers.register(importing.IMPORTER)
        menu.register(
            menu.Entry(
                "report", _("Report"), "desk:report", "plus", "desk.request.report", "act", 10
            )
        )


def _together() -> None:
    """Offer to send several requests out at once, on the list of cases."""
    from dayuan.kernel.text import Text  # noqa: PLC0415 - after the models are loaded
    from dayuan.work.states import ActTogether, together  # noqa: PLC0415 - see above

    together.register(
        "desk.dispatch",
        ActTogether(
            act="desk.dispatch",
            label=Text("把勾选的派单", "Send out the ticked"),
            icon="arrows-exchange",
            url_name="desk:dispatch_together",
            verb="desk.request.dispatch",
            hint=Text("各派到方案规定的岗位。", "Each goes to the post that the plan names."),
            tick=Text("派单：{title}", "Send out {title}"),
        ),
    )


def _labels() -> None:
    """Answer for what comes by labels, tell the desk of it, and clear it away in time."""
    from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
    from dayuan.platform.attachments import gates  # noqa: PLC0415 - see above
    from dayuan.platform.ui import menu  # noqa: PLC0415 - see above
    from dayuan.services.desk import sweeps, telling  # noqa: PLC0415 - see above
    from dayuan.services.desk.queries import outside  # noqa: PLC0415 - see above

    owners.doors.register(outside.KIND, outside.seen)
    owners.rows.register(outside.KIND, outside.rows_for_owners)
    gates.gates.register(
        outside.KIND,
        gates.Gate(attach=outside.attach_problems, remove=outside.remove_problems),
    )
    sweeps.register()
    telling.connect()
    menu.register(
        menu.Entry(
            "held", _("Reports by label"), "desk:held", "message-report", "desk.request.dispatch",
            "side", 35,
        )
    )  # fmt: skip
