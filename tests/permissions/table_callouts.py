"""The addresses of call-outs and of extra strength: who gets in; read by ``table``."""

from collections.abc import Mapping

from tests.permissions.world import STAFF

CALLOUTS = "director deputy dispatcher checker captain"  # 5.1.2-02; the site's own choice
SURGE = "director deputy captain"  # 5.4.2.3.1.1, 5.4.2.3.2.1; A-03
CALL_OUT = "director deputy dispatcher captain"  # 5.1.2-02; A-03; the site's own choice

#: Name, methods, who gets in, what it is about; and whose act it is alone.
LINES: tuple[tuple[tuple[str, str, str, str], dict[str, str]], ...] = (
    # ── call-outs ─────────────────────────────────────────────────────────────────────
    (("callout:list", "GET", CALLOUTS, ""), {}),
    (("callout:order", "GET POST", CALL_OUT, "squad"), {}),
    (("callout:one", "GET", CALLOUTS, "callout"), {}),
    (("callout:further", "GET POST", CALL_OUT, "callout"), {}),
    (("callout:end", "GET POST", CALL_OUT, "callout"), {}),
    (("callout:surge_order", "GET POST", SURGE, "level"), {}),
    (("callout:surge", "GET", CALLOUTS, "surge"), {}),
    (("callout:surge_duty", "GET POST", SURGE, "surge"), {}),
    (("callout:surge_close", "GET POST", SURGE, "surge"), {}),
    (("callout:call", "GET", "staff", "call"), {}),
    # One answers for oneself; whoever may call people out writes it down for others.
    (("callout:coming", "POST", "staff", "call"), {"POST_open": CALL_OUT}),
    (("callout:cannot", "GET POST", "staff", "call"), {}),
    (("callout:here", "POST", "staff", "call"), {"POST_open": CALL_OUT}),
    (("callout:note", "GET POST", CALL_OUT, "call"), {}),
)

#: Whoever may know of it, by relation.
SEES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # A call-out is for those who see them; a call is the own, or theirs.
    "callout": {"open": STAFF},
    "call": {
        "own": (*STAFF, "elsewhere"),
        "open": ("director", "deputy", "dispatcher", "checker", "captain"),
    },
    "surge": {"open": STAFF},
    # Squads and levels are known by the plan's codeword.
    "level": {"open": (*STAFF, "elsewhere")},
    "squad": {"open": (*STAFF, "elsewhere")},
}
