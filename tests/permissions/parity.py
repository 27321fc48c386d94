"""By which surfaces each command can be given, and how; written by hand.

A line says how the same act is asked for on a page, by a program, by a phone that was
without a network, and by a row of a file. Its arguments are those of ``acts``, where who
may give it stands too. What has one surface only says why; what is not compared yet
stands in a list of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.cast import NOW
from tests.permissions import acts, acts_rosters, parity_callouts, parity_months
from tests.permissions.acts import Act
from tests.permissions.table import parts
from tests.permissions.ways import Arguments, Page, Phone, Program, Row, Surface, Ways
from tests.permissions.world import World

_ACTS = {one.name: one for one in acts.ACTS}


def ways(
    name: str, surfaces: Callable[[World, Arguments], tuple[Surface, ...]], *, besides: str = "",
    silent: str = "", lets_be: Mapping[str, str] | None = None, act: Act | None = None,
    arguments: acts.Arguments | None = None,
) -> Ways:  # fmt: skip
    """Write one line; ``arguments`` are others than those of ``acts``, for all surfaces."""
    found = act or _ACTS[f"dayuan.{name}"]
    if arguments is not None:
        found = replace(found, arguments=arguments)
    return Ways(found, surfaces, frozenset(besides.split()), silent, lets_be or {})


def _own(name: str, arguments: acts.Arguments) -> Act:
    """Return a command that anybody gives, on the giver's own things."""
    return Act(f"dayuan.{name}", (), parts("all"), arguments)


def _task(page: str, operation: str, act: str = "", **typed: str) -> Any:
    """Return the surfaces of an act on a task: the same words everywhere."""

    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk = a["task"].pk
        found = (Page(page, (pk,), typed), Program(operation, {"task_id": pk}, typed or None))
        phone = Phone(act, pk, {name: [text] for name, text in typed.items()})
        return (*found, phone) if act else found

    return surfaces


def _case(page: str, operation: str, typed: Arguments, body: Arguments, query: str = "") -> Any:
    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk = (a.get("case") or a.get("request")).pk
        return Page(page, (pk,), typed, query), Program(operation, {"case_id": pk}, body)

    return surfaces


def _about(page: str, operation: str, argument: str, typed: Arguments, body: Any) -> Any:
    """Return the surfaces of an act whose command is handed the id of what it is about."""

    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk = a[argument]
        return Page(page, (pk,), typed), Program(operation, {argument: pk}, body)

    return surfaces


def _new(page: str, operation: str, typed: Arguments, body: Arguments) -> Any:
    """Return the surfaces of an act that makes something."""
    return lambda _world, _a: (Page(page, (), typed), Program(operation, {}, body))


def _account(page: str, operation: str) -> Any:
    """Return the surfaces of an act on an account: they name the person."""

    def surfaces(world: World, _a: Arguments) -> tuple[Surface, ...]:
        pk = world.ids["person", "open"]
        return Page(page, (pk,)), Program(operation, {"person_id": pk})

    return surfaces


_CONSENT = {"yes": False, "name": "王主任", "way": "telephone", "text": "不便外传"}
_CONSENT_TYPED = {
    "consent_answer": "no", "consent_name": "王主任", "consent_way": "telephone",
    "consent_why": "不便外传",
}  # fmt: skip


def _finish(_world: World, a: Arguments) -> tuple[Surface, ...]:
    pk, said = a["task"].pk, {"evidence": {"result": {"text": "好了"}}}
    return (
        Page("work:task", (pk,), {"result": "好了"}),
        Program("work_finish", {"task_id": pk}, said),
        Phone("work.finish", pk, {"result": ["好了"]}),
    )


def _note_refusal(_world: World, a: Arguments) -> tuple[Surface, ...]:
    pk = a["task"].pk
    said = {"evidence": {"consent": _CONSENT}}
    return (
        Page("work:task", (pk,), _CONSENT_TYPED),
        Program("work_note_refusal", {"task_id": pk}, said),
    )


