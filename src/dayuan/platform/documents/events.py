"""What this module tells after the act."""

#: A document was issued whose file has to be kept: ``site_id``, ``issued``.
ISSUED = "documents.issued"
#: A document was withdrawn, with every version of it: ``site_id``, ``issued``.
WITHDRAWN = "documents.withdrawn"
