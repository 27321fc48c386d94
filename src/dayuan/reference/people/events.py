"""What this module tells after the act; names are never changed."""

#: A certificate runs out soon, or has run out: ``site_id``, ``certificate``.
CERTIFICATE_ENDS = "people.certificate_ends"
