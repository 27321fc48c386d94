"""What this module tells after the act."""

#: A list was asked for as a file that somebody has to write: ``site_id``, ``export``.
EXPORT_ASKED = "lists.export_asked"