def _application(page: str, operation: str, typed: Arguments, body: Any) -> Any:
    def surfaces(_world: World, a: Arguments) -> tuple[Surface, ...]:
        pk = a["application"].pk
        return Page(page, (pk,), typed), Program(operation, {"application_id": pk}, body)

    return surfaces


def _revision(_world: World, a: Arguments) -> tuple[Surface, ...]:
    pk, body = a["case"].pk, {"revision": a["revision_id"]}
    return Page("work:revision", (pk,), body), Program(
        "work_move_to_revision", {"case_id": pk}, body
    )


def _set_aside(_world: World, a: Arguments) -> tuple[Surface, ...]:
    ids, why = a["outside_ids"], a["reason"]
    return (
        Page("desk:held", (), {"pick": ids, "reason": why}),
        Program("desk_set_aside", {}, {"ids": ids, "reason": why}),
    )


def _release(_world: World, a: Arguments) -> tuple[Surface, ...]:
    pk = a["outside_id"]
    return Page("desk:held_one", (pk,)), Program("desk_release", {"outside_id": pk})


def _plan(_world: World, a: Arguments) -> tuple[Surface, ...]:
    typed = {"post": a["post"], "person": a["person_id"], "start": "10:00", "end": "18:00"}
    body = {
        "post": a["post"], "person": a["person_id"], "start": a["start"].isoformat(),
        "end": a["end"].isoformat(),
    }  # fmt: skip
    return Page("rosters:day", (), typed, "?day=2026-11-22"), Program("rosters_plan", {}, body)


def _seed(_world: World, a: Arguments) -> tuple[Surface, ...]:
    return Page("calendar:seed", (a["year"],)), Program("sites_seed_year", {"year": a["year"]})


def _name_day(_world: World, a: Arguments) -> tuple[Surface, ...]:
    said = {"kind": str(a["kind"]), "title": a["title"]}
    day = a["day"].isoformat()
    return (
        Page("calendar:name_day", (), {"day": day, **said}),
        Program("sites_name_day", {"day": day}, said),
    )


def _create_place(_world: World, _a: Arguments) -> tuple[Surface, ...]:
    said = {"code": "P-2", "kind": "room", "title_zh": "二号机房"}
    row = {"code": "P-2", "kind": "room", "zh": "二号机房"}
    return (
        Page("places:create", (), said), Program("sites_create_place", {}, said),
        Row("sites.places", row),
    )  # fmt: skip


def _by_row(importer: str, cells: Callable[[World], Arguments], others: Any) -> Any:
    """Return the surfaces of an act with the row of a file that does the same."""

    def surfaces(world: World, a: Arguments) -> tuple[Surface, ...]:
        return (*others(world, a), Row(importer, cells(world)))

    return surfaces


def _number(world: World) -> str:
    return world.cast.electrician.person.staff_number


def _register(_world: World, _a: Arguments) -> tuple[Surface, ...]:
    said = {"code": "K-2", "name": "水泵"}
    return (
        Page("equipment:register", (), {**said, "copies": 1}),
        Program("equipment_register", {}, said), Row("equipment.items", said),
    )  # fmt: skip


def _change_item(_world: World, a: Arguments) -> tuple[Surface, ...]:
    pk, said = a["item_id"], {"name": "新水泵", "place": a["described"].place_id}
    return (
        Page("equipment:change", (pk,), said),
        Program("equipment_change", {"item_id": pk}, said),
        Row("equipment.items", {"code": "K-1", "name": "新水泵"}),
    )


def _renamed(world: World, part: str) -> Arguments:
    """Return another name, and all else as it stands: what a row leaves out stays."""
    described = acts.Described("新水泵", place_id=world.ids["place", "open"])
    return {**acts.item(world, part), "described": described}


def _count(_world: World, a: Arguments) -> tuple[Surface, ...]:
    row, said = a["row"], {"quantity": a["quantity"]}
    return (
        Page("equipment:count", (row,), said), Program("equipment_count", {"row": row}, said)
    )  # fmt: skip


def _issue_labels(_world: World, a: Arguments) -> tuple[Surface, ...]:
    ids = a["item_ids"]
    return (
        Page("equipment:labels", (), {"kind": "items", "pick": ids}),
        Program("equipment_issue", {}, {"items": ids}),
    )


