"""Invented records for the page that shows every component in its states."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dayuan.kernel import problems as kernel_problems
from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Blocker, NeedsApproval, Source, SourceKind
from dayuan.kernel.text import Text
from dayuan.platform.ui import forms as ui_forms
from dayuan.platform.ui import shapes
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.platform.ui.tones import Tone

NOW = datetime.fromisoformat("2026-11-22T14:05:00+08:00")

CLAUSE = Source(SourceKind.CLAUSE, "0.0.1")
DECISION = Source(SourceKind.DECISION, "A-00")
LAW = Source(SourceKind.LAW, "劳动法 第三十八条")
SITE = Source(SourceKind.SITE, "invented for this page")
SYSTEM = Source.system("invented for this page")

PERSON = shapes.Person("王晓梅", Text("前台", "Front desk"))
LONG_PERSON = shapes.Person(
    "欧阳慕容·阿卜杜拉赫曼",
    Text(
        "技术保障部弱电与消防设施维护工程师（兼夜间值班负责人）",
        "Engineer for low-current and fire systems, also in charge at night",
    ),
    "/design/",
)
SHORT = Text("三楼东侧卫生间漏水", "Water leak, third floor east washroom")
LONG = Text(
    "主楼三层东侧第二会议室吊顶空调出风口持续滴水，已影响会议桌面、地毯与墙面插座，"
    "请带梯子与接水容器，并与会务服务员联系腾空场地",
    "Ceiling air outlet of the second meeting room, third floor east of the main building, drips "
    "without pause; table, carpet and wall sockets are affected; bring a ladder and a container",
)
PLACE = Text("主楼 三层 东侧卫生间", "Main building, 3rd floor, east washroom")


def _clock(minutes: int, **more: Any) -> shapes.Clock:
    return shapes.Clock(due=NOW + timedelta(minutes=minutes), now=NOW, **more)


def clocks() -> list[shapes.Clock]:
    """Return a clock in each of its states."""
    return [
        _clock(120),
        _clock(60 * 26),
        _clock(18),
        _clock(-18),
        _clock(-60 * 50),
        _clock(30, stopped=NOW - timedelta(minutes=5)),
        _clock(-30, stopped=NOW),
        _clock(120, paused=True),
    ]


def problems() -> list[Any]:
    """Return one problem of each kind."""
    return [
        Blocker(
            "sample.blocked",
            Text(
                "您是经办人，不能给自己的工作验收。请由另一位同事检查。",
                "You did this work, so you cannot check it. Ask a colleague to check it.",
            ),
            CLAUSE,
        ),
        NeedsApproval(
            "sample.approval",
            Text(
                "需要中心主任同意后才能延期。",
                "The centre director has to agree before the time is extended.",
            ),
            DECISION,
        ),
        kernel_problems.Warning(
            "sample.rest",
            Text(
                "这位同事本周只休息了半天，请确认仍要安排。",
                "This colleague rested only half a day this week; confirm that you mean it.",
            ),
            LAW,
        ),
    ]


def head() -> shapes.Head:
    """Return the usual head of a record."""
    return shapes.Head(
        title=SHORT,
        number="BX-2026-0138",
        badge=shapes.Badge(Tone.IN_HAND, _("In hand")),
        label=Label.INTERNAL,
        clock=_clock(120),
        source=CLAUSE,
        next=shapes.Action(label=_("Arrive"), url="#", icon="map-pin-check"),
        others=[
            shapes.Action(label=_("Hand over"), url="#", icon="arrows-exchange"),
            shapes.Action(
                label=_("Check"), url="#", icon="checklist", problems=tuple(problems()[:1])
            ),
            shapes.Action(label=_("Withdraw"), url="#", icon="trash", kind="danger"),
        ],
    )


def refused_head() -> shapes.Head:
    """Return a head with a long title and a next action that is refused."""
    return shapes.Head(
        title=LONG,
        number="BX-2026-0141",
        badge=shapes.Badge(Tone.LATE, _("Late")),
        label=Label.WORK_SECRET,
        clock=_clock(-18),
        source=CLAUSE,
        next=shapes.Action(
            label=_("Check"), url="#", icon="checklist", problems=tuple(problems()[:2])
        ),
    )


_COLUMNS = (
    shapes.Column(_("Number"), "number"),
    shapes.Column(_("What"), "what"),
    shapes.Column(_("Where"), "where"),
    shapes.Column(_("Person")),
    shapes.Column(_("Until when"), "until"),
    shapes.Column(_("State"), "state"),
)


def listing(*, dense: bool = False, repeat: int = 1) -> shapes.Listing:
    """Return a list with a usual, a long and a late row."""
    rows = [
        _row("0138", SHORT, PLACE, PERSON.name, _clock(120), Tone.IN_HAND),
        _row("0139", LONG, PLACE, LONG_PERSON.name, _clock(18), Tone.SOON),
        _row("0140", Text("大堂灯不亮", "Lobby light is out"), None, "", _clock(-18), Tone.LATE),
    ]
    if dense:
        rows = rows[::2] * repeat
    return shapes.Listing(caption=_("Requests"), columns=_COLUMNS, rows=rows, dense=dense)


def _row(
    number: str, what: Text, where: Text | None, who: str, clock: shapes.Clock, tone: Tone
) -> shapes.Row:
    badge = shapes.Badge(tone, tone.word)
    return shapes.Row(url="#", cells=(f"BX-2026-{number}", what, where, who, clock, badge))


def facts() -> list[shapes.Fact]:
    """Return facts with usual, long and missing values."""
    return [
        shapes.Fact(label=_("Place"), value=PLACE),
        shapes.Fact(label=_("Reported by"), value=PERSON),
        shapes.Fact(label=_("Person in charge"), value=LONG_PERSON),
        shapes.Fact(label=_("Reported at"), value=NOW - timedelta(hours=1)),
        shapes.Fact(label=_("Time allowed"), value=Text("2 小时", "2 hours"), source=CLAUSE),
        shapes.Fact(label=_("Checked by"), value=None),
    ]


def story() -> list[shapes.Happening]:
    """Return a short history."""
    return [
        shapes.Happening(
            at=NOW,
            what=Text("接单", "Accepted"),
            who=LONG_PERSON,
            tone=Tone.IN_HAND,
            note="带了梯子，先关阀门。\n预计半小时到。",
        ),
        shapes.Happening(
            at=NOW - timedelta(minutes=12),
            what=Text("派给值班维修", "Sent to the repair post on duty"),
            tone=Tone.WAITING,
            icon="send",
            source=CLAUSE,
        ),
        shapes.Happening(
            at=NOW - timedelta(hours=1),
            what=Text("报修", "Reported"),
            who=PERSON,
            tone=Tone.DONE,
            icon="message-report",
        ),
    ]


def tasks() -> list[shapes.TaskCard]:
    """Return a usual task, a long late one and one that is refused."""
    return [
        shapes.TaskCard(
            title=SHORT,
            url="#",
            where=PLACE,
            clock=_clock(18),
            badge=shapes.Badge(Tone.WAITING, _("Waiting")),
            source=CLAUSE,
            next=shapes.Action(label=_("Accept"), url="#", icon="check"),
        ),
        shapes.TaskCard(
            title=LONG,
            url="#",
            where=PLACE,
            clock=_clock(-18),
            badge=shapes.Badge(Tone.LATE, _("Late")),
            source=CLAUSE,
            next=shapes.Action(label=_("Arrive"), url="#", icon="map-pin-check"),
        ),
        shapes.TaskCard(
            title=Text("验收漏水维修", "Check the repaired leak"),
            url="#",
            where=PLACE,
            clock=_clock(120),
            badge=shapes.Badge(Tone.APPROVAL, _("Needs approval")),
            source=DECISION,
            next=shapes.Action(
                label=_("Check"), url="#", icon="checklist", problems=tuple(problems()[:1])
            ),
        ),
    ]


def strips() -> list[shapes.Strip]:
    """Return coverage as a picture: usual, all of one kind, nothing."""
    counts = (("1", (12, 20, 6, 9)), ("2", (0, 48, 0, 0)), ("3", (0, 0, 0, 0)))
    return [shapes.Strip(label=f"{name}", parts=_parts(*numbers)) for name, numbers in counts]


def _parts(enforced: int, prepared: int, principle: int, not_yet: int) -> list[shapes.Part]:
    return [
        shapes.Part(tone=Tone.DONE, label=_("Enforced"), count=enforced),
        shapes.Part(tone=Tone.IN_HAND, label=_("Prepared"), count=prepared),
        shapes.Part(tone=Tone.APPROVAL, label=_("Principle"), count=principle),
        shapes.Part(tone=Tone.WAITING, label=_("Not yet"), count=not_yet),
    ]


def stats() -> list[shapes.Stat]:
    """Return numbers: plain, late, done, none."""
    return [
        shapes.Stat(label=_("In hand"), value=7, tone=Tone.IN_HAND, url="#"),
        shapes.Stat(label=_("Late"), value=2, tone=Tone.LATE, note=_("longest: 18 minutes")),
        shapes.Stat(label=_("Done today"), value=1284, tone=Tone.DONE),
        shapes.Stat(label=_("On duty"), value=31, unit=_("people")),
    ]


def charts() -> list[Chart]:
    """Return a chart of times and one of things with long names."""
    words = (_("Enforced"), _("Prepared"), _("Principle"), _("Not yet"))
    tones = (Tone.DONE, Tone.IN_HAND, Tone.APPROVAL, Tone.WAITING)
    series = [Series(word, tone) for word, tone in zip(words, tones, strict=True)]
    return [
        Chart(
            title=_("Requests by month"), over=_("Month"), unit=_("requests"),
            series=[Series(_("Done"), Tone.DONE), Series(_("In hand"), Tone.IN_HAND)],
            bars=[Bar(f"2026-{n:02}", (n * 7 % 11 + 20, n)) for n in range(12)],
        ),
        Chart(
            title=_("Coverage"), over=_("Chapter"), unit=_("clauses"), series=series,
            bars=[Bar(SHORT, (12, 20, 6, 9), "#"), Bar(LONG, (0, 48, 0, 1)), Bar("3", (0,) * 4)],
            form="shares", total=_("Clauses"),
        ),
    ]  # fmt: skip


def files() -> list[shapes.File]:
    """Return files with a short and a long name."""
    return [
        shapes.File(name="现场照片.jpg", url="#", size=834_120, by=PERSON, at=NOW),
        shapes.File(
            name="关于主楼三层东侧第二会议室吊顶空调出风口持续滴水情况的现场勘查记录（最终稿）2026-11-22.pdf",
            url="#",
            size=12_482_000,
        ),
    ]


class SampleForm(forms.Form):
    """Every kind of field that evidence asks for."""

    required_css_class = "must-fill"

    what = forms.CharField(label=_("What is wrong"), help_text=_("One sentence is enough."))
    more = forms.CharField(
        label=_("More about it"), widget=forms.Textarea({"rows": 3}), required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose")), ("w", _("Water")), ("e", _("Electricity"))]
    )
    reading = forms.DecimalField(
        label=_("Reading"),
        min_value=0,
        max_value=60,
        help_text=_("From 0 to 60; outside these limits say why."),
        widget=ui_forms.ReadingInput("℃"),
    )
    tidy = forms.ChoiceField(
        label=_("Is the place left tidy?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label=_("Photo"), widget=ui_forms.PhotoInput, required=False)
    day = forms.DateField(label=_("Day"), widget=ui_forms.DateInput, required=False)
    seen = forms.BooleanField(label=_("I have read the reasons above"))


def wrong_form() -> SampleForm:
    """Return a form that came back: typed values kept, errors linked."""
    typed = {"again-more": "阀门已关。", "again-reading": "75", "again-kind": "w"}
    form = SampleForm(typed, prefix="again")
    form.is_valid()
    form.add_error(None, _("A fault at this place was reported eight minutes ago."))
    return form


def trail() -> list[shapes.Link]:
    """Return where the page lies."""
    return [shapes.Link(_("Services"), "#"), shapes.Link(_("Requests"), "#")]


def page(request: HttpRequest) -> dict[str, Any]:
    """Return everything the living page draws."""
    return {
        "now": NOW,
        "tones": [shapes.Badge(t, t.word) for t in Tone],
        "labels": list(Label),
        "sources": [CLAUSE, DECISION, LAW, SITE, SYSTEM],
        "clocks": clocks(),
        "person": PERSON,
        "long_person": LONG_PERSON,
        "problems": problems(),
        "record": head(),
        "refused": refused_head(),
        "list": listing(),
        "dense": listing(dense=True, repeat=3),
        "nothing": shapes.Listing(caption=_("Requests"), columns=_COLUMNS, rows=[]),
        "report": shapes.Action(label=_("Report a fault"), url="#", icon="plus"),
        "facts": facts(),
        "story": story(),
        "tasks": tasks(),
        "strips": strips(),
        "charts": charts(),
        "stats": stats(),
        "files": files(),
        "sample": SampleForm(),
        "wrong": wrong_form(),
        "trail": trail(),
        "choices": [
            shapes.Choice(label=_("All"), url="#", count=28),
            shapes.Choice(label=_("In hand"), url="#", current=True, count=7),
            shapes.Choice(label=_("Late"), url="#", count=2),
        ],
        "pages": shapes.Page(first=26, last=50, total=138, previous="#", next="#"),
        "only_chinese": Text("只有中文的方案文字"),
        "here": request.path,
    }
