"""What this module tells after the act; names are never changed."""

#: Somebody is called: ``site_id``, ``call``.
CALLED = "callout.called"
#: Somebody who was called need not come any more: ``site_id``, ``call``.
LET_GO = "callout.let_go"
#: Somebody is asked to stand by: ``site_id``, ``call``.
STAND_BY = "callout.stand_by"
#: Somebody need not stand by any more: ``site_id``, ``call``.
STOOD_DOWN = "callout.stood_down"
