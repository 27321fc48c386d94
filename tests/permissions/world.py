"""A small inhabited world: for every part in it, something of its own, something open
to all staff, something hidden, and something at another site.

Made once for each test module and rolled back after it; every request and every
command runs in a savepoint of its own (see ``undone``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts.models import Account, Device
from dayuan.platform.attachments import store
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.documents.models import Issued
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.lists.models import Export, View
from dayuan.platform.notices.models import Channel, Notice
from dayuan.platform.rest.models import Token
from dayuan.platform.rest.rules import FEED, PREFIX, digest_of
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.plans.models import Revision
from dayuan.reference.sites.models import Place, Site
from dayuan.resources.equipment.models import Count, Item, Label
from dayuan.resources.rosters.models import Duty, Planning, Roster
from dayuan.services.desk import commands as desk
from dayuan.services.desk import rules
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.work.models import Application, Case, CaseMember, Task
from tests import cast as people
from tests.cast import NOW, Cast, Member
from tests.permissions import callouts, logs, shifts
from tests.resources.rosters import squad

#: The parts of the site, each with the post that the cast gives it.
STAFF = (
    "director", "deputy", "dispatcher", "checker", "supervisor",
    "technician", "captain", "guard", "cleaner",
)  # fmt: skip
HERE = (*STAFF, "liaison")
#: ``police`` speaks for a party to which the plan grants nothing;
#: ``former`` is logged in, but the appointment has ended; ``nobody`` is not logged in;
#: ``elsewhere`` is the director of another site that runs by the same plan.
PARTS = (*HERE, "police", "elsewhere", "former", "nobody")

_BACKEND = "dayuan.platform.accounts.backends.StaffNumberOrPhone"
#: How many smoke detectors were counted, here and at the other site.
COUNTED = {"open": 612, "hidden": 777}
#: What an hour of the guards costs, here and at the other site.
RATES = {"open": "41.37", "hidden": "77.73"}
#: An id that no table has reached.
NO_ID = 987_654_321
Key = tuple[str, str]


@dataclass
class World:
    """Who is there, and what each of them stands before."""

    cast: Cast
    elsewhere: Member
    former: Member
    stranger: Member
    police: Member
    #: (kind, relation) for everybody, and (kind, part) for what is a part's own.
    ids: dict[Key, Any] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)

    def member(self, part: str) -> Member:
        """Return who plays a part."""
        if part in ("police", "elsewhere", "former"):
            found: Member = getattr(self, part)
            return found
        return self.cast.members[part]

    def actor(self, part: str) -> Actor:
        """Return the actor a part is at the present instant."""
        return self.member(part).actor()

    def browser(self, part: str) -> Client:
        """Return a fresh browser in which the part is logged in; none for ``nobody``."""
        client = Client(raise_request_exception=False)
        if part != "nobody":
            if part not in self._sessions:
                account = Account.objects.get(pk=self.member(part).person.account_id or 0)
                client.force_login(account, backend=_BACKEND)
                self._sessions[part] = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[part]
        return client

    def log_in_again(self) -> None:
        """Forget every session: passwords may have changed."""
        self._sessions.clear()
        for part in PARTS:
            self.browser(part)

    def id(self, kind: str, relation: str, part: str) -> Any:
        """Return the id of what stands in this relation to the part."""
        if relation == "none":
            return "no-such-code" if kind in CODES else NO_ID
        if relation == "own":
            return self.ids[kind, part]
        return self.ids[kind, relation]

    def number(self, relation: str) -> str:
        """Return the number of a case."""
        return Case.objects.values_list("number", flat=True).get(pk=self.ids["case", relation])

    def unknown_person(self) -> int:
        """Return somebody registered just now, who has no account yet."""
        made = Person.objects.create(
            site=self.cast.site, staff_number="N700", name="新来的", joined=people.JOINED
        )
        return made.pk


#: Kinds whose ids are codewords; the others are numbers.
CODES = frozenset(
    {
        "clause",
        "section",
        "decision",
        "playbook",
        "digest",
        "row",
        "token",
        "code",
        "address",
        "paper",
        "group",
        "squad",
        "level",
    }
)


class Undo(Exception):  # noqa: N818 - it is no error, it takes a savepoint back
    """Takes everything back that happened since the savepoint."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block does to the database."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def build() -> World:
    """Return the world; call it inside a transaction that is rolled back."""
    cast = people.assemble()
    other = Site.objects.create(
        code="elsewhere", name_zh="别处大院", name_en="Elsewhere", revision=cast.site.revision
    )
    world = World(
        cast=cast,
        elsewhere=_hired(other, "E001", "别处主任", "centre_director"),
        stranger=_hired(other, "E002", "别处电工", "duty_electrician"),
        former=_hired(cast.site, "F001", "离职员工", "centre_director", until=date(2026, 11, 20)),
        police=_hired(cast.site, "P001", "派出所民警", "", party="police"),
    )
    for part in PARTS:
        world.browser(part)
    _cases(world)
    _people(world)
    _things(world)
    for site, yuan in ((cast.site, RATES["open"]), (other, RATES["hidden"])):
        shifts.rate_of(site.pk, yuan)
    callouts.own(world, (*STAFF, "elsewhere"))
    return world


