"""What this module tells after the act; names are never changed."""

#: A draft is to be planned by a worker: ``site_id``, ``planning``.
PLANNING_ASKED = "rosters.planning_asked"
#: A month was published: ``site_id``, ``roster``.
PUBLISHED = "rosters.month_published"
#: Nobody was noted some time after a duty began: the duty.
NOT_THERE = "rosters.not_there"
#: Somebody need not come: the duty taken off.
RELEASED = "rosters.released"
#: Somebody comes instead: the new duty.
STANDS_IN = "rosters.stands_in"
#: Several shifts of somebody changed as one act: ``site_id``, ``roster``, ``person``.
CHANGED = "rosters.month_changed"
#: A published month is to be mended by a worker: ``site_id``, ``mending``.
MENDING_ASKED = "rosters.mending_asked"
#: A published month waits to be read: ``site_id``, ``roster``, ``person``.
UNREAD = "rosters.month_unread"
