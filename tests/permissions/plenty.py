"""A house with a chosen number of rows in every list, and what each page is asked about."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import rules
from dayuan.platform.accounts.models import Account, Device
from dayuan.platform.attachments import store
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Change
from dayuan.platform.imports import importers
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.lists import listed
from dayuan.platform.lists.models import Export, View
from dayuan.platform.notices.models import Channel, Delivery, Notice
from dayuan.platform.rest.models import Token
from dayuan.platform.rest.rules import digest_of
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.sites.models import NamedDay, Place, RevisionInForce
from dayuan.resources.equipment.models import Count, Item, Label
from dayuan.resources.rosters.models import (
    Acceptance,
    Attendance,
    Away,
    Duty,
    Planning,
    Roster,
    RosterCell,
)
from dayuan.services.desk import commands as desk
from dayuan.services.desk import rules as desk_rules
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.handover.models import (
    HandedCase,
    Handover,
    ItemRead,
    LogEntry,
    PassOn,
    ShiftLog,
    Tally,
)
from dayuan.work import commands as work
from dayuan.work.models import Task
from dayuan.work.rules import Given
from tests.cast import JOINED, NOW, Cast, Member
from tests.permissions import callouts, driving, shifts, table
from tests.permissions.world import STAFF, calendar_of, issued

#: Codewords of the plan that pages are opened with.
CODES = {
    "clause": "C4.1.1-03",
    "section": "C4.1.1",
    "decision": "A-03",
    "playbook": "request",
    "row": "smoke_detector",
    "year": 2026,
    "group": "guards",
}
BACKEND = "dayuan.platform.accounts.backends.StaffNumberOrPhone"
#: What only brackets other statements asks the database nothing.
_BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")


@dataclass
class Plenty:
    """The house: its people, how many rows each list has, what a page is opened with."""

    cast: Cast
    rows: int
    ids: dict[str, Any] = field(default_factory=lambda: dict(CODES))
    browsers: dict[str, Client] = field(default_factory=dict)

    def member(self, part: str) -> Member:
        """Return who plays a part."""
        return self.cast.members[part]

    def browser(self, part: str) -> Client:
        """Return the duty device where the part is signed in; ``nobody`` is not.

        There a page has to ask for the device as well: nowhere does it ask more.
        """
        if part not in self.browsers:
            self.browsers[part] = self._signed_in(part)
        return self.browsers[part]

    def _signed_in(self, part: str) -> Client:
        client = Client()
        client.cookies["dayuan_device"] = "0"
        if part != "nobody":
            account = Account.objects.get(pk=self.member(part).person.account_id or 0)
            client.force_login(account, backend=BACKEND)
            (session := client.session)["device"] = self.ids["device"]
            session.save()
        return client

    def address(self, name: str, part: str = "") -> str:
        """Return where a page of this name stands, for a part that may know of it."""
        line = next(line for line in table.LINES if line.name == name)
        own = f"{line.about} of {part}"
        values = [self.ids.get(own, self.ids[line.about])] if line.about else []
        if "month" in driving.by_name()[name].parameters:
            values.append(11)
        return reverse(name, args=values)


def asked(browser: Client, url: str, *, warm: bool = False) -> list[str]:
    """Return the statements a page sends to the database once the process is warm.

    Somebody who opened the page before (``warm``) has warmed it for everybody.
    """
    if not warm:
        read(browser, url)
    with CaptureQueriesContext(connection) as seen:
        answer = read(browser, url)
    led_away = answer.status_code == 302 and "/login/" in answer["Location"]
    assert answer.status_code in (200, 302, 503), f"{url}: {answer.status_code}"
    assert not led_away, f"{url} asks to sign in"
    sent = [query["sql"] for query in seen.captured_queries]
    return [sql for sql in sent if not sql.startswith(_BRACKETS)]


def read(browser: Client, url: str) -> Any:
    """Read an answer to its end and return it."""
    answer = browser.get(url)
    driving.answered(answer)
    return answer


def build(cast: Cast, rows: int) -> Plenty:
    """Fill the house: every list a page shows gets this many rows."""
    house = Plenty(cast, rows)
    house.ids["digest"] = cast.site.revision.digest
    _cases(house)
    _logs(house)
    house.ids |= callouts.plenty(house.cast, STAFF, house.rows)
    for n in range(rows):
        _person(house, n)
        _things(house, n)
    house.ids["importer"] = "equipment.items"
    house.ids["address"] = calendar_of(cast.technician.person)
    for part, member in cast.members.items():
        _notices(house, member)
        _kept(house, part, member)
        _brought(house, part, member)
    return house


def _actor(house: Plenty, part: str) -> Actor:
    return house.member(part).actor()


def _cases(house: Plenty) -> None:
    """Tell requests in every state, and one that went around so often."""
    for n in range(house.rows):
        _reported(house, f"{n}楼西")
        asked_for = _taken(house, f"{n}楼东")
        house.ids["application"] = work.ask(
            task=_open_task(asked_for), wish=work.Wish("close", "不用修了"),
            actor=_actor(house, "technician"), at=NOW,
        ).pk  # fmt: skip
    told = _taken(house, "一楼大厅")
    for n in range(house.rows):
        done = _taken(house, f"{n}楼北")
        work.finish(
            task=_open_task(done), evidence={"result": Given(text="修好了")},
            actor=_actor(house, "technician"), at=NOW,
        )  # fmt: skip
        house.ids["file"] = _file(house, told, n)
    for n in range(house.rows):
        own = _reported(house, f"{n}楼南", by="liaison")
        _send_and_take(house, own)
        house.ids["case of liaison"] = own.pk
        house.ids["paper of liaison"] = f"desk.request-{own.pk}"
        house.ids["file of liaison"] = _file(house, own, n)
    for n in range(house.rows):
        row = issued(house.cast.site.pk, told.pk, range(n), version=n + 1)
        house.ids["issued"] = row.pk
    # Last, so that the newest page of the log shows personal values in every house.
    for n in range(house.rows):
        _hand_back_and_send_out_again(house, told, n)
    house.ids["task"] = _open_task(told).pk
    house.ids["case"] = told.pk
    house.ids["paper"] = f"desk.request-{told.pk}"
    Request.objects.filter(pk=told.pk).update(caller_name="王处长", caller_phone="13812345678")


def _reported(house: Plenty, place: str, by: str = "technician") -> Request:
    given = desk.Report("air_conditioning", place, "不冷")
    return desk.report(report=given, actor=_actor(house, by), at=NOW)


def _taken(house: Plenty, place: str) -> Request:
    made = _reported(house, place)
    _send_and_take(house, made)
    return made


def _send_and_take(house: Plenty, made: Request) -> None:
    desk.dispatch(request=made, actor=_actor(house, "dispatcher"), at=NOW)
    work.accept(task=_open_task(made), actor=_actor(house, "technician"), at=NOW)


def _hand_back_and_send_out_again(house: Plenty, made: Request, n: int) -> None:
    at = NOW + timedelta(seconds=n + 1)
    actor = house.member("technician").actor(at)
    work.hand_back(task=_open_task(made), reason=f"缺零件{n}", actor=actor, at=at)
    made.refresh_from_db()
    if made.state == "reported":
        desk.dispatch(request=made, actor=house.member("dispatcher").actor(at), at=at)
    work.accept(task=_open_task(made), actor=actor, at=at)


def _open_task(made: Request) -> Task:
    rows = Task.objects.filter(case_id=made.pk, state__in=["ready", "accepted"])
    return rows.select_related("case").get()


def _file(house: Plenty, made: Request, n: int) -> int:
    accepted = store.accept(ContentFile(f"内容 {n}".encode(), name=f"说明{n}.txt"))
    preview = store.preview_of(accepted.sha256)
    preview.parent.mkdir(parents=True, exist_ok=True)
    preview.write_bytes(b"a picture of ours")
    return Attachment.objects.create(
        site_id=house.cast.site.pk, owner_kind="work.case", owner_id=made.pk,
        sha256=accepted.sha256, size=accepted.size, media_type=accepted.media_type,
        name=accepted.name, uploaded_by="system:tests", uploaded_at=NOW,
        preview=Attachment.Preview.READY,
    ).pk  # fmt: skip


def _person(house: Plenty, n: int) -> None:
    site = house.cast.site
    made = Person.objects.create(
        site=site, staff_number=f"N7{n:02}", name=f"新来的{n}", joined=JOINED, phone="13912345678"
    )
    house.ids["appointment"] = Appointment.objects.create(
        site=site, person=made, post="floor_cleaner", kind=Kind.MAIN,
        start=JOINED, made_at=NOW, made_by="system:tests",
    ).pk  # fmt: skip
    Appointment.objects.create(
        site=site, person=house.cast.electrician.person, post="floor_cleaner",
        kind=Kind.CONCURRENT, start=JOINED, end=JOINED + timedelta(days=n + 1), made_at=NOW,
        made_by="system:tests", ended_at=NOW, ended_by="system:tests",
    )  # fmt: skip
    house.ids["person"] = house.cast.electrician.person.pk
    house.ids["certificate"] = shifts.certificate_of(house.cast.electrician.person, n + 1).pk


def _months(house: Plenty, n: int) -> None:
    """Let a draft and a published month grow by a cell, an exception, a run of the planner."""
    site, person = house.cast.site, house.cast.guard.person
    made = {"site_id": site.pk, "made_at": NOW, "made_by": "system:tests"}
    stands = {"state": "published", "published_at": NOW, "published_by": "system:tests"}
    later = date(2027 + n // 12, n % 12 + 1, 1)
    Roster.objects.create(group="guards", month=later, **made)
    draft, _new = Roster.objects.get_or_create(
        site_id=site.pk, group="guards", month=date(2026, 11, 1), defaults=made
    )
    published, _new = Roster.objects.get_or_create(
        site_id=site.pk, group="guards", month=date(2026, 12, 1), defaults=made | stands
    )
    RosterCell.objects.create(
        roster=draft, person=person, day=date(2026, 11, n + 1), post="gate_guard", shift="first"
    )
    Acceptance.objects.create(
        roster=draft, rule=f"rule{n}", units=1, accepted_at=NOW, accepted_by="system:tests"
    )
    house.ids["planning"] = Planning.objects.create(
        roster=draft, site_id=site.pk, seconds=5, state="done", asked_at=NOW, asked_by="x",
        ended_at=NOW,
    ).pk  # fmt: skip
    at = NOW + timedelta(days=12 + n)
    Duty.objects.create(
        site_id=site.pk, post="gate_guard", person=person, start=at, end=at + timedelta(hours=8),
        day=at.date(), roster=published, planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    shifts.rate_of(site.pk, "25.00", day=later)
    house.ids["roster"] = draft.pk
    house.ids["mending"] = shifts.proposed(published, published.duties.first(), n + 1).pk
    house.ids |= {f"roster of {p}": published.pk for p in STAFF if p not in table.parts(table.MOVE)}


def _things(house: Plenty, n: int) -> None:
    _months(house, n)
    site, person = house.cast.site, house.cast.electrician.person
    duty = Duty.objects.create(
        site_id=site.pk, post="duty_electrician", person=person,
        start=NOW + timedelta(hours=n), end=NOW + timedelta(hours=n + 1), day=NOW.date(),
        planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    house.ids["duty"] = duty.pk
    Attendance.objects.create(
        site_id=site.pk, duty=duty, state="here", came_at=duty.start, noted_at=NOW,
        noted_by=f"person:{house.member('captain').person.pk}",
    )  # fmt: skip
    _shifts(house, n)
    house.ids["device"] = Device.objects.create(
        site_id=site.pk, title=f"平板{n}", token_digest=rules.token_digest(f"{n}"),
        registered_at=NOW, registered_by="system:tests",
    ).pk  # fmt: skip
    _channel(house, n)
    _place(house, n)
    _equipment(house, n)
    day = date(2026, 11, 23 + n % 7)
    NamedDay.objects.get_or_create(
        site=site, day=day, defaults={"kind": "rest", "title": "测试日", "origin": "site"}
    )
    RevisionInForce.objects.create(
        site=site, revision=site.revision, adopted_by="system:tests", consent="浦办1号",
        since=NOW - timedelta(days=n + 2), until=NOW - timedelta(days=n + 1),
    )  # fmt: skip


def _shifts(house: Plenty, n: int) -> None:
    """Give everybody one more shift, leave and wish, and one more swap that waits."""
    electrician, colleague = house.cast.electrician.person, house.cast.colleague.person
    for part, member in house.cast.members.items():
        person, other = member.person, electrician
        if person.pk == electrician.pk:
            other = colleague
        made = {
            "leave": shifts.leave_of(person, 20 + 2 * n),
            "wish": shifts.wish_of(person, 90 + n),
            "shift": shifts.shift_of(person, 30 + 3 * n),
            "swap": shifts.swap_of(person, other, 31 + 3 * n),
        }
        house.ids |= {f"{kind} of {part}": row.pk for kind, row in made.items()}
        shifts.swap_of(person, other, 32 + 3 * n, state="agreed")
        Away.objects.filter(pk=shifts.leave_of(person, 21 + 2 * n).pk).update(state="approved")
    for kind in ("leave", "wish", "shift", "swap"):
        house.ids[kind] = house.ids[f"{kind} of electrician"]


def _logs(house: Plenty) -> None:
    """Keep a shift that runs, one that waits to be signed, and several of the morning."""
    site_id, guard = house.cast.site.pk, house.cast.guard.person
    of_site = {"site_id": site_id, "group": "guards", "day": NOW.date(), "holder": guard}
    hour = timedelta(hours=1)
    log = ShiftLog.objects.create(
        **of_site, start=NOW - hour, end=NOW + 7 * hour, taken_at=NOW - hour
    )
    waiting = ShiftLog.objects.create(
        **(of_site | {"holder": house.cast.electrician.person}), start=NOW - 9 * hour,
        end=NOW - hour, taken_at=NOW - 9 * hour, state="handing_over",
    )  # fmt: skip
    given = _handed(house, waiting)
    for n in range(house.rows):
        LogEntry.objects.create(
            log=log, at=NOW, written_at=NOW, by=guard, words=f"巡查{n}",
            case_id=house.ids["case"],
        )  # fmt: skip
        item = PassOn.objects.create(
            site_id=site_id, group="guards", log=waiting, words=f"看住{n}号门", left_at=NOW,
            left_by=guard,
        )  # fmt: skip
        ItemRead.objects.create(item=item, log=log, at=NOW, by=guard)
        Tally.objects.create(
            handover=given, thing=f"radio{n}", expected=6, given=5, given_says="少一部"
        )
        before = NOW - 20 * hour - n * timedelta(minutes=5)
        closed = ShiftLog.objects.create(
            **of_site, start=before, end=before + timedelta(minutes=5), taken_at=before,
            state="closed", closed_at=NOW,
        )  # fmt: skip
        _handed(house, closed, taken=log)
        house.ids["passed"] = item.pk
    house.ids["log"], house.ids["waiting"] = log.pk, waiting.pk


def _handed(house: Plenty, log: ShiftLog, taken: ShiftLog | None = None) -> Handover:
    guard, electrician = house.cast.guard.person, house.cast.electrician.person
    signed = {"taken": taken, "signed_at": NOW, "signed_by": guard} if taken else {}
    made = Handover.objects.create(
        site_id=log.site_id, given=log, declared_at=NOW, declared_by=electrician, **signed
    )
    HandedCase.objects.create(handover=made, case_id=house.ids["case"])
    return made


def _channel(house: Plenty, n: int) -> None:
    """Set up one more way out, and let one more message fail by the same one."""
    made = Channel.objects.create(
        site_id=house.cast.site.pk, way="wecom", title=f"群{n}", leads_to="host", sealed="v1.",
        carries=["other"], opened_at=NOW, opened_by="system:tests",
    )  # fmt: skip
    house.ids.setdefault("channel", made.pk)
    Delivery.objects.create(
        site_id=made.site_id, channel_id=house.ids["channel"], kind="work.task.ready",
        key=f"tests:{n}", state="given_up", problem="slow", made_at=NOW, next_at=NOW,
        settled_at=NOW,
    )  # fmt: skip


def _place(house: Plenty, n: int) -> None:
    """Put one more room into the building, and a building beside it."""
    row = {"site": house.cast.site, "created_at": NOW, "created_by": "system:tests"}
    house.ids["place"] = Place.objects.get_or_create(
        code="P", site=house.cast.site,
        defaults={"kind": "building", "title_zh": "主楼", "path_key": "P", **row},
    )[0].pk  # fmt: skip
    for parent, code in ((house.ids["place"], f"P-{n}"), (None, f"Q-{n}")):
        Place.objects.create(
            code=code, kind="room" if parent else "building", title_zh=f"{n}室", parent_id=parent,
            depth=1 if parent else 0, path_key=f"{code[0]}0{n:03}" if parent else code, **row,
        )  # fmt: skip


def _equipment(house: Plenty, n: int) -> None:
    """Enter one more piece with a label and a past, label a room, count a row once more."""
    site_id, by = house.cast.site.pk, _actor(house, "supervisor").key
    piece = Item.objects.create(
        site_id=site_id, code=f"K-{n}", name="水泵", sort_key=f"K2{n:03}", row=CODES["row"],
        place_id=house.ids["place"], registered_at=NOW, registered_by=by,
    )  # fmt: skip
    Change.objects.create(
        site_id=site_id, machine="equipment.item", subject_id=piece.pk, context_id=piece.pk,
        act="begin", old="", new="in_service", at=NOW, actor_key=by,
    )  # fmt: skip
    sticker = {"site_id": site_id, "issued_at": NOW, "issued_by": by}
    house.ids["label"] = Label.objects.create(item=piece, token=f"{n:0>22}", **sticker).pk
    room = Place.objects.get(site_id=site_id, code=f"P-{n}")
    Label.objects.create(place=room, token=f"{n:x>22}", **sticker)
    Count.objects.create(
        site_id=site_id, row=CODES["row"], quantity=600 + n, counted_at=NOW, counted_by=by
    )
    house.ids["item"] = piece.pk
    _came_by_label(house, n)


def _came_by_label(house: Plenty, n: int) -> None:
    """Let one more report by a label wait for the desk, and one more be a request by now."""
    nobodys = Request.objects.filter(outside=None).order_by("pk").first()
    for form, more in (
        (f"held {n}", {"state": "held", "description": "漏水", "over": "label"}),
        (f"taken {n}", {"state": "accepted", "request": nobodys}),
    ):
        link = desk_rules.digest("link", desk_rules.status_code(form))
        made = OutsideReport.objects.create(
            site_id=house.cast.site.pk, label_id=house.ids["label"], category="air_conditioning",
            once_digest=desk_rules.digest("once", form), received_at=NOW,
            code_digest=link, **more,
        )  # fmt: skip
        if made.state == "held":
            house.ids["outside"] = made.pk
    house.ids["token"], house.ids["code"] = f"{n:0>22}", desk_rules.status_code(f"taken {n}")


def _kept(house: Plenty, part: str, member: Member) -> None:
    """Keep views of every list, and ask for files of which some are there."""
    whose = {"site_id": house.cast.site.pk, "account_id": member.person.account_id}
    for n in range(house.rows):
        for sheet in listed.sheets:
            View.objects.create(
                **whose, sheet=sheet, name=f"视图{n}", query=f"order={n}", changed_at=NOW,
                shared=n % 2 == 0,
            )  # fmt: skip
        house.ids["key"] = house.ids[f"key of {part}"] = Token.objects.create(
            **whose, title=f"程序{n}", digest=digest_of(f"{member.person.pk} {n}"), ending="abcdef",
            scopes=["work.read"], issued_at=NOW, expires_at=NOW + timedelta(days=30),
        ).pk  # fmt: skip
        row = Export.objects.create(
            **whose, sheet="work.cases", language="zh-hans", asked_at=NOW,
            state="ready" if n % 2 == 0 else "working",
        )  # fmt: skip
        Attachment.objects.create(
            site_id=row.site_id, owner_kind="lists.export", owner_id=row.pk, sha256="0" * 64,
            size=1, media_type="x", name="事项.xlsx", uploaded_by="system:tests", uploaded_at=NOW,
        )  # fmt: skip


def _brought(house: Plenty, part: str, member: Member) -> None:
    """Bring files of many rows, all of them to correct."""
    whose = {"site_id": house.cast.site.pk, "account_id": member.person.account_id}
    problems = {"code": [["equipment.item_code", "编号不对", "No code"]]}
    for n in range(house.rows):
        mine = [one.code for one in importers.importers_for(member.actor())]
        for importer in mine or list(importers.importers):
            row = Import.objects.create(**whose, importer=importer, wrong=house.rows, asked_at=NOW)
            house.ids["import"] = house.ids[f"import of {part}"] = row.pk
            ImportRow.objects.create(
                batch=row, number=n, outcome="wrong", values={"code": "坏"}, problems=problems
            )


def _notices(house: Plenty, member: Member) -> None:
    for n in range(house.rows):
        Notice.objects.create(
            site_id=house.cast.site.pk, person_id=member.person.pk, kind="work.task.ready",
            owner_kind="work.case", owner_id=house.ids["case"], created_at=NOW,
            dedupe=f"tests:{member.person.pk}:{n}",
        )  # fmt: skip
