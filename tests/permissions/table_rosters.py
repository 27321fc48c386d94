"""The addresses of the duty list, of months, leave and swaps: who gets in; read by ``table``."""

ACCEPT = "director deputy"
RATES = "director"  # the plan names nobody: what an hour costs is the director's
MOVE = "director deputy dispatcher supervisor captain"  # A-11, 5.1.2-08: lead a unit

#: Name, methods, who gets in, what it is about; and whose act it is alone.
LINES: tuple[tuple[tuple[str, str, str, str], dict[str, str]], ...] = (
    # ── who is on duty ────────────────────────────────────────────────────────────────
    (("rosters:day", "GET POST", "staff", ""), {}),
    (("rosters:cancel", "GET POST", MOVE, "duty"), {}),
    (("rosters:replace", "GET POST", MOVE, "duty"), {}),
    (("rosters:attendance", "GET", "staff", ""), {}),
    (("rosters:attend", "GET POST", MOVE, "duty"), {}),
    # "I am here" is said of the own duty alone: of another's the page says so.
    (("rosters:here", "POST", "staff", "duty"), {}),
    (("rosters:hours", "GET", "staff", ""), {}),
    (("rosters:feasibility", "GET", MOVE, ""), {}),
    (("rosters:feasibility_file", "GET", MOVE, ""), {}),
    (("rosters:rates", "GET POST", RATES, ""), {}),
    (("rosters:mend", "POST", MOVE, "duty"), {}),
    (("rosters:mending", "GET", MOVE, "mending"), {}),
    (("rosters:accept_mending", "POST", MOVE, "mending"), {}),
    (("rosters:drop_mending", "POST", MOVE, "mending"), {}),
    (("rosters:months", "GET POST", "staff", ""), {}),
    (("rosters:month", "GET", "staff", "roster"), {}),
    (("rosters:month_file", "GET", "staff", "roster"), {}),
    (("rosters:cell", "POST", MOVE, "roster"), {}),
    (("rosters:exchange", "POST", MOVE, "roster"), {}),
    # Exceptions are the director's to accept, or the deputy's.
    (("rosters:accept", "POST", ACCEPT, "roster"), {}),
    (("rosters:plan", "POST", MOVE, "roster"), {}),
    (("rosters:progress", "GET", MOVE, "roster"), {}),
    (("rosters:stop", "POST", MOVE, "roster"), {}),
    (("rosters:publish", "GET POST", MOVE, "roster"), {}),
    (("rosters:discard", "GET POST", MOVE, "roster"), {}),
    # Whoever has no shift in the month is told so.
    (("rosters:acknowledge", "POST", "staff", "roster"), {}),
    (("rosters:mine", "GET", "staff", ""), {}),
    (("rosters:ask_away", "GET POST", "staff", ""), {}),
    (("rosters:enter_away", "GET POST", MOVE, ""), {}),
    (("rosters:asked", "GET", MOVE, ""), {}),
    (("rosters:away", "GET POST", MOVE, "leave"), {}),
    (("rosters:wish", "GET POST", "staff", ""), {}),
    (("rosters:drop_wish", "GET POST", "staff", "wish"), {}),
    (("rosters:swap", "GET POST", "staff", "shift"), {}),
    # Before the colleague has agreed nobody else has anything to decide.
    (("rosters:swap_one", "GET POST", "staff", "swap"), {"POST_open": ""}),
    # Only whose leave it is takes it back; whoever else may know of it reads why not.
    (("rosters:withdraw_away", "GET POST", "staff", "leave"), {}),
)
