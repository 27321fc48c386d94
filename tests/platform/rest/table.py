"""The permission matrix of the interface for programs: every operation, written by hand.

A line says which operation, by which method, which parts may ask it, about what kind of
thing, and which page does the same. Who may is the page's line read again: the interface
opens nothing that the page keeps shut, and shuts nothing but to those who keep no tokens
(``police``, who speaks for a party without any grant). See ``tests/permissions/table.py``
for the words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dayuan.services.desk import commands as desk
from tests.cast import NOW
from tests.permissions import table
from tests.permissions.table import (
    ACCEPT,
    ACCOUNTS,
    APPOINT,
    AUDIT,
    CALENDAR,
    COUNTED,
    DECIDE,
    DISPATCH,
    EXPORT,
    ISSUE,
    ISSUED,
    ITEMS,
    ITEMS_SEEN,
    KEEP,
    LABELS,
    LEADERS,
    MOVE,
    NEED,
    PLACES,
    REGISTER,
    RESET,
    RULE,
    SHIFTS,
    WITHDRAW,
    Line,
)
from tests.permissions.world import World

Body = Mapping[str, Any] | Callable[[World, str], Mapping[str, Any]] | None
Query = str | Callable[[World, str], str]


@dataclass(frozen=True)
class Operation:
    """One operation, the page that does the same, and what is sent."""

    line: Line
    #: The page whose line this is; empty where no page shows just this.
    page: str
    body: Body = None
    #: What stands in the address besides the thing it is about.
    more: Mapping[str, Any] = field(default_factory=dict)
    query: Query = ""
    #: Why the line is another one than the page's.
    unlike: str = ""

    @property
    def name(self) -> str:
        """Return the operation's id."""
        return self.line.name

    @property
    def method(self) -> str:
        """Return its method."""
        return self.line.methods


def asks(
    name: str, method: str, may: str, about: str = "", *, page: str, body: Body = None,
    more: Mapping[str, Any] | None = None, query: Query = "",
    unlike: str = "", **but: str,
) -> Operation:  # fmt: skip
    """Write one line; ``own=""`` or ``open="director"`` says whose act it is alone."""
    only = {f"{method} {relation}": table.parts(who) for relation, who in but.items()}
    line = Line(name, method, table.parts(may), about, but=only)
    return Operation(line, page, body, more or {}, query, unlike)


WHY = {"reason": "试一试"}
DAY = {"on": "2026-11-21"}
_IN_THE_BODY = "which list stands in the body, not in the address"
_OWN = "one's own alone, whoever asks"


def _known_to(part: str) -> str:
    # To the other site's director the things there are known, and hidden are ours.
    return "hidden" if part == "elsewhere" else "open"


def _outside(world: World, part: str) -> Mapping[str, Any]:
    return {"ids": [world.ids["outside", _known_to(part)]], "reason": "重复"}


def _duty(world: World, part: str) -> Mapping[str, Any]:
    return {
        "post": "duty_electrician", "person": world.ids["person", _known_to(part)],
        "start": "2026-12-01T08:00:00+08:00", "end": "2026-12-01T16:00:00+08:00",
    }  # fmt: skip


def _revision(world: World, part: str) -> Mapping[str, Any]:
    return {"revision": world.cast.site.revision_id}


def _labels(world: World, part: str) -> str:
    return f"?items={world.ids['item', _known_to(part)]}"


def _things(world: World, part: str) -> Mapping[str, Any]:
    return {"items": [world.ids["item", _known_to(part)]]}


def _record(world: World, part: str) -> Mapping[str, Any]:
    if part != "elsewhere":
        return {"record": world.ids["paper", "open"]}
    # Nothing of the other site stands in the world that could be issued there.
    report = desk.Report("air_conditioning", "三楼", "灯不亮")
    made = desk.report(report=report, actor=world.actor(part), at=NOW)
    return {"record": f"desk.request-{made.pk}"}


_THE_RUN = "the page knows the newest run by its month; a program names the run"
#: Somebody who is in no group: who may ask is told before that.
_CELL = {"person_id": 1, "day": "2026-11-02"}

