"""The people module as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access import actors, permissions
from dayuan.platform.accounts.supervision import answers
from dayuan.platform.ui import menu


def _certificates() -> None:
    """Answer for certificates, tell in time that one runs out, and lead to one's own."""
    from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
    from dayuan.platform.accounts import own  # noqa: PLC0415 - see above
    from dayuan.reference.people import sweeps, telling  # noqa: PLC0415 - see above
    from dayuan.reference.people.queries import qualified  # noqa: PLC0415 - see above
    from dayuan.reference.people.web import certified  # noqa: PLC0415 - see above

    kind = qualified.CERTIFICATE_KIND
    owners.doors.register(kind, qualified.seen)
    owners.rows.register(kind, qualified.certificates_visible_to)
    own.actions.register("people", certified.own_action)
    telling.connect()
    sweeps.register()


class PeopleConfig(AppConfig):
    """Persons, their appointments to posts, and the establishment."""

    name = "dayuan.reference.people"
    label = "people"

    def ready(self) -> None:
        """Tell the platform who an account is and who holds a verb; add the places."""
        from dayuan.platform.imports import importers  # noqa: PLC0415 - see below
        from dayuan.platform.lists import listed  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.search import listed as search  # noqa: PLC0415 - see above
        from dayuan.reference.people import (  # noqa: PLC0415 - after the models are loaded
            importing,
            resolver,
            supervision,
        )
        from dayuan.reference.people.web import person_found, person_sheet  # noqa: PLC0415 - see above

        listed.register(person_sheet.SHEET)
        search.register(person_found.SOURCE)
        for importer in importing.IMPORTERS:
            importers.register(importer)
        _certificates()
        answers.register("people", supervision.reset_problems)
        actors.resolvers.register("people", resolver.resolve)
        permissions.who_may.register("people", resolver.who_may)
        menu.register(
            menu.Entry(
                code="people.organisation",
                label=_("Organisation"),
                url_name="people:organisation",
                icon="sitemap",
                verb="people.person.view",
                place="side",
                order=520,
                group=menu.Group.PLAN,
            )
        )
        menu.register(
            menu.Entry(
                code="people.list",
                label=_("People and accounts"),
                url_name="people:list",
                icon="users",
                verb="people.person.view",
                place="side",
                order=530,
                group=menu.Group.PLAN,
            )
        )