def _unlabelled(world: World, part: str) -> Arguments:
    return {"item_ids": [world.ids["item", "open"]]}


def _one_new_item(_world: World, _part: str) -> Arguments:
    return {"code": "K-2", "described": acts.Described("水泵")}


def _keep(_world: World, a: Arguments) -> tuple[Surface, ...]:
    return (
        Page("lists:keep", (a["sheet"],), {"name": a["name"], "query": "", "shared": "on"}),
        Program("lists_keep", {}, {"list": a["sheet"], "name": a["name"], "shared": True}),
    )


def _export(_world: World, a: Arguments) -> tuple[Surface, ...]:
    return (
        Page("lists:export", (a["sheet"],), {"query": ""}),
        Program("lists_export", {}, {"list": a["sheet"]}),
    )


def _issue(_world: World, a: Arguments) -> tuple[Surface, ...]:
    which = a["which"]
    return (
        Page("documents:issue", (which,)),
        Program("documents_issue", {}, {"record": which}),
    )


def _all_notices(_world: World, _a: Arguments) -> tuple[Surface, ...]:
    return Page("notices:read_all"), Program("notices_read_all")


def _posted(world: World, part: str) -> Arguments:
    return {"case": acts.request(world, part).case, "key": "post:gate_guard"}


_W, _D = "work.commands.", "services.desk.commands."
_P, _A = "reference.people.commands.", "platform.accounts.commands."
_S, _E = "reference.sites.commands.", "resources.equipment.commands."
_N = "platform.notices.commands."
_R = "resources.rosters.commands."
_L = "platform.lists.commands."
_H = "services.handover.commands."
_ROOM = {"title_zh": "新机房"}
_WHY = {"reason": "不再需要"}
_WRONG = {"reason": "写错了"}
_ON = {"on": "2026-11-20"}
_NEW = {"staff_number": "N778", "name": "新人", "joined": "2026-11-20"}
_LIAISON = {
    "staff_number": "N779", "name": "联络员", "joined": "2026-11-20", "unit": "police",
}  # fmt: skip
_POST = {"post": "lift_technician", "kind": "acting", "start": "2026-11-20"}
_ROW = {"number": "N778", "name": "新人", "joined": "2026-11-20"}
_LIAISON_ROW = {"number": "N779", "name": "联络员", "joined": "2026-11-20", "party": "police"}
_OTHERWISE = {"name": "新名字", "phone": "13912345678"}
_HELD = {"post": "duty_electrician", "start": "2026-01-05"}
_LABEL = {"label": "work_secret", "reason": "涉及来访人"}
_SAME_ROW = {"Row": "a row that stands there already as it says is let be"}
_REPORT = {"category": "air_conditioning", "place": "三楼", "description": "灯不亮"}

