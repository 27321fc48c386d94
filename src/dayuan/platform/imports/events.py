"""What this module tells after the act."""

#: The good rows of an import are to be taken: ``site_id``, ``batch``.
STARTED = "imports.started"
