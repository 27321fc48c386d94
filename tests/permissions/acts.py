"""What people and the program may do: every command with who may give it, by hand.

The same rights as in ``table``, asked where nobody can walk around them: inside
the command. ``about`` says whose things a command touches; the other site's
director, who holds the same verbs there, must be refused on ours.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from dayuan.config import installation
from dayuan.kernel.workcal import DayKind
from dayuan.platform.accounts.commands import Newcomer
from dayuan.platform.attachments import store
from dayuan.platform.notices.commands.channels import Carried
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.resources.equipment.commands.items import Described
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.rules.attendance import Noted
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.handover.commands import Signed
from dayuan.services.handover.commands.logs import Line
from dayuan.work import commands as work
from dayuan.work.models import Application, Case, CaseMember, Task
from dayuan.work.rules import Given
from tests.cast import NOW, PUKOU, read
from tests.permissions import acts_callouts, acts_months, acts_rosters, table
from tests.permissions.acting import Act as Act
from tests.permissions.acting import Arguments as Arguments
from tests.permissions.acting import act
from tests.permissions.everybody import FOR_EVERYBODY as FOR_EVERYBODY
from tests.permissions.giving import NO_RIGHT as NO_RIGHT
from tests.permissions.giving import collecting_refusals as collecting_refusals
from tests.permissions.giving import give as give
from tests.permissions.table import parts as parts
from tests.permissions.watching import KEEP, begins, declared, on_the_list, read_all
from tests.permissions.world import World

#: The program's own acts: no person may give them, whatever the posts.
PROGRAM = frozenset[str]()


# --- what the commands are called with --------------------------------------------------------


def task(relation: str) -> Callable[[World, str], Task]:
    """Return the task in this relation to the part; a part without own ones gets the open one."""

    def find(world: World, part: str) -> Task:
        wanted = part if relation == "own" and ("task", part) in world.ids else "open"
        return Task.objects.select_related("case", "person").get(pk=world.ids["task", wanted])

    return find


def taken(world: World, part: str) -> Task:
    """Return the part's own task, taken into its hands where the part can."""
    found = task("own")(world, part)
    if part in table.STAFF:
        work.accept(task=found, actor=world.actor(part), at=NOW)
    return found


def unconsented(world: World, part: str) -> Task:
    """Return the part's own task, taken, as a step that asks for consent alone."""
    found = taken(world, part)
    Case.objects.filter(pk=found.case_id).update(playbook="reception_level_1")
    Task.objects.filter(pk=found.pk).update(step="security_police_consent")
    return Task.objects.select_related("case").get(pk=found.pk)


def paused(world: World, part: str) -> Task:
    """Return the part's own task, paused where the part can."""
    found = taken(world, part)
    if part in table.STAFF:
        work.pause(task=found, reason="等配件", actor=world.actor(part), at=NOW)
    return found


def application(world: World, part: str) -> Application:
    """Return what the electrician asks for."""
    pk = world.ids["application", "open"]
    return Application.objects.select_related("task__case").get(pk=pk)


def asked(world: World, part: str) -> Application:
    """Return what the part itself asks for."""
    found = application(world, part)
    Application.objects.filter(pk=found.pk).update(asked_by=world.member(part).person)
    return application(world, part)


def closed_request(world: World, part: str) -> Request:
    """Return a request that is closed; how it came to that is not asked here."""
    made = request(world, part)
    Request.objects.filter(pk=made.pk).update(state="closed")
    Case.objects.filter(pk=made.pk).update(phase="closed", closed_at=NOW)
    return Request.objects.select_related("case").get(pk=made.pk)


def another_revision(world: World) -> int:
    """Put another revision of the plan into force and return it."""
    plan = read(PUKOU)
    head = plan.handbook.model_copy(update={"edition": "next"})
    actor = installation.installer(world.cast.site.pk)
    book = plan.model_copy(update={"handbook": head})
    revision, _ = plans.load(handbook=book, actor=actor, at=NOW)
    site = site_queries.site(world.cast.site.pk)
    sites.adopt(site=site, revision=revision, consent="2号", actor=actor, at=NOW)
    return revision.pk


