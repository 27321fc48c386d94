"""The permission matrix: who may open and do what, written by hand from the plan.

Read it as a person: a line says under which address, by which method, which parts
get in, and what kind of thing the address is about. It is written from the grants
of the plan and from what an office would expect, never taken from the code.

How an answer follows from a line, in this order:

    405      the method is not named in the line
    login    nobody is logged in, or the appointment has ended (``former``)
    refused  the part is not named in ``may`` (a page that says who may)
    hidden   the part may not know of the thing: like an id that does not exist
    refused  the thing is known, but this act on it is not theirs (``but``)
    ok       everything else: a page, a redirect, a form that says what is missing

The relations of a part to a thing: ``own``, ``open`` (somebody else's, known to all
staff), ``hidden`` (need to know, or another site's), ``none`` (no such id).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.permissions import table_callouts, table_rosters
from tests.permissions.table_callouts import CALL_OUT as CALL_OUT
from tests.permissions.table_callouts import CALLOUTS as CALLOUTS
from tests.permissions.table_callouts import SURGE as SURGE
from tests.permissions.table_rosters import ACCEPT as ACCEPT
from tests.permissions.table_rosters import MOVE as MOVE
from tests.permissions.table_rosters import RATES as RATES
from tests.permissions.world import HERE, PARTS, STAFF

Answer = str
#: Whoever may know of a thing of this kind, by relation; everybody else gets "hidden".
SEES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # A case is known to all staff unless it is need-to-know; a liaison knows the own unit's.
    "case": {"own": HERE, "open": STAFF},
    "task": {"own": HERE, "open": STAFF},
    "application": {"open": STAFF},
    "file": {"own": HERE, "open": STAFF},
    # A record printed is the record.
    "paper": {"own": HERE, "open": STAFF},
    # What was issued of a record is seen through that record.
    "issued": {"open": STAFF},
    # Notices are one's own.
    "notice": {"own": HERE},
    # The site's own people and things; another site's do not exist. The other site's
    # director has a person of his own.
    "person": {"own": (*HERE, "elsewhere"), "open": STAFF},
    "appointment": {"own": (*STAFF, "elsewhere"), "open": STAFF},
    # A certificate is the person's own, and known to those who manage people.
    "certificate": {
        "own": (*STAFF, "elsewhere"),
        "open": ("director", "deputy", "dispatcher"),
    },
    "duty": {"open": STAFF},
    "mending": {"open": STAFF},
    # A draft of a month ("open") is for those who arrange duties; published ("own") it is
    # everybody's on the staff.
    "planning": {"open": ("director", "deputy", "dispatcher", "supervisor", "captain")},
    "roster": {
        "own": STAFF,
        "open": ("director", "deputy", "dispatcher", "supervisor", "captain"),
    },
    # Leave is the person's own, and known to those who decide on it: the captain leads
    # another unit than the electrician's.
    "leave": {
        "own": (*STAFF, "elsewhere"),
        "open": ("director", "deputy", "supervisor"),
    },
    # A swap is known to the two, and to those who decide on it.
    "swap": {
        "own": (*STAFF, "elsewhere"),
        "open": ("director", "deputy", "supervisor"),
    },
    # A shift of one's own: that of a colleague is on the list, and nobody else's to give.
    "shift": {"own": (*STAFF, "elsewhere")},
    # Wishes are read by those who plan, and taken away by whose they are alone.
    "wish": {"own": (*STAFF, "elsewhere")},
    "place": {"open": STAFF},
    "item": {"open": STAFF},
    "label": {"open": STAFF},
    # What somebody keeps of a list is that person's; shared, it is everybody's who sees the
    # list. An export is its asker's alone.
    "view": {"own": HERE, "open": HERE},
    "export": {"own": HERE},
    # A token for a program is its maker's alone.
    "key": {"own": HERE},
    # A file that somebody brought is that person's alone.
    "import": {"own": HERE},
    "importer": {"open": (*HERE, "elsewhere", "police")},
    # Lists are known by their codewords, which hide nothing.
    "sheet": {"open": (*HERE, "elsewhere", "police")},
    "device": {"open": STAFF},
    "channel": {"open": STAFF},
    "outside": {"open": STAFF},
    # A shift of the site, one that waits to be taken over, what a shift passed on.
    "log": {"open": STAFF},
    "waiting": {"open": STAFF},
    "passed": {"open": STAFF},
    **table_callouts.SEES,
    # Groups that keep a log are known by the plan's codeword.
    "group": {"open": (*STAFF, "elsewhere")},
    # Whoever has the token of a label, or the code of a link, is known by it alone.
    "token": {"open": PARTS},
    "code": {"open": PARTS},
    # A calendar is known by its address alone.
    "address": {"open": PARTS},
    # The plan is one book for everybody who may read it.
    "clause": {"open": (*STAFF, "elsewhere")},
    "section": {"open": (*STAFF, "elsewhere")},
    "decision": {"open": (*STAFF, "elsewhere")},
    "playbook": {"open": (*STAFF, "elsewhere")},
    # A revision of another compound's plan does not exist here.
    "digest": {"open": STAFF},
    "year": {"open": (*STAFF, "elsewhere")},
    "row": {"open": (*STAFF, "elsewhere")},
}


#: Read by everybody who may read the plan: nothing of it is hidden.
FOR_ALL = frozenset(
    {
        "clause",
        "section",
        "decision",
        "playbook",
        "year",
        "row",
        "token",
        "code",
        "address",
        "sheet",
        "importer",
        "group",
        "squad",
        "level",
    }
)
#: Hidden here means: of another site.
OF_A_SITE = frozenset(
    {
        "person",
        "appointment",
        "certificate",
        "duty",
        "mending",
        "leave",
        "swap",
        "shift",
        "log",
        "wish",
        "roster",
        "planning",
        "device",
        "place",
        "item",
        "label",
        "outside",
        "channel",
        "waiting",
        "passed",
        "callout",
        "call",
        "surge",
    }
)


def parts(text: str) -> frozenset[str]:
    """Return the parts a line names; ``staff`` is everybody employed, here and elsewhere.

    ``all`` adds the liaison, ``anybody`` also the liaison of a party without any grant.
    """
    many = {
        "staff": {*STAFF, "elsewhere"},
        "all": {*HERE, "elsewhere"},
        "anybody": {*HERE, "elsewhere", "police"},
    }
    named = {part for word in text.split() for part in many.get(word, {word})}
    if unknown := named - set(PARTS):
        raise ValueError(f"no such parts: {sorted(unknown)}")
    # The director of another site holds there what the director holds here.
    return frozenset(named | ({"elsewhere"} if "director" in named else set()))


@dataclass(frozen=True)
class Line:
    """One address with its methods, who gets in, and what it is about."""

    name: str
    methods: str
    may: frozenset[str]
    about: str = ""
    #: For signing in and the like: open to people nobody knows.
    open: bool = False
    #: Its form carries a ticket of its own, which is read off the page first.
    ticket: bool = False
    #: "POST open" -> the only parts whose act it is; the others are refused.
    but: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def relations(self, part: str) -> tuple[str, ...]:
        """Return the relations that exist between a part and the thing of this address."""
        if not self.about:
            return ("",)
        sees = SEES[self.about]
        own = ("own",) if part in sees.get("own", ()) else ()
        # To the other site's director this site's things are the hidden ones, as "open".
        at_home = part == "elsewhere" and self.about in OF_A_SITE
        hidden = () if self.about in FOR_ALL or at_home else ("hidden",)
        return (*own, "open", *hidden, "none")

    def answer(self, method: str, part: str, relation: str) -> Answer:
        """Return what the specification says."""
        if method not in self.methods.split():
            return "405"
        if self.open:
            return "hidden" if self.about and relation == "none" else "ok"
        if part in ("nobody", "former"):
            return "login"
        if part not in self.may:
            return "refused"
        if self.about and part not in SEES[self.about].get(relation, ()):
            return "hidden"
        only = self.but.get(f"{method} {relation}".strip())
        return "refused" if only is not None and part not in only else "ok"


def line(name: str, methods: str, may: str, about: str = "", **but: str) -> Line:
    """Write one line; ``POST_open="director"`` says whose act it is alone."""
    own_acts = {key.replace("_", " "): parts(value) for key, value in but.items()}
    return Line(name, methods, parts(may), about, but=own_acts)


def anybody(name: str, methods: str, about: str = "", *, ticket: bool = False) -> Line:
    """Write a line for an address that needs no login."""
    return Line(name, methods, frozenset(), about, open=True, ticket=ticket)


LEADERS = "director deputy dispatcher checker supervisor captain"  # A-11, 3.1-02: who manages
DISPATCH = "dispatcher deputy"  # 4.1.1-03; A-03
DECIDE = "director deputy supervisor captain"  # the site's own choice; 3.1-02
RULE = "director deputy"  # 3.1-02
NEED = "director deputy dispatcher"  # the site's own choice
REGISTER = "director deputy dispatcher"  # staff register
APPOINT = "director deputy"  # 3.1-05a; A-03
ACCOUNTS = "director dispatcher"  # the site's own choice
RESET = "director deputy dispatcher supervisor captain"  # the site's own choice
DEVICES = "director dispatcher captain"  # the site's own choice
CALENDAR = "director dispatcher"  # A-15
PLACES = "director dispatcher supervisor"  # the site's own choice
#: Whoever keeps one of the registers: places, equipment, people, posts, open matters.
IMPORTS = "director deputy dispatcher supervisor"
ITEMS_SEEN = "director deputy dispatcher checker supervisor captain technician"  # 1.2
ITEMS = "director supervisor"  # 1.2
COUNTED = "director supervisor technician"  # A-67
LABELS = "director dispatcher supervisor"  # the site's own choice
EXPORT = LEADERS  # the site's own choice
CHANNELS = "director"  # the site's own choice
ISSUE = "director deputy dispatcher"  # the site's own choice
ISSUED = LEADERS  # the site's own choice
WITHDRAW = "director deputy"  # the site's own choice
AUDIT = "director checker"  # 4.1.2-04
SHIFTS = "director deputy checker captain guard"  # 5.1.2-08; the site's own choice
KEEP = "director deputy captain guard"  # 5.1.2-08; the site's own choice

LINES = (
    # ── the way in ────────────────────────────────────────────────────────────────────
    anybody("accounts:login", "GET POST"),
    anybody("accounts:unlock", "GET POST"),
    anybody("accounts:first", "GET POST"),
    anybody("accounts:logout", "POST"),
    anybody("ui:language", "POST"),
    anybody("ui:theme", "POST"),
    anybody("ui:components", "GET"),
    # Whether the house stands, for whoever watches it; no version, no name, no number.
    anybody("live", "GET"),
    anybody("ready", "GET"),
    # The program itself for a phone without a network; nothing of anybody stands in it.
    anybody("offline:worker", "GET"),
    anybody("offline:manifest", "GET"),
    anybody("offline:shell", "GET"),
    # What a label leads to, and how a report stands: for whoever stands before it.
    anybody("by_label:report", "GET POST", "token", ticket=True),
    anybody("by_label:status", "GET", "code"),
    anybody("rest:calendar", "GET", "address"),
    # ── one's own ─────────────────────────────────────────────────────────────────────
    line("home", "GET", "anybody"),
    line("accounts:me", "GET", "anybody"),
    line("accounts:password", "GET POST", "anybody"),
    line("accounts:pin", "GET POST", "anybody"),
    line("accounts:end_others", "POST", "anybody"),
    # What one may read without a network, and acts queued there; each act asks for itself.
    line("offline:day", "GET", "anybody"),
    line("offline:act", "POST", "anybody"),
    # Views and exports of lists.
    line("lists:keep", "POST", "anybody", "sheet", POST_open="all"),
    line("lists:drop", "POST", "anybody", "view", POST_open=EXPORT),
    line("lists:export", "POST", EXPORT, "sheet"),
    line("lists:exports", "GET", "anybody"),
    line("lists:cancel", "POST", "anybody", "export"),
    line("search:find", "GET", "anybody"),
    # Tokens for programs, and what programs can ask.
    line("rest:tokens", "GET POST", "all"),
    line("rest:revoke", "GET POST", "anybody", "key"),
    line("rest:description", "GET", "all"),
    line("rest:openapi", "GET", "all"),
    # A record printed: for whoever may open it.
    line("documents:paper", "GET", "anybody", "paper"),
    line("documents:pdf", "GET", "anybody", "paper"),
    line("documents:word", "GET", "anybody", "paper"),
    line("documents:issue", "GET POST", ISSUE, "paper"),
    line("documents:issued", "GET", ISSUED),
    line("documents:issued_one", "GET", ISSUED, "issued"),
    line("documents:copy", "GET", ISSUED, "issued"),
    line("documents:issued_word", "GET", ISSUED, "issued"),
    line("documents:withdraw", "GET POST", WITHDRAW, "issued"),
    # Imports: by who keeps the register that the rows are for.
    line("imports:list", "GET", IMPORTS),
    line("imports:importer", "GET POST", "anybody", "importer", GET_open=ITEMS, POST_open=ITEMS),
    line("imports:template", "GET", "anybody", "importer", GET_open=ITEMS),
    line("imports:run", "GET", "anybody", "import", GET_own=ITEMS),
    line("imports:corrections", "GET", "anybody", "import", GET_own=ITEMS),
    line("imports:start", "POST", "anybody", "import", POST_own=ITEMS),
    line("imports:cancel", "POST", "anybody", "import"),
    line("notices:list", "GET", "anybody"),
    line("notices:read_all", "POST", "anybody"),
    line("notices:bell", "GET", "anybody"),
    line("notices:settings", "GET POST", "anybody"),
    line("notices:follow", "POST", "anybody", "notice"),
    # ── reporting and the desk ────────────────────────────────────────────────────────
    line("desk:report", "GET POST", "all"),
    # Whoever sends requests out decides on what came by labels in a burst.
    line("desk:held", "GET POST", DISPATCH),
    line("desk:held_one", "GET POST", DISPATCH, "outside"),
    line("desk:dispatch_together", "POST", DISPATCH),
    line("desk:request", "GET", "anybody", "case"),
    line("desk:dispatch", "GET POST", DISPATCH, "case"),
    line("desk:cancel", "GET POST", "all", "case"),
    line("desk:reopen", "GET POST", DISPATCH, "case"),
    # ── work ──────────────────────────────────────────────────────────────────────────
    line("work:mine", "GET", "staff"),
    line("work:cases", "GET", "all"),
    line("work:task", "GET POST", "staff", "task"),
    # Somebody else's post has to take it: knowing of a task does not make it mine.
    line("work:accept", "POST", "staff", "task", POST_open=""),
    line("work:hand_back", "GET POST", "staff", "task"),
    line("work:reassign", "GET POST", MOVE, "task"),
    line("work:arrive", "GET POST", "staff", "task", POST_open="", POST_own=""),
    line("work:pause", "GET POST", "staff", "task"),
    line("work:resume", "GET POST", "staff", "task", POST_open="", POST_own=""),
    line("work:ask", "GET POST", "staff", "task"),
    line("work:applications", "GET", DECIDE),
    line("work:decide", "GET POST", DECIDE, "application"),
    # Only who asked takes it back.
    line("work:withdraw", "GET POST", "staff", "application", POST_open=""),
    line("work:need_to_know", "GET", NEED, "case"),
    line("work:confidentiality", "GET POST", NEED, "case"),
    line("work:add_member", "GET POST", NEED, "case"),
    line("work:remove_member", "GET POST", NEED, "case"),
    line("work:revision", "GET POST", RULE, "case"),
    line("attachments:download", "GET", "anybody", "file"),
    line("attachments:preview", "GET", "anybody", "file"),
    line("attachments:together", "GET", "anybody", "file"),
    *(line(*one, **but) for one, but in table_rosters.LINES),
    # ── shift logs and handovers ──────────────────────────────────────────────────────
    line("handover:now", "GET", KEEP),
    line("handover:days", "GET", SHIFTS),
    line("handover:begin", "GET POST", KEEP, "group"),
    line("handover:shift", "GET", SHIFTS, "log"),
    line("handover:write", "GET POST", KEEP, "log"),
    line("handover:leave", "GET POST", KEEP, "log"),
    line("handover:close_item", "GET POST", KEEP, "passed"),
    line("handover:hand_over", "GET POST", KEEP, "log"),
    # Only the outgoing side takes a handover back.
    line("handover:take_back", "POST", KEEP, "waiting", POST_open=""),
    line("handover:send_back", "GET POST", KEEP, "waiting"),
    line("handover:take_over", "GET POST", KEEP, "waiting"),
    *(line(*one, **but) for one, but in table_callouts.LINES),
    # ── people ────────────────────────────────────────────────────────────────────────
    line("people:organisation", "GET", LEADERS),
    line("people:list", "GET", LEADERS),
    line("people:person", "GET", LEADERS, "person"),
    line("people:create", "GET POST", REGISTER),
    line("people:create_liaison", "GET POST", REGISTER),
    line("people:change", "GET POST", REGISTER, "person"),
    line("people:appoint", "GET POST", APPOINT, "person"),
    line("people:leave", "GET POST", APPOINT, "person"),
    line("people:end_appointment", "GET POST", APPOINT, "appointment"),
    line("people:certificates", "GET", REGISTER),
    line("people:certificates_file", "GET", REGISTER),
    line("people:own_certificates", "GET", "anybody"),
    line("people:note_certificate", "GET POST", REGISTER, "person"),
    line("people:withdraw_certificate", "GET POST", REGISTER, "certificate"),
    # ── accounts and duty devices ─────────────────────────────────────────────────────
    line("people:issue", "POST", ACCOUNTS),
    line("people:reset", "GET POST", RESET, "person"),
    # Nobody closes the own account.
    line("people:close", "GET POST", ACCOUNTS, "person", POST_own=""),
    line("people:reopen", "GET POST", ACCOUNTS, "person"),
    line("people:end_sessions", "GET POST", RESET, "person"),
    line("accounts:devices", "GET POST", DEVICES),
    line("accounts:revoke_device", "GET POST", DEVICES, "device"),
    # ── where notices go outside ──────────────────────────────────────────────────────
    line("notices:channels", "GET", CHANNELS),
    line("notices:channel_new", "GET POST", CHANNELS),
    line("notices:channel", "GET", CHANNELS, "channel"),
    line("notices:channel_change", "GET POST", CHANNELS, "channel"),
    line("notices:channel_address", "GET POST", CHANNELS, "channel"),
    line("notices:channel_try", "POST", CHANNELS, "channel"),
    line("notices:channel_again", "POST", CHANNELS, "channel"),
    line("notices:channel_close", "GET POST", CHANNELS, "channel"),
    # ── the plan, the calendar ────────────────────────────────────────────────────────
    line("plan:overview", "GET", "staff"),
    line("plan:revisions", "GET", "staff"),
    line("plan:section", "GET", "staff", "section"),
    line("plan:clause", "GET", "staff", "clause"),
    line("plan:decisions", "GET", "staff"),
    line("plan:decision", "GET", "staff", "decision"),
    line("plan:settings", "GET", "staff"),
    line("plan:playbooks", "GET", "staff"),
    line("plan:playbook", "GET", "staff", "playbook"),
    line("plan:property", "GET", "staff"),
    line("plan:services", "GET", "staff"),
    line("plan:posts", "GET", "staff"),
    line("plan:levels", "GET", "staff"),
    line("plan:routing", "GET", "staff"),
    line("plan:confidentiality", "GET", "staff"),
    line("revisions:load", "GET POST", "director"),
    line("revisions:confirm", "GET POST", "director", "digest"),
    line("calendar:now", "GET", "staff"),
    line("calendar:year", "GET", "staff", "year"),
    line("calendar:month", "GET", "staff", "year"),
    line("calendar:name_day", "GET POST", CALENDAR),
    line("calendar:seed", "POST", CALENDAR, "year"),
    # ── places ────────────────────────────────────────────────────────────────────────
    line("places:list", "GET", "staff"),
    line("places:place", "GET", "staff", "place"),
    line("places:create", "GET POST", PLACES),
    line("places:change", "GET POST", PLACES, "place"),
    line("places:retire", "GET POST", PLACES, "place"),
    # ── equipment ─────────────────────────────────────────────────────────────────────
    line("equipment:list", "GET", ITEMS_SEEN),
    line("equipment:item", "GET", ITEMS_SEEN, "item"),
    line("equipment:register", "GET POST", ITEMS),
    line("equipment:change", "GET POST", ITEMS, "item"),
    line("equipment:state", "GET POST", ITEMS, "item"),
    line("equipment:survey", "GET", ITEMS_SEEN),
    line("equipment:count", "GET POST", COUNTED, "row"),
    line("equipment:labels", "GET POST", LABELS),
    line("equipment:labels_of_items", "GET", LABELS),
    line("equipment:sheet", "GET", LABELS),
    line("equipment:label", "GET", LABELS, "label"),
    line("equipment:revoke", "GET POST", LABELS, "label"),
    line("equipment:replace", "GET POST", LABELS, "label"),
    # ── the whole picture ─────────────────────────────────────────────────────────────
    line("board", "GET", LEADERS),
    line("history", "GET", LEADERS),
    line("audit:entries", "GET", AUDIT),
)

#: What is sent with a POST, so that the commands behind the forms are reached.
FORM = {
    "reason": "试一试",
    "label": "internal",
    "who": "named",
    "post": "duty_electrician",
    "category": "air_conditioning",
    "place": "三楼",
    "description": "灯不亮",
    "theme": "dark",
    "language": "en",
    "present": "on",
    "title": "某物",
    "name": "某人",
    "day": "2026-12-24",
    "kind": "rest",
    "on": "2026-11-21",
    "consent": "浦办〔2026〕1号",
}
