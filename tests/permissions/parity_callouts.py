"""Commands about call-outs and extra strength that programs are not offered, and why."""

_C, _R = "services.callout.commands.", "resources.rosters.commands."

NOT_FOR_PROGRAMS = {
    **dict.fromkeys(
        (_C + f"calling.{act}" for act in ("call_out", "call_further", "end")),
        "somebody reads who stands how before people are called at night",
    ),
    **dict.fromkeys(
        (_C + f"surges.{act}" for act in ("order_surge", "add_duty", "close_surge")),
        "somebody reads whose leave it takes and what it costs before it",
    ),
    **dict.fromkeys(
        (_C + f"clocks.{act}" for act in ("end_in_time", "tell_unanswered")),
        "is done by the program when a time is over",
    ),
    **dict.fromkeys(
        (_R + f"cutting.{act}" for act in ("cut_leave", "give_back_leave")),
        "a part of ordering extra strength and of ending it",
    ),
    **dict.fromkeys(
        (_C + f"answering.{act}" for act in ("answer", "arrive")),
        "said by the person, on the own phone, or by whoever speaks with him",
    ),
}