WAYS = (
    # ── reporting and the desk ──────────────────────────────────────────────────────────
    ways(_D + "requests.report", _new("desk:report", "desk_report", _REPORT, _REPORT)),
    ways(_D + "requests.dispatch", _case("desk:dispatch", "desk_dispatch", {"post": ""}, {})),
    ways(_D + "requests.cancel",
         _case("desk:cancel", "desk_cancel", {"reason": "重复"}, {"reason": "重复"})),
    ways(_D + "requests.reopen",
         _case("desk:reopen", "desk_reopen", {"reason": "又坏了"}, {"reason": "又坏了"})),
    ways(_D + "outside.release", _release),
    ways(_D + "outside.set_aside", _set_aside),
    # ── work ────────────────────────────────────────────────────────────────────────────
    ways(_W + "tasks.accept", _task("work:accept", "work_accept", "work.accept")),
    ways(_W + "tasks.hand_back", _task("work:hand_back", "work_hand_back", reason="缺梯子")),
    ways(_W + "tasks.finish", _finish),
    ways(_W + "tasks.note_refusal", _note_refusal),
    ways(_W + "tasks.reassign",
         _task("work:reassign", "work_reassign", post="lift_technician", reason="电梯")),
    ways(_W + "clocks.arrive", _task("work:arrive", "work_arrive", "work.arrive")),
    ways(_W + "clocks.pause", _task("work:pause", "work_pause", "work.pause", reason="等配件")),
    ways(_W + "clocks.resume", _task("work:resume", "work_resume", "work.resume")),
    ways(_W + "applications.ask",
         _task("work:ask", "work_ask", kind="close", reason="不用修了")),
    ways(_W + "applications.decide",
         _application("work:decide", "work_decide", {"grant": "no", "answer": "再想想"},
                      {"grant": False, "answer": "再想想"})),
    ways(_W + "applications.withdraw", _application("work:withdraw", "work_withdraw", {}, None)),
    ways(_W + "course.move_to_revision", _revision),
    ways(_W + "knowing.set_confidentiality",
         _case("work:confidentiality", "work_confidentiality", {**_LABEL, "who": "named"},
               {**_LABEL, "open_to_staff": False})),
    ways(_W + "knowing.add_member", arguments=_posted,
         surfaces=_case("work:add_member", "work_add_member", {"who": "post:gate_guard"},
                        {"key": "post:gate_guard"})),
    ways(_W + "knowing.remove_member",
         _case("work:remove_member", "work_remove_member", _WHY,
               {"key": "post:gate_guard", **_WHY}, "?who=post:gate_guard")),
    # ── who is on duty ──────────────────────────────────────────────────────────────────
    ways("resources.rosters.commands.duties.plan", _plan,
         silent="whoever only reads the day is shown no form there, and one sent is not read"),
    ways("resources.rosters.commands.duties.cancel",
         _about("rosters:cancel", "rosters_cancel", "duty_id", {}, None)),
    *(
        ways(name, surfaces, silent=parity_months.SILENT.get(name, ""))
        for name, surfaces in parity_months.SURFACES
    ),
    # ── shift logs ──────────────────────────────────────────────────────────────────────
    ways(_H + "logs.write_entry",
         _about("handover:write", "handover_write", "log_id", {"words": "巡查"},
                {"words": "巡查"})),
    ways(_H + "items.leave_item",
         _about("handover:leave", "handover_leave", "log_id", {"words": "看住三号门"},
                {"words": "看住三号门"})),
    ways(_H + "items.close_item",
         _about("handover:close_item", "handover_close_item", "item_id", {"words": "修好了"},
                {"words": "修好了"})),
    # ── people and their accounts ───────────────────────────────────────────────────────
    ways(_P + "create_person", lets_be=_SAME_ROW,
         surfaces=_by_row("people.people", lambda _w: _ROW,
                          _new("people:create", "people_create", _NEW, _NEW))),
    ways(_P + "register_liaison", lets_be=_SAME_ROW,
         surfaces=_by_row("people.people", lambda _w: _LIAISON_ROW,
                          _new("people:create_liaison", "people_create_liaison",
                               _LIAISON, _LIAISON))),
    ways(_P + "change_person", lets_be=_SAME_ROW,
         surfaces=_by_row("people.people", lambda w: {"number": _number(w), **_OTHERWISE},
                          _about("people:change", "people_change", "person_id",
                                 _OTHERWISE, _OTHERWISE))),
    ways(_P + "appoint", lets_be=_SAME_ROW,
         surfaces=_by_row("people.appointments",
                          lambda w: {"number": _number(w), **_POST, "accepted": "yes"},
                          _about("people:appoint", "people_appoint", "person_id",
                                 {**_POST, "accepted": "on"}, {**_POST, "accepted": True}))),
    ways(_P + "end_appointment", lets_be=_SAME_ROW,
         surfaces=_by_row("people.appointments",
                          lambda w: {"number": _number(w), **_HELD, "end": _ON["on"]},
                          _about("people:end_appointment", "people_end_appointment",
                                 "appointment_id", _ON, _ON))),
    ways(_P + "leave", _about("people:leave", "people_leave", "person_id", _ON, _ON)),
    ways(_A + "deactivate", _account("people:close", "people_close_account")),
    ways(_A + "reactivate", _account("people:reopen", "people_reopen_account")),
    ways(_A + "end_sessions", _account("people:end_sessions", "people_end_sessions")),
    # ── the calendar and places ─────────────────────────────────────────────────────────
    ways(_S + "name_day", _name_day),
    ways(_S + "seed_year", _seed),
    ways(_S + "places.create_place", _create_place, lets_be=_SAME_ROW),
    ways(_S + "places.change_place", lets_be=_SAME_ROW,
         surfaces=_by_row("sites.places",
                          lambda _w: {"code": "P-1", "kind": "room", "zh": "新机房"},
                          _about("places:change", "sites_change_place", "place_id",
                                 _ROOM, _ROOM))),
    ways(_S + "places.retire_place",
         _about("places:retire", "sites_retire_place", "place_id", {}, None)),
    # ── equipment ───────────────────────────────────────────────────────────────────────
    ways(_E + "items.register", _register, arguments=_one_new_item, lets_be=_SAME_ROW),
    ways(_E + "items.change", _change_item, arguments=_renamed, lets_be=_SAME_ROW),
    ways(_E + "items.change_state", lets_be={"Page": "of a retired piece it offers no act"},
         surfaces=
         _about("equipment:state", "equipment_change_state", "item_id",
                {"act": "retire", "reason": "锈穿了"}, {"act": "retire", "reason": "锈穿了"})),
    ways(_E + "survey.count", _count),
    ways(_E + "labels.issue", _issue_labels, arguments=_unlabelled),
    ways(_E + "labels.revoke",
         _about("equipment:revoke", "equipment_revoke", "label_id", {}, None)),
    ways(_E + "labels.replace",
         _about("equipment:replace", "equipment_replace", "label_id", {}, None)),
    # ── issued documents ────────────────────────────────────────────────────────────────
    # The page makes the file at once; after a program's request a worker does.
    ways("platform.documents.commands.issue", _issue,
         besides="documents.issued.keep attachments.file.attach"),
    ways("platform.documents.commands.withdraw",
         _about("documents:withdraw", "documents_withdraw", "issued_id", _WRONG, _WRONG)),
    # ── one's own: views, exports, notices ──────────────────────────────────────────────
    ways(_L + "views.keep", _keep),
    # A short list is written while one waits on its page: that is the program's own act.
    ways(_L + "exports.export", _export,
         besides="lists.export.begin lists.export.finish attachments.file.attach"),
    ways(_L + "views.drop", _about("lists:drop", "lists_drop", "view_id", {}, None),
         act=_own(_L + "views.drop", lambda w, p: {"view_id": w.ids["view", p]})),
    ways(_L + "exports.cancel", _about("lists:cancel", "lists_cancel", "export_id", {}, None),
         act=_own(_L + "exports.cancel", lambda w, p: {"export_id": w.ids["export", p]})),
    ways("platform.notices.commands.mark_read", _all_notices,
         act=_own("platform.notices.commands.mark_read", lambda _w, _p: {"ids": None})),
)  # fmt: skip