def _hired(
    site: Site, number: str, name: str, post: str, until: date | None = None, party: str = ""
) -> Member:
    account = Account.objects.create(site_id=site.pk, staff_number=number, opened_at=NOW)
    person = Person.objects.create(
        site=site, staff_number=number, name=name, name_key=number, account=account,
        joined=people.JOINED, side="liaison" if party else "staff", unit=party,
    )  # fmt: skip
    if post:
        Appointment.objects.create(
            site=site, person=person, post=post, kind=Kind.MAIN, start=people.JOINED, end=until,
            made_at=NOW, made_by="system:tests",
            ended_at=NOW if until else None, ended_by="system:tests" if until else "",
        )  # fmt: skip
    return Member(Person.objects.select_related("site").get(pk=person.pk))


# --- cases, with their tasks, files and notices ---------------------------------------------


def _cases(world: World) -> None:
    for part in HERE:
        actor = world.actor(part)
        post = actor.posts[0] if actor.posts else "duty_electrician"
        made = _request(world, actor, place=f"{part}的办公室", post=post)
        _hang(world, made, part)
        _tell(world, "own", part, made.pk)
    electrician = world.cast.electrician.actor()
    open_to_all = _request(world, electrician, place="门厅", post="duty_electrician")
    _hang(world, open_to_all, "open")
    hidden = _request(world, electrician, place="密谈室", post="duty_electrician")
    Case.objects.filter(pk=hidden.pk).update(open_to_staff=False, label="work_secret")
    CaseMember.objects.filter(case_id=hidden.pk).delete()
    for key in (f"person:{electrician.person_id}", "post:duty_electrician"):
        CaseMember.objects.create(case_id=hidden.pk, key=key, since=NOW, added_by="system:tests")
    _hang(world, hidden, "hidden")
    for part in (*HERE, "police"):
        # Told while it was known; since then the need to know has ended.
        _notice(world, world.member(part), hidden.pk, "gone")
    for relation in ("open", "hidden"):
        world.ids["application", relation] = _application(world, relation).pk
    Request.objects.filter(pk=open_to_all.pk).update(
        caller_name="王处长", caller_phone="13812345678"
    )
    # A notice of somebody else is nobody's business, whatever it is about.
    other = _notice(world, world.cast.electrician, open_to_all.pk, "other")
    world.ids["notice", "open"] = other.pk
    world.ids["notice", "hidden"] = _notice(
        world, world.cast.electrician, hidden.pk, "secret"
    ).pk  # fmt: skip


def _request(world: World, reporter: Actor, *, place: str, post: str) -> Request:
    report = desk.Report(category="air_conditioning", place=place, description=f"{place}漏水")
    made = desk.report(report=report, actor=reporter, at=NOW)
    desk.dispatch(request=made, post=post, actor=world.actor("dispatcher"), at=NOW)
    made.refresh_from_db()
    return made


