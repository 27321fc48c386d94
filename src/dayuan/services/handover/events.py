"""What this module tells after the act."""

#: A shift is over and nobody has taken it over: ``site_id``, ``shift``.
LATE = "handover.late"