def request(world: World, part: str) -> Request:
    """Return a request that has just been reported, by the electrician."""
    report = desk.Report(category="air_conditioning", place="天台", description="漏水")
    return desk.report(report=report, actor=world.cast.electrician.actor(), at=NOW)


def with_member(world: World, part: str) -> Request:
    """Return a request that the gate was let know of."""
    made = request(world, part)
    CaseMember.objects.create(
        case=made.case, key="post:gate_guard", since=NOW, added_by="system:tests"
    )
    return made


def a_report(world: World, part: str) -> Mapping[str, Any]:
    """Return a report of one's own."""
    return {"report": desk.Report("air_conditioning", "三楼", "灯不亮")}


def from_paper(world: World, part: str) -> Mapping[str, Any]:
    """Return what was open on paper before the house began."""
    report = desk.Report("air_conditioning", "三楼", "灯不亮")
    return {"earlier": desk.Earlier(f"B-{part}", NOW - timedelta(days=9), report)}


def a_call(world: World, part: str) -> Mapping[str, Any]:
    """Return a report that the desk writes down for a caller."""
    return {"report": desk.Report("air_conditioning", "三楼", "灯不亮", caller_name="王处长")}


def a_file(world: World, part: str) -> Mapping[str, Any]:
    """Return a file for the case that is open to all staff."""
    accepted = store.accept(ContentFile("内容".encode(), name="说明.txt"))
    owner = world.ids["case", "open"]
    return {"accepted": accepted, "owner_kind": "work.case", "owner_id": owner}


def person(world: World, part: str) -> dict[str, Any]:
    """Return somebody of the staff."""
    return {"person_id": world.ids["person", "open"]}


def account(world: World, part: str) -> dict[str, Any]:
    """Return the account of somebody of the staff."""
    return {"account_id": world.cast.electrician.person.account_id}


def own_account(world: World, part: str) -> dict[str, Any]:
    """Return the part's own account."""
    return {"account_id": world.member(part).person.account_id}


def newcomer(world: World, part: str) -> Newcomer:
    """Return somebody who has no account yet."""
    return Newcomer(ref=1, staff_number="N777")


def site(world: World, part: str) -> dict[str, Any]:
    """Return the site itself."""
    return {"site": world.cast.site}


def place(world: World, part: str) -> dict[str, Any]:
    """Return a place of the site."""
    return {"place_id": world.ids["place", "open"]}


def item(world: World, part: str) -> dict[str, Any]:
    """Return a piece of equipment of the site."""
    return {"item_id": world.ids["item", "open"]}


def an_export(world: World, part: str) -> dict[str, Any]:
    """Return an export of somebody else."""
    return {"export_id": world.ids["export", "open"]}


def an_import(world: World, part: str) -> dict[str, Any]:
    """Return an import of somebody else."""
    return {"import_id": world.ids["import", "open"]}


def a_file_to_import(world: World, part: str) -> dict[str, Any]:
    """Return a file with equipment that was read, without a row."""
    accepted = store.accept(ContentFile("内容".encode(), name="说明.txt"))
    return {"importer": "equipment.items", "accepted": accepted, "rows": []}


def label(world: World, part: str) -> dict[str, Any]:
    """Return a label of the site."""
    return {"label_id": world.ids["label", "open"]}


def outside(world: World, part: str) -> dict[str, Any]:
    """Return a report by a label that waits for the desk."""
    return {"outside_id": world.ids["outside", "open"]}


def set_aside_report(world: World, part: str) -> dict[str, Any]:
    """Return a report that was set aside."""
    OutsideReport.objects.filter(pk=world.ids["outside", "open"]).update(
        state="set_aside", decided_at=NOW, decided_by="person:1"
    )
    return outside(world, part)


def an_arrival(world: World, part: str) -> Mapping[str, Any]:
    """Return what somebody sends who stands before a label of ours."""
    token = world.ids["token", "open"]
    return {"arrival": desk.Arrival(token=token, once="a form", category="air_conditioning")}


