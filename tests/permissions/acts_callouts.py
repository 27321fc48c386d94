"""Commands about call-outs and extra strength: who may give them, by hand."""

from tests.permissions import callouts, table
from tests.permissions.acting import act

_CALLS = "services.callout.commands."

ACTS = (
    # ── call-outs: ordered by few, answered by whoever is called ──────────────────────────
    act(_CALLS + "calling.call_out", callouts.ORDER, table.CALL_OUT, callouts.an_order,
        ours=False),
    act(_CALLS + "calling.call_further", callouts.ORDER, table.CALL_OUT,
        callouts.further),
    act(_CALLS + "calling.end", callouts.ORDER, table.CALL_OUT,
        lambda w, p: {"callout_id": w.ids["callout", "open"], "outcome": "人群已散"}),
    act(_CALLS + "answering.answer", "callout.call.answer", "staff",
        lambda w, p: {**callouts.call(w, p), "coming": True}, ours=False),
    act(_CALLS + "answering.arrive", "callout.call.answer", "staff", callouts.call, ours=False),
    # ── extra strength: ordered, added to, undone ─────────────────────────────────────────
    act(_CALLS + "surges.order_surge", callouts.SURGE, table.SURGE, callouts.a_surge, ours=False),
    act(_CALLS + "surges.add_duty", f"{callouts.SURGE} rosters.duty.manage", table.SURGE,
        callouts.a_duty),
    act(_CALLS + "clocks.end_in_time", "callout.surge.time_over", "", callouts.over),
    act(_CALLS + "clocks.tell_unanswered", "callout.call.tell_unanswered", "", callouts.late),
    act(_CALLS + "surges.close_surge", callouts.SURGE, table.SURGE,
        lambda w, p: {"surge_id": w.ids["surge", "open"], "why": "来访取消"}),
)  # fmt: skip