OPERATIONS = (
    # ── the token, and what is one's own ────────────────────────────────────────────────
    asks("self_me", "GET", "all", page="accounts:me"),
    asks("self_openapi", "GET", "all", page="rest:openapi"),
    asks("notices_notices", "GET", "all", page="notices:list"),
    asks("notices_read_all", "POST", "all", page="notices:read_all"),
    asks("notices_read_one", "POST", "all", "notice", page="notices:follow"),
    asks("search_find", "GET", "all", page="search:find", query="?q=B2026"),
    # ── lists ───────────────────────────────────────────────────────────────────────────
    asks("lists_views", "GET", "all", page="", query="?list=work.cases"),
    asks("lists_keep", "POST", "all", page="lists:keep", unlike=_IN_THE_BODY,
         body={"list": "work.cases", "name": "我的"}),
    asks("lists_drop", "DELETE", "all", "view", page="lists:drop", open=EXPORT),
    asks("lists_exports", "GET", "all", page="lists:exports"),
    asks("lists_one_export", "GET", "all", "export", page="", unlike=_OWN),
    asks("lists_export", "POST", EXPORT, page="lists:export", unlike=_IN_THE_BODY,
         body={"list": "work.cases"}),
    asks("lists_cancel", "POST", "all", "export", page="lists:cancel"),
    # ── reporting and the desk ──────────────────────────────────────────────────────────
    asks("desk_categories", "GET", "all", page="desk:report"),
    asks("desk_report", "POST", "all", page="desk:report",
         body={"category": "air_conditioning", "place": "三楼", "description": "灯不亮"}),
    asks("desk_one", "GET", "all", "case", page="desk:request"),
    asks("desk_held", "GET", DISPATCH, page="desk:held"),
    asks("desk_set_aside", "POST", DISPATCH, page="desk:held", body=_outside),
    asks("desk_release", "POST", DISPATCH, "outside", page="desk:held_one"),
    asks("desk_dispatch", "POST", DISPATCH, "case", page="desk:dispatch",
         body={"post": "duty_electrician"}),
    asks("desk_cancel", "POST", "all", "case", page="desk:cancel", body=WHY, open=DISPATCH,
         unlike="in its form the page tells whoever only knows of it, and answers 422"),
    asks("desk_reopen", "POST", DISPATCH, "case", page="desk:reopen", body=WHY),
    # ── work ────────────────────────────────────────────────────────────────────────────
    asks("work_mine", "GET", "staff", page="work:mine"),
    asks("work_list_cases", "GET", "all", page="work:cases"),
    asks("work_case", "GET", "all", "case", page="desk:request"),
    asks("work_task", "GET", "staff", "task", page="work:task"),
    asks("work_accept", "POST", "staff", "task", page="work:accept", open=""),
    asks("work_arrive", "POST", "staff", "task", page="work:arrive", open="", own=""),
    asks("work_pause", "POST", "staff", "task", page="work:pause", body=WHY),
    asks("work_resume", "POST", "staff", "task", page="work:resume", open="", own=""),
    asks("work_hand_back", "POST", "staff", "task", page="work:hand_back", body=WHY),
    asks("work_reassign", "POST", MOVE, "task", page="work:reassign",
         body={"post": "duty_electrician", "reason": "试一试"}),
    asks("work_finish", "POST", "staff", "task", page="work:task",
         body={"evidence": {"result": {"text": "好了"}}}),
    asks("work_note_refusal", "POST", "staff", "task", page="work:task", body={"evidence": {}}),
    asks("work_ask", "POST", "staff", "task", page="work:ask",
         body={"kind": "close", "reason": "不用修了"}),
    asks("work_applications", "GET", DECIDE, page="work:applications"),
    asks("work_decide", "POST", DECIDE, "application", page="work:decide",
         body={"grant": False, "answer": "再想想"}),
    asks("work_withdraw", "POST", "staff", "application", page="work:withdraw", open=""),
    asks("work_members", "GET", NEED, "case", page="work:need_to_know"),
    asks("work_confidentiality", "PUT", NEED, "case", page="work:confidentiality",
         body={"label": "internal", "open_to_staff": False, "reason": "试一试"}),
    asks("work_add_member", "POST", NEED, "case", page="work:add_member",
         body={"key": "post:gate_guard"}),
    asks("work_remove_member", "POST", NEED, "case", page="work:remove_member",
         body={"key": "post:gate_guard", "reason": "试一试"}),
    asks("work_move_to_revision", "PUT", RULE, "case", page="work:revision", body=_revision),
    asks("files_file", "GET", "all", "file", page="attachments:download"),
    asks("files_preview", "GET", "all", "file", page="attachments:preview"),
    # ── issued documents ────────────────────────────────────────────────────────────────
    asks("documents_list_documents", "GET", ISSUED, page="documents:issued"),
    asks("documents_document", "GET", ISSUED, "issued", page="documents:issued_one"),
    asks("documents_pdf", "GET", ISSUED, "issued", page="documents:copy"),
    asks("documents_word", "GET", ISSUED, "issued", page="documents:issued_word"),
    asks("documents_issue", "POST", ISSUE, page="documents:issue", body=_record,
         unlike="which record stands in the body, not in the address"),
    asks("documents_withdraw", "POST", WITHDRAW, "issued", page="documents:withdraw",
         body={"reason": "试一试"}),
    # ── who is on duty ──────────────────────────────────────────────────────────────────
    asks("rosters_duties", "GET", "staff", page="rosters:day", more={"day": "2026-11-20"}),
    asks("rosters_plan", "POST", MOVE, page="rosters:day", body=_duty,
         unlike="whoever only reads the page sends no form there; it is not looked at"),
    asks("rosters_cancel", "POST", MOVE, "duty", page="rosters:cancel"),
    asks("rosters_feasibility", "GET", MOVE, page="rosters:feasibility",
         more={"group": "guards", "month": "2026-12-01"}),
    asks("rosters_months", "GET", "staff", page="rosters:months", more={"year": 2026}),
    asks("rosters_month", "GET", "staff", "roster", page="rosters:month"),
    asks("rosters_open_month", "POST", MOVE, page="rosters:months",
         body={"group": "guards", "month": "2027-01-01"},
         unlike="whoever only reads the page sends no form there; it is not looked at"),
    asks("rosters_set_cell", "PUT", MOVE, "roster", page="rosters:cell", more=_CELL, body={}),
    asks("rosters_clear_cell", "DELETE", MOVE, "roster", page="rosters:cell", more=_CELL),
    asks("rosters_ask_planning", "POST", MOVE, "roster", page="rosters:plan",
         body={"seconds": 30}),
    asks("rosters_planning", "GET", MOVE, "planning", page="", unlike=_THE_RUN),
    asks("rosters_cancel_planning", "POST", MOVE, "planning", page="", unlike=_THE_RUN),
    asks("rosters_accept", "POST", ACCEPT, "roster", page="rosters:accept",
         body={"rules": ["leader"]}),
    asks("rosters_publish", "POST", MOVE, "roster", page="rosters:publish"),
    asks("rosters_discard", "POST", MOVE, "roster", page="rosters:discard"),
    # ── shift logs ──────────────────────────────────────────────────────────────────────
    asks("handover_days", "GET", SHIFTS, page="handover:days", more={"day": "2026-11-20"}),
    asks("handover_shift", "GET", SHIFTS, "log", page="handover:shift"),
    asks("handover_write", "POST", KEEP, "log", page="handover:write", body={"words": "巡查"}),
    asks("handover_leave", "POST", KEEP, "log", page="handover:leave", body={"words": "看住"}),
    asks("handover_close_item", "POST", KEEP, "passed", page="handover:close_item",
         body={"words": "修好了"}),
    # ── people and their accounts ───────────────────────────────────────────────────────
    asks("people_list_people", "GET", LEADERS, page="people:list"),
    asks("people_person", "GET", LEADERS, "person", page="people:person"),
    asks("people_create", "POST", REGISTER, page="people:create",
         body={"staff_number": "N778", "name": "新人", "joined": "2026-11-20"}),
    asks("people_create_liaison", "POST", REGISTER, page="people:create_liaison",
         body={"staff_number": "N779", "name": "联络员", "joined": "2026-11-20",
               "unit": "police"}),
    asks("people_change", "PUT", REGISTER, "person", page="people:change", body={"name": "某人"}),
    asks("people_appoint", "POST", APPOINT, "person", page="people:appoint",
         body={"post": "lift_technician", "kind": "acting", "start": "2026-11-20"}),
    asks("people_end_appointment", "POST", APPOINT, "appointment", page="people:end_appointment",
         body=DAY),
    asks("people_asked", "GET", REGISTER, page="people:certificates"),
    asks("people_own_certificates", "GET", "all", page="people:own_certificates"),
    asks("people_certificates", "GET", REGISTER, "person", page="people:note_certificate"),
    asks("people_leave", "POST", APPOINT, "person", page="people:leave", body=DAY),
    asks("people_close_account", "POST", ACCOUNTS, "person", page="people:close", own=""),
    asks("people_reopen_account", "POST", ACCOUNTS, "person", page="people:reopen"),
    asks("people_end_sessions", "POST", RESET, "person", page="people:end_sessions"),
    # ── the calendar, places, revisions ─────────────────────────────────────────────────
    asks("sites_revisions", "GET", "staff", page="plan:revisions"),
    asks("sites_year", "GET", "staff", "year", page="calendar:year"),
    asks("sites_month", "GET", "staff", "year", page="calendar:month", more={"month": 11}),
    asks("sites_name_day", "PUT", CALENDAR, page="calendar:name_day", more={"day": "2026-12-24"},
         body={"kind": "rest", "title": "停电"}),
    asks("sites_seed_year", "POST", CALENDAR, "year", page="calendar:seed"),
    asks("sites_list_places", "GET", "staff", page="places:list"),
    asks("sites_place", "GET", "staff", "place", page="places:place"),
    asks("sites_create_place", "POST", PLACES, page="places:create",
         body={"code": "P-2", "kind": "room", "title_zh": "二号机房"}),
    asks("sites_change_place", "PUT", PLACES, "place", page="places:change",
         body={"title_zh": "新机房"}),
    asks("sites_retire_place", "POST", PLACES, "place", page="places:retire"),
    # ── equipment ───────────────────────────────────────────────────────────────────────
    asks("equipment_list_equipment", "GET", ITEMS_SEEN, page="equipment:list"),
    asks("equipment_item", "GET", ITEMS_SEEN, "item", page="equipment:item"),
    asks("equipment_register", "POST", ITEMS, page="equipment:register",
         body={"code": "K-2", "name": "水泵"}),
    asks("equipment_change", "PUT", ITEMS, "item", page="equipment:change",
         body={"name": "新水泵"}),
    asks("equipment_change_state", "POST", ITEMS, "item", page="equipment:state",
         body={"act": "retire", "reason": "锈穿了"}),
    asks("equipment_lines", "GET", ITEMS_SEEN, page="equipment:survey"),
    asks("equipment_counts", "GET", ITEMS_SEEN, "row", page="equipment:survey",
         unlike="the row's own page is the form of those who count; the survey shows the same"),
    asks("equipment_count", "POST", COUNTED, "row", page="equipment:count",
         body={"quantity": 612}),
    asks("equipment_of_things", "GET", LABELS, page="equipment:labels", query=_labels),
    asks("equipment_issue", "POST", LABELS, page="equipment:labels", body=_things),
    asks("equipment_label", "GET", LABELS, "label", page="equipment:label"),
    asks("equipment_revoke", "POST", LABELS, "label", page="equipment:revoke"),
    asks("equipment_replace", "POST", LABELS, "label", page="equipment:replace"),
    # ── the log ─────────────────────────────────────────────────────────────────────────
    asks("log_entries", "GET", AUDIT, page="audit:entries"),
)  # fmt: skip
