"""The interface for programs as Django knows it."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """Personal tokens, scopes, and answers that a program can trust."""

    name = "dayuan.platform.rest"
    label = "rest"

    def ready(self) -> None:
        """Answer for tokens, and let what is over go."""
        from dayuan.platform.access import owners  # noqa: PLC0415 - after the models are loaded
        from dayuan.platform.accounts import own  # noqa: PLC0415 - see above
        from dayuan.platform.rest import links, queries, sweeps  # noqa: PLC0415 - see above

        own.actions.register("rest", links.tokens)
        owners.doors.register(queries.TOKEN, queries.seen)
        owners.rows.register(queries.TOKEN, queries.tokens_visible_to)
        sweeps.register()