def channel(world: World, part: str) -> Mapping[str, Any]:
    """Return a way out of our house."""
    return {"channel_id": world.ids["channel", "open"]}


def own_duty(world: World, part: str) -> Mapping[str, Any]:
    """Return a duty of the part that begins now."""
    person = world.member(part).person
    made = Duty.objects.create(
        site_id=person.site_id, post="gate_guard", person=person, start=NOW,
        end=NOW + timedelta(hours=8), day=NOW.date(), planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    return {"duty_id": made.pk}


REFUSAL = Given(yes=False, name="王主任", way="telephone", text="不便外传")
_SOON = {"start": NOW + timedelta(days=2), "end": NOW + timedelta(days=2, hours=8)}
_TODAY = date(2026, 11, 20)

_ACCOUNTS, _PEOPLE = "platform.accounts.commands.", "reference.people.commands."
_SITES, _WORK = "reference.sites.commands.", "work.commands.tasks."
_KNOW, _NEED = "work.commands.knowing.", "work.case.need_to_know"
_PLACES, _EQUIPMENT = _SITES + "places.", "resources.equipment.commands."
_REST = "platform.rest.commands."
_CHANNELS, _OUTWARD = (f"platform.notices.commands.{m}." for m in ("channels", "deliveries"))
_PAPERS = "platform.documents.commands."
_LISTS, _IMPORTS = "platform.lists.commands.", "platform.imports.commands."
_CLOCKS, _APPLY = "work.commands.clocks.", "work.commands.applications."
_OUTSIDE = "services.desk.commands.outside."
_LOGS = "services.handover.commands."
_DESK, _JOBS = "services.desk.commands.requests.", "platform.jobs.commands."
_ISSUE, _RESET = "accounts.account.issue", "accounts.account.reset"
_CHANNEL = "notices.channel.manage"
_REGISTER, _APPOINT = "people.person.manage", "people.appointment.manage"

ACTS = (
    # ── reporting and the desk ──────────────────────────────────────────────────────────
    act(_DESK + "report", "desk.request.report", "all", a_report, ours=False),
    act(_DESK + "dispatch", "desk.request.dispatch", table.DISPATCH,
        lambda w, p: {"request": request(w, p)}),
    act("services.desk.commands.together.dispatch_together", "desk.request.dispatch",
        table.DISPATCH, lambda w, p: {"case_ids": [request(w, p).pk]},
        none_of_ours="desk.none_to_send"),
    act(_DESK + "cancel", "desk.request.cancel", table.DISPATCH,
        lambda w, p: {"request": request(w, p), "reason": "重复"}),
    act(_DESK + "reopen", "desk.request.reopen", table.DISPATCH,
        lambda w, p: {"request": closed_request(w, p), "reason": "又坏了"}),
    act("services.desk.commands.taking_over.take_over", "desk.request.take_over", table.DISPATCH,
        from_paper, ours=False),
    # What comes by labels is taken from outsiders alone, whom no post can be; and by the
    # program what was set aside is cleared.
    act(_OUTSIDE + "receive", "desk.outside.receive", "", an_arrival, ours=False),
    act(_OUTSIDE + "release", "desk.request.dispatch", table.DISPATCH, outside),
    act(_OUTSIDE + "set_aside", "desk.request.dispatch", table.DISPATCH,
        lambda w, p: {"outside_ids": [w.ids["outside", "open"]], "reason": "重复"},
        none_of_ours="desk.none_ticked"),
    act(_OUTSIDE + "clear", "desk.outside.clear", "", set_aside_report),
    # ── work ────────────────────────────────────────────────────────────────────────────
    act(_WORK + "accept", "work.task.do", "staff", lambda w, p: {"task": task("own")(w, p)}),
    act(_WORK + "hand_back", "work.task.do", "staff",
        lambda w, p: {"task": taken(w, p), "reason": "缺梯子"}),
    act(_WORK + "finish", "work.task.do", "staff",
        lambda w, p: {"task": taken(w, p), "evidence": {"result": Given(text="好了")}}),
    act(_WORK + "note_refusal", "work.task.do", "staff",
        lambda w, p: {"task": unconsented(w, p), "evidence": {"consent": REFUSAL}}),
    act(_WORK + "reassign", "work.task.reassign", table.MOVE,
        lambda w, p: {"task": task("open")(w, p), "post": "lift_technician", "reason": "电梯"}),
    act(_CLOCKS + "arrive", "work.task.do", "staff", lambda w, p: {"task": taken(w, p)}),
    act(_CLOCKS + "pause", "work.task.do", "staff",
        lambda w, p: {"task": taken(w, p), "reason": "等配件"}),
    act(_CLOCKS + "resume", "work.task.do", "staff", lambda w, p: {"task": paused(w, p)}),
    act(_CLOCKS + "escalate", "work.task.escalate", "", lambda w, p: {"task": task("open")(w, p)}),
    act("work.commands.seating.seat_holders", "work.task.seat", "",
        lambda w, p: {"case": request(w, p).case}),
    act(_APPLY + "ask", "work.task.do", "staff",
        lambda w, p: {"task": taken(w, p), "wish": work.Wish("close", "不用修了")}),
    act(_APPLY + "decide", "work.application.decide", table.DECIDE,
        lambda w, p: {"application": application(w, p), "grant": False, "answer": "再想想"}),
    act(_APPLY + "withdraw", "work.task.do", "staff", lambda w, p: {"application": asked(w, p)}),
    act("work.commands.course.move_to_revision", "work.case.move_revision", table.RULE,
        lambda w, p: {"case": request(w, p).case, "revision_id": another_revision(w)}),
    act(_KNOW + "set_confidentiality", _NEED, table.NEED,
        lambda w, p: {"case": request(w, p).case, "label": "work_secret",
                      "open_to_staff": False, "reason": "涉及来访人"}),
    act(_KNOW + "add_member", _NEED, table.NEED,
        lambda w, p: {"case": request(w, p).case, "key": "post:gate_guard"}),
    act(_KNOW + "remove_member", _NEED, table.NEED,
        lambda w, p: {"case": with_member(w, p).case, "key": "post:gate_guard",
                      "reason": "不再需要"}),
    # Whoever takes part in a case adds files; the record's gate knows who that is.
    act("platform.attachments.commands.attach", "", "", a_file),
    act("platform.attachments.commands.remove", "", "",
        lambda w, p: {"attachment_id": w.ids["file", "open"]}),
    # ── who is on duty ──────────────────────────────────────────────────────────────────
    act("resources.rosters.commands.duties.plan", "rosters.duty.manage", table.MOVE,
        lambda w, p: {**person(w, p), "post": "duty_electrician", **_SOON}),
    act("resources.rosters.commands.duties.cancel", "rosters.duty.manage", table.MOVE,
        lambda w, p: {"duty_id": w.ids["duty", "open"]}),
    act("resources.rosters.commands.replacing.replace", "rosters.duty.manage", table.MOVE,
        lambda w, p: {"duty_id": w.ids["duty", "open"], "person_id": None, "cause": "sick"}),
    act("resources.rosters.commands.attendance.note", "rosters.attendance.note", table.MOVE,
        lambda w, p: {"duty_id": w.ids["duty", "open"], "noted": Noted()}),
    act("resources.rosters.commands.attendance.say_here", "rosters.duty.view", "staff",
        own_duty, ours=False),
    act("resources.rosters.commands.attendance.remind", "rosters.attendance.remind", "",
        lambda w, p: {"duty_id": w.ids["duty", "open"]}),
    *acts_months.ACTS,
    *acts_rosters.ACTS,
    # ── shift logs and handovers: by whoever is on the list, or stands in ─────────────────
    act(_LOGS + "logs.begin_shift", KEEP, table.KEEP, begins, ours=False),
    act(_LOGS + "logs.write_entry", KEEP, table.KEEP,
        lambda w, p: {"log_id": w.ids["log", "open"], "line": Line("巡查")}),
    act(_LOGS + "items.leave_item", KEEP, table.KEEP,
        lambda w, p: {"log_id": w.ids["log", "open"], "words": "看住三号门"}),
    act(_LOGS + "items.close_item", KEEP, table.KEEP,
        lambda w, p: {"item_id": w.ids["passed", "open"], "outcome": "修好了"}),
    act(_LOGS + "handing.declare", KEEP, table.KEEP,
        lambda w, p: {"log_id": w.ids["log", "open"], "signed": Signed(why="代办")}),
    act(_LOGS + "handing.take_back", KEEP, table.KEEP, declared),
    act(_LOGS + "handing.send_back", KEEP, table.KEEP,
        lambda w, p: {**on_the_list(w, p), "reason": "没有点清"}),
    act(_LOGS + "handing.take_over", KEEP, table.KEEP,
        lambda w, p: {**on_the_list(w, p), "signed": read_all(w)}),
    act(_LOGS + "late.tell_late", "handover.shift.tell_late", "",
        lambda w, p: {"log_id": w.ids["log", "open"]}),
    *acts_callouts.ACTS,
    # ── people ──────────────────────────────────────────────────────────────────────────
    act(_PEOPLE + "create_person", _REGISTER, table.REGISTER,
        lambda w, p: {"staff_number": "N778", "name": "新人", "joined": _TODAY}, ours=False),
    act(_PEOPLE + "register_liaison", _REGISTER, table.REGISTER,
        lambda w, p: {"staff_number": "N779", "name": "联络员", "unit": "police",
                      "joined": _TODAY}, ours=False),
    act(_PEOPLE + "change_person", _REGISTER, table.REGISTER,
        lambda w, p: {**person(w, p), "name": "新名字", "phone": "13912345678"}),
    act(_PEOPLE + "appoint", _APPOINT, table.APPOINT,
        lambda w, p: {**person(w, p), "post": "lift_technician", "kind": "acting",
                      "start": _TODAY, "accepted": True}),
    act(_PEOPLE + "end_appointment", _APPOINT, table.APPOINT,
        lambda w, p: {"appointment_id": w.ids["appointment", "open"], "on": _TODAY}),
    act(_PEOPLE + "leave", f"{_REGISTER} {_APPOINT}", table.APPOINT,
        lambda w, p: {**person(w, p), "on": _TODAY}),
    act(_PEOPLE + "certificates.note_certificate", _REGISTER, table.REGISTER,
        lambda w, p: {**person(w, p), "kind": "engineer", "since": _TODAY}),
    act(_PEOPLE + "certificates.withdraw_certificate", _REGISTER, table.REGISTER,
        lambda w, p: {"certificate_id": w.ids["certificate", "open"], "why": "登记错了"}),
    act(_PEOPLE + "certificates.remind_of_certificate", "people.certificate.remind", "",
        lambda w, p: {"certificate_id": w.ids["certificate", "open"]}),
    act(_PEOPLE + "open_accounts", _ISSUE, table.ACCOUNTS,
        lambda w, p: {"person_ids": [w.unknown_person()]},
        none_of_ours="people.nobody_chosen"),
    # ── accounts and duty devices ───────────────────────────────────────────────────────
    act(_ACCOUNTS + "issue", _ISSUE, table.ACCOUNTS,
        lambda w, p: {"newcomer": newcomer(w, p)}, ours=False),
    act(_ACCOUNTS + "issue_many", _ISSUE, table.ACCOUNTS,
        lambda w, p: {"newcomers": [newcomer(w, p)]}, ours=False),
    act(_ACCOUNTS + "change_phone", _ISSUE, table.ACCOUNTS,
        lambda w, p: {**account(w, p), "phone": "13900000002"}),
    act(_ACCOUNTS + "deactivate", _ISSUE, table.ACCOUNTS, account),
    act(_ACCOUNTS + "reactivate", _ISSUE, table.ACCOUNTS, account),
    # The electrician's own line, and whoever opens accounts; the captain leads another line.
    act(_ACCOUNTS + "reset_password", _RESET, table.RESET.replace(" captain", ""),
        lambda w, p: {**account(w, p), "present": True}),
    act(_ACCOUNTS + "end_sessions", _RESET, table.RESET, account),
    act(_ACCOUNTS + "register_device", "accounts.device.manage", table.DEVICES,
        lambda w, p: {"title": "平板"}, ours=False),
    act(_ACCOUNTS + "revoke_device", "accounts.device.manage", table.DEVICES,
        lambda w, p: {"device_id": w.ids["device", "open"]}),
    # Another person's password and PIN are nobody's, not even the director's.
    act(_ACCOUNTS + "change_password", "", "",
        lambda w, p: {**account(w, p), "current": "x", "password": "long enough for anybody"}),
    act(_ACCOUNTS + "set_pin", "", "",
        lambda w, p: {**account(w, p), "current": "x", "pin": "2846"}),
    # ── where notices go outside ────────────────────────────────────────────────────────
    act(_CHANNELS + "open_channel", _CHANNEL, table.CHANNELS,
        lambda w, p: {"way": "wecom", "carried": Carried("值班群", ["other"]),
                      "values": {"token": "abcdef123456"}}, ours=False),
    act(_CHANNELS + "change_channel", _CHANNEL, table.CHANNELS,
        lambda w, p: {**channel(w, p), "carried": Carried("新名字", ["other"])}),
    act(_CHANNELS + "reseal_channel", _CHANNEL, table.CHANNELS,
        lambda w, p: {**channel(w, p),
                      "values": {"url": "https://a.example/", "secret": "x" * 16}}),
    *(act(f"{_CHANNELS}{name}", _CHANNEL, table.CHANNELS, channel)
      for name in ("close_channel", "try_channel", "retry_deliveries")),
    act(_OUTWARD + "settle", "", "", lambda w, p: {"ids": [1], "problem": ""}),
    act(_OUTWARD + "skip", "", "", lambda w, p: {"ids": [1], "reason": "read"}),
    # ── the plan, the calendar ──────────────────────────────────────────────────────────
    act("reference.plans.commands.load", "plans.revision.load", "director",
        lambda w, p: {"handbook": read(PUKOU)}, ours=False),
    act(_SITES + "adopt", "plans.revision.load", "director",
        lambda w, p: {**site(w, p), "revision": w.cast.site.revision, "consent": "1号"}),
    act(_SITES + "name_day", "sites.calendar.manage", table.CALENDAR,
        lambda w, p: {**site(w, p), "day": _TODAY, "kind": DayKind.REST, "title": "停电"}),
    act(_SITES + "seed_year", "sites.calendar.manage", table.CALENDAR,
        lambda w, p: {**site(w, p), "year": 2026}),
    # ── places ──────────────────────────────────────────────────────────────────────────
    act(_PLACES + "create_place", "sites.place.manage", table.PLACES,
        lambda w, p: {"place": NewPlace("P-2", "room", "二号机房")}, ours=False),
    act(_PLACES + "change_place", "sites.place.manage", table.PLACES,
        lambda w, p: {**place(w, p), "title_zh": "新机房", "title_en": "", "parent_id": None}),
    act(_PLACES + "retire_place", "sites.place.manage", table.PLACES, place),
    # ── equipment ───────────────────────────────────────────────────────────────────────
    act(_EQUIPMENT + "items.register", "equipment.item.manage", table.ITEMS,
        lambda w, p: {"code": "K-2", "described": Described("水泵"), "copies": 2}, ours=False),
    act(_EQUIPMENT + "items.change", "equipment.item.manage", table.ITEMS,
        lambda w, p: {**item(w, p), "described": Described("新水泵")}),
    act(_EQUIPMENT + "items.change_state", "equipment.item.manage", table.ITEMS,
        lambda w, p: {**item(w, p), "act": "retire", "reason": "锈穿了"}),
    act(_EQUIPMENT + "survey.count", "equipment.survey.count", table.COUNTED,
        lambda w, p: {"row": w.ids["row", "open"], "quantity": 612}, ours=False),
    act(_EQUIPMENT + "labels.issue", "equipment.label.manage", table.LABELS,
        lambda w, p: {"item_ids": [w.ids["item", "open"]]}),
    act(_EQUIPMENT + "labels.revoke", "equipment.label.manage", table.LABELS, label),
    act(_EQUIPMENT + "labels.replace", "equipment.label.manage", table.LABELS, label),
    # ── the installation and the program itself; no post holds these ────────────────────
    act(_SITES + "open_site", "sites.site.open", "",
        lambda w, p: {"revision": w.cast.site.revision}),
    act(_JOBS + "hold", "jobs.outbox.manage", "", lambda w, p: {"reason": "restore"}),
    act(_JOBS + "release", "jobs.outbox.manage", "", lambda w, p: {}),
    act(_JOBS + "retry", "jobs.outbox.manage", "", lambda w, p: {"ids": [1]}),
    act("platform.audit.erasure.erase_personal", "audit.personal.erase", "",
        lambda w, p: {"entry_ids": [1], "rule": "tests"}),
    act("platform.audit.erasure.erase_reasons", "audit.personal.erase", "",
        lambda w, p: {"change_ids": [1], "rule": "tests"}),
    # ── lists: views kept, files taken away ─────────────────────────────────────────────
    act(_LISTS + "views.keep", "work.case.view lists.view.share", table.EXPORT,
        lambda w, p: {"sheet": "work.cases", "name": "电梯", "query": "", "shared": True},
        ours=False),
    act(_LISTS + "exports.export", "lists.list.export work.case.view", table.EXPORT,
        lambda w, p: {"sheet": "work.cases", "query": "", "language": "zh-hans", "later": True},
        ours=False),
    act(_LISTS + "exports.begin", "", "", an_export),
    act(_LISTS + "exports.finish", "", "",
        lambda w, p: {**an_export(w, p), "accepted": None, "rows": 0}),
    act(_LISTS + "exports.give_up", "", "", lambda w, p: {**an_export(w, p), "problem": "lost"}),
    act(_LISTS + "exports.expire", "", "", an_export),
    act(_LISTS + "views.forget_closed", "", "", lambda w, p: {"ids": [w.ids["view", "open"]]}),
    # ── documents: issued under a number ────────────────────────────────────────────────
    act(_PAPERS + "issue", "documents.paper.issue", table.ISSUE,
        lambda w, p: {"which": w.ids["paper", "open"]}),
    act(_PAPERS + "withdraw", "documents.paper.withdraw documents.issued.view", table.WITHDRAW,
        lambda w, p: {"issued_id": w.ids["issued", "open"], "reason": "写错了"}),
    act(_PAPERS + "keep", "", "",
        lambda w, p: {"issued_id": w.ids["issued", "open"], "accepted": None}),
    # ── imports: rows out of files ──────────────────────────────────────────────────────
    act(_IMPORTS + "read", "equipment.item.manage", table.ITEMS,
        a_file_to_import, ours=False),
    act(_IMPORTS + "start", "equipment.item.manage", table.ITEMS,
        lambda w, p: {"import_id": w.ids.get(("import", p), w.ids["import", "open"])}, ours=False),
    act(_IMPORTS + "finish", "", "", an_import),
    act(_IMPORTS + "give_up", "", "", lambda w, p: {**an_import(w, p), "problem": "right"}),
    act(_IMPORTS + "expire", "", "", an_import),
    # ── tokens for programs ─────────────────────────────────────────────────────────────
    act(_REST + "issue", "rest.token.keep", "all",
        lambda w, p: {"title": "程序", "scopes": ["work.read"], "days": 30}, ours=False),
    act(_REST + "forget_tokens", "", "", lambda w, p: {"ids": [w.ids["key", "open"]]}),
    act("platform.notices.commands.tell", "", "",
        lambda w, p: {"persons": [1], "kind": "work.task.ready", "dedupe": "x",
                      "owner": ("work.case", w.ids["case", "open"])}),
)  # fmt: skip