def _application(world: World, relation: str) -> Application:
    """Return what the electrician asks for, about the task that waits for the post."""
    return Application.objects.create(
        site_id=world.cast.site.pk, task_id=world.ids["task", relation], kind="close",
        reason="不用修了", asked_at=NOW, asked_by=world.cast.electrician.person,
    )  # fmt: skip


def _hang(world: World, made: Request, relation: str) -> None:
    """Note the case, its task that waits for somebody, and a file on it."""
    task = Task.objects.get(case_id=made.pk, step="handle")
    world.ids["case", relation] = made.pk
    world.ids["task", relation] = task.pk
    world.ids["paper", relation] = f"desk.request-{made.pk}"
    if relation in ("open", "hidden"):
        world.ids["issued", relation] = issued(world.cast.site.pk, made.pk, world.ids).pk
    world.ids["file", relation] = attach(world.cast.site.pk, made.pk, relation).pk


#: A form as it is drawn when it is issued, with nothing in it.
DRAWN = {
    "title": "报事报修单", "site": "院", "number": "编号", "label": "内部", "restricted": False,
    "blocks": [], "standing": "〔2026〕1号", "made": "林春梅", "watermark": "", "lang": "zh",
    "pages": "{page} {pages}",
}  # fmt: skip


def issued(site_id: int, case_id: int, among: Any, *, version: int = 1) -> Issued:
    """Issue a form of a request, as it is before its file was laid down."""
    return Issued.objects.create(
        site_id=site_id, year=2026, number=500 + len(among), version=version, paper="desk.request",
        owner_id=case_id, about=f"编号{case_id}", drawn=DRAWN, digest="0" * 64, issuer="林春梅",
        issued_by="system:tests", issued_at=NOW,
    )  # fmt: skip


def attach(site_id: int, case_id: int, word: str) -> Attachment:
    """Hang a file with a small picture on a case."""
    upload = ContentFile(f"内容 {word}".encode(), name=f"说明{word}.txt")
    accepted = store.accept(upload)
    preview = store.preview_of(accepted.sha256)
    preview.parent.mkdir(parents=True, exist_ok=True)
    preview.write_bytes(b"a picture of ours")
    return Attachment.objects.create(
        site_id=site_id, owner_kind="work.case", owner_id=case_id, sha256=accepted.sha256,
        size=accepted.size, media_type=accepted.media_type, name=accepted.name,
        uploaded_by="system:tests", uploaded_at=NOW, preview=Attachment.Preview.READY,
    )  # fmt: skip


def _tell(world: World, word: str, part: str, case_id: int) -> None:
    world.ids["notice", part] = _notice(world, world.member(part), case_id, word).pk


def _notice(world: World, to: Member, case_id: int, word: str) -> Notice:
    return Notice.objects.create(
        site_id=world.cast.site.pk, person_id=to.person.pk, kind="work.task.ready",
        owner_kind="work.case", owner_id=case_id, created_at=NOW, dedupe=f"tests:{word}:{case_id}",
    )  # fmt: skip


# --- people, duties, devices, revisions -------------------------------------------------------


def _people(world: World) -> None:
    for part in (*HERE, "elsewhere"):
        _note_person(world, part, world.member(part).person)
        _keep(world, part, world.member(part).person)
        if part != "liaison":
            _shifts(world, part, world.member(part).person)
            world.ids["certificate", part] = shifts.certificate_of(world.member(part).person).pk
    _keep(world, "open", world.cast.electrician.person, shared=True)
    _keep(world, "hidden", world.cast.electrician.person)
    world.ids["sheet", "open"] = "work.cases"
    world.ids["importer", "open"] = "equipment.items"
    Person.objects.filter(pk=world.cast.electrician.person.pk).update(phone="13912345678")
    Person.objects.bulk_create(
        Person(site_id=site, staff_number=f"N60{site}", name="还没有账号", joined=people.JOINED)
        for site in (world.cast.site.pk, world.stranger.person.site_id)
    )
    _note_person(world, "open", world.cast.electrician.person)
    _note_person(world, "hidden", world.stranger.person)
    for relation, whose in (("open", world.cast.electrician), ("hidden", world.stranger)):
        world.ids["certificate", relation] = shifts.certificate_of(whose.person).pk


