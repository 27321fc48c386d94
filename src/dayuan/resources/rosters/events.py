"""What this module tells after the act."""

#: A draft is to be planned by a worker: ``site_id``, ``planning``.
PLANNING_ASKED = "rosters.planning_asked"
#: A month was published: ``site_id``, ``roster``.
PUBLISHED = "rosters.month_published"