_PROGRAM = "the program's own act; a sweep or the outbox gives it, and no person may"
_PAPER = "its slip's code is read once, on paper, by whoever stands beside"
_ORIGINAL = "somebody stands before the original of a certificate and reads it"
_ENTRY = "the way in itself: before it nobody is known, and a token is no way in"
_READ_FIRST = "somebody has to read the difference or the findings before it"
_SIGNED = "is the signature of somebody who stands before the keys and has counted them"
_SHELL = "whoever keeps the server gives it on the command line"
#: Commands that programs are not offered, and why.
NOT_FOR_PROGRAMS = {
    **dict.fromkeys(
        (_H + f"handing.{act}" for act in ("declare", "take_back", "send_back", "take_over")),
        _SIGNED,
    ),
    _H + "logs.begin_shift": _SIGNED,
    **parity_callouts.NOT_FOR_PROGRAMS,
    _H + "late.tell_late": _PROGRAM,
    _D + "outside.receive": "comes from strangers before a label, who keep no token",
    _D + "outside.clear": _PROGRAM,
    _D + "taking_over.take_over": _READ_FIRST,
    _D + "together.dispatch_together": "one press for many is for people; a program asks for each",
    _W + "clocks.escalate": _PROGRAM,
    _W + "seating.seat_holders": _PROGRAM,
    "platform.attachments.commands.attach": "files come with what they belong to, in its command",
    "platform.attachments.commands.remove": "no page takes a file off",
    _R + "attendance.note": "whoever stands beside the shift sees who came; a program does not",
    _R + "attendance.say_here": "said by the person, on the own phone",
    _R + "attendance.remind": _PROGRAM,
    _R + "replacing.replace": "somebody reads what each choice costs before it",
    _P + "certificates.note_certificate": _ORIGINAL,
    _P + "certificates.withdraw_certificate": _ORIGINAL,
    _P + "certificates.remind_of_certificate": _PROGRAM,
    _P + "open_accounts": _PAPER,
    _A + "issue": _PAPER,
    _A + "issue_many": _PAPER,
    _A + "reset_password": _PAPER,
    _A + "change_phone": "a part of changing the person, which is offered",
    _A + "register_device": "registers the very browser that asks, by a cookie it then keeps",
    _A + "revoke_device": "stands with registering on the page where devices are named",
    _A + "change_password": _ENTRY,
    _A + "set_pin": _ENTRY,
    _A + "choose_first_password": _ENTRY,
    _A + "note_sign_in": _ENTRY,
    _A + "note_sign_out": _ENTRY,
    _A + "note_wrong_try": _ENTRY,
    "reference.plans.commands.load": _READ_FIRST,
    _S + "adopt": _READ_FIRST,
    _S + "open_site": _SHELL,
    "platform.jobs.commands.hold": _SHELL,
    "platform.jobs.commands.release": _SHELL,
    "platform.jobs.commands.retry": _SHELL,
    "platform.audit.erasure.erase_personal": _PROGRAM,
    "platform.audit.erasure.erase_reasons": _PROGRAM,
    _L + "exports.begin": _PROGRAM,
    _L + "exports.finish": _PROGRAM,
    _L + "exports.give_up": _PROGRAM,
    _L + "exports.expire": _PROGRAM,
    _L + "views.forget_closed": _PROGRAM,
    # A program that has rows enters them one by one and reads what is wrong with each; a
    # file is what people bring, who look at the findings before anything is entered.
    "platform.imports.commands.read": _READ_FIRST,
    "platform.imports.commands.start": _READ_FIRST,
    "platform.imports.commands.cancel": _READ_FIRST,
    "platform.imports.commands.finish": _PROGRAM,
    "platform.imports.commands.give_up": _PROGRAM,
    "platform.imports.commands.expire": _PROGRAM,
    "platform.notices.commands.tell": _PROGRAM,
    **dict.fromkeys(
        (
            f"{_N}channels.{one}"
            for one in (
                "open_channel",
                "change_channel",
                "reseal_channel",
                "close_channel",
                "try_channel",
                "retry_deliveries",
            )
        ),
        "addresses and secrets are set up by a person, who reads the page",
    ),
    **acts_rosters.NOT_FOR_PROGRAMS,
    **parity_months.NOT_FOR_PROGRAMS,
    _N + "deliveries.settle": _PROGRAM,
    "platform.documents.commands.keep": _PROGRAM,
    _N + "deliveries.skip": _PROGRAM,
    _N + "wishes.wish": "a person arranges the own notices on a page",
    "platform.offline.commands.carry_out": "a program gives the act itself",
    "platform.rest.commands.issue": "a token makes no tokens: a thief could keep one alive",
    "platform.rest.commands.revoke": "stands beside making them; its person ends a lost one",
    "platform.rest.commands.note_use": "written with every request of a program",
    "platform.rest.commands.once": "written with every request that has a key",
    "platform.rest.commands.forget_tokens": _PROGRAM,
}
__all__ = ["NOT_FOR_PROGRAMS", "NOW", "WAYS", "Page", "Phone", "Program", "Row", "Ways"]