def _keep(world: World, relation: str, person: Person, *, shared: bool = False) -> None:
    """Keep a view of the list of cases, and ask for it as a file."""
    whose = {"site_id": person.site_id, "account_id": person.account_id, "sheet": "work.cases"}
    world.ids["view", relation] = View.objects.create(
        **whose, name=f"视图{relation}", shared=shared, changed_at=NOW
    ).pk
    bring(world, relation, person)
    world.ids["export", relation] = Export.objects.create(
        **whose, language="zh-hans", asked_at=NOW
    ).pk
    world.ids["key", relation] = Token.objects.create(
        site_id=person.site_id, account_id=person.account_id or 0, title=f"程序{relation}",
        digest=f"{relation:x<64}"[:64], ending="abcdef", scopes=["work.read"], issued_at=NOW,
        expires_at=NOW + timedelta(days=30),
    ).pk  # fmt: skip
    if relation == "guard":
        world.ids["address", "open"] = calendar_of(person)


def _shifts(world: World, relation: str, person: Person) -> None:
    """Give somebody leave, a wish, a shift to come, and one that a colleague is asked about."""
    there = (world.elsewhere.person, world.stranger.person)
    colleague = world.cast.colleague.person
    if person.pk in {one.pk for one in there}:
        colleague = next(one for one in there if one.pk != person.pk)
    # Somebody else's lie on other days: the tests make them a part's own, beside what it has.
    later = 40 if relation in ("open", "hidden") else 0
    world.ids["leave", relation] = shifts.leave_of(person, 20 + later).pk
    world.ids["wish", relation] = shifts.wish_of(person, 90 + later).pk
    world.ids["shift", relation] = shifts.shift_of(person, 30 + later).pk
    world.ids["swap", relation] = shifts.swap_of(person, colleague, 31 + later).pk


def calendar_of(person: Person) -> str:
    """Make the address of a person's calendar."""
    token = f"{PREFIX}{person.pk:0>43}"
    Token.objects.create(
        site_id=person.site_id, account_id=person.account_id or 0, title="日历",
        digest=digest_of(token), ending="abcdef", scopes=[FEED], issued_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )  # fmt: skip
    return token


def bring(world: World, relation: str, person: Person) -> None:
    """Bring a file with one good row, and one to correct."""
    row = Import.objects.create(
        site_id=person.site_id, account_id=person.account_id, importer="equipment.items",
        new=1, wrong=1, asked_at=NOW,
    )  # fmt: skip
    world.ids["import", relation] = row.pk
    code, name = f"IMP-{row.pk}", "新设备"
    values = {"code": code, "name": name}
    ImportRow.objects.create(batch=row, number=2, outcome="new", values=values)
    problems = {"code": [["equipment.item_code", "编号不对", "No code"]]}
    ImportRow.objects.create(
        batch=row, number=3, outcome="wrong", values={"code": "坏"}, problems=problems
    )


def _note_person(world: World, relation: str, person: Person) -> None:
    world.ids["person", relation] = person.pk
    held = Appointment.objects.filter(person=person).first()
    world.ids["appointment", relation] = held.pk if held else NO_ID


def _registers(world: World, relation: str, person: Person) -> Label:
    """Enter a place, a piece in it, its label and a count."""
    place = Place.objects.create(
        site_id=person.site_id, code="P-1", kind="room", title_zh=f"{person.name}的机房",
        path_key="P21000001", created_at=NOW, created_by="system:tests",
    )  # fmt: skip
    world.ids["place", relation] = place.pk
    piece = Item.objects.create(
        site_id=person.site_id, code="K-1", name=f"{person.name}的水泵", sort_key="K21000001",
        place=place, registered_at=NOW, registered_by="system:tests",
    )  # fmt: skip
    label = Label.objects.create(
        site_id=person.site_id, token=f"{relation:x<22}", place=place,
        issued_at=NOW, issued_by="system:tests",
    )  # fmt: skip
    world.ids["item", relation], world.ids["label", relation] = piece.pk, label.pk
    Count.objects.create(
        site_id=person.site_id, row="smoke_detector", counted_at=NOW,
        quantity=COUNTED[relation], counted_by="system:tests",
    )  # fmt: skip
    return label


