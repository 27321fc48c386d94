"""What this module tells after the act; names are never changed."""

#: Somebody is called: ``site_id``, ``call``.
CALLED = "callout.called"
#: Somebody who was called need not come any more: ``site_id``, ``call``.
LET_GO = "callout.let_go"
#: Somebody is asked to stand by: ``site_id``, ``call``.
STAND_BY = "callout.stand_by"
#: Somebody need not stand by any more: ``site_id``, ``call``.
STOOD_DOWN = "callout.stood_down"
#: Extra strength ended by itself when its time was over: ``site_id``, ``surge``.
TIME_OVER = "callout.time_over"
#: Some have not answered in the time the plan gives: ``site_id``, ``callout``, ``people``.
UNANSWERED = "callout.unanswered"
#: Somebody has not answered a call in that time: ``site_id``, ``call``.
REMIND = "callout.remind"
#: Somebody has not answered in that time whether he stands by: ``site_id``, ``call``.
REMIND_STAND_BY = "callout.remind_stand_by"