def _roster(person: Person, group: str, *, published: bool = False) -> int:
    """Return a draft of a month, or a published one."""
    done = {"state": "published", "published_at": NOW, "published_by": "system:tests"}
    return Roster.objects.create(
        site_id=person.site_id, group=group, month=date(2026, 12 if published else 11, 1),
        made_at=NOW, made_by="system:tests", **(done if published else {}),
    ).pk  # fmt: skip


def _things(world: World) -> None:
    here, there = world.cast.electrician.person, world.stranger.person
    for relation, person in (("open", here), ("hidden", there)):
        duty = Duty.objects.create(
            site_id=person.site_id, post="duty_electrician", person=person,
            start=NOW, end=NOW + timedelta(hours=8), day=NOW.date(),
            planned_at=NOW, planned_by="system:tests",
        )  # fmt: skip
        device = Device.objects.create(
            site_id=person.site_id, title=f"{person.name}的平板", token_digest=relation,
            registered_at=NOW, registered_by="system:tests",
        )  # fmt: skip
        world.ids["channel", relation] = Channel.objects.create(
            site_id=person.site_id, title=f"{person.name}的渠道", leads_to="host", sealed="v1.",
            way="webhook", each=True, carries=["other"], opened_at=NOW, opened_by="system:tests",
        ).pk  # fmt: skip
        label = _registers(world, relation, person)
        once = f"the form of {relation}"
        came = OutsideReport.objects.create(
            site_id=person.site_id, label=label, state="held", category="air_conditioning",
            description="漏水", caller_name="李女士", caller_phone="13900001111", over="label",
            once_digest=rules.digest("once", once), received_at=NOW,
            code_digest=rules.digest("link", rules.status_code(once)),
        )  # fmt: skip
        world.ids["outside", relation] = came.pk
        world.ids["token", relation] = label.token
        world.ids["code", relation] = rules.status_code(once)
        world.ids["duty", relation], world.ids["device", relation] = duty.pk, device.pk
        world.ids["roster", relation] = _roster(person, "guards")
        world.ids["planning", relation] = Planning.objects.create(
            roster_id=world.ids["roster", relation], site_id=person.site_id, seconds=30,
            state="done", asked_at=NOW, asked_by="system:tests", begun_at=NOW, ended_at=NOW,
        ).pk  # fmt: skip
        shifts.proposal_of(world, relation, duty)
        _shifts(world, relation, person)
        logs.keep(world, relation, person)
        callouts.keep(world, relation, person)
    # A plan whose shifts have times and strengths, loaded and not in force.
    world.ids["plan", "decided"] = squad.loaded(world.cast)
    published = _roster(here, "guards", published=True)
    world.ids |= {("roster", part): published for part in STAFF}
    plan = world.cast.site.revision
    foreign = Revision.objects.create(
        code="another-compound", digest="f" * 64, schema=plan.schema, edition="1",
        content=plan.content, loaded_at=NOW, loaded_by="system:tests",
    )  # fmt: skip
    world.ids["digest", "open"], world.ids["digest", "hidden"] = plan.digest, foreign.digest
    for kind, code in _CODES_OF_PUKOU.items():
        world.ids[kind, "open"] = code
    world.ids["year", "open"], world.ids["month", "open"] = 2026, 11


_CODES_OF_PUKOU = {
    "clause": "C4.1.1-03",
    "section": "C4.1.1",
    "decision": "A-03",
    "playbook": "request",
    "row": "smoke_detector",
    "group": "guards",
    "squad": callouts.SQUAD,
    "level": callouts.LEVEL,
}


def without(actor: Actor, verb: str) -> Actor:
    """Return the actor as it would be if it lacked a verb."""
    return replace(actor, verbs=actor.verbs - {verb})


def with_verb(actor: Actor, verb: str) -> Actor:
    """Return the actor as it would be if everybody had a verb."""
    return replace(actor, verbs=actor.verbs | {verb})
