"""Places out of an Excel file: what stands in a row, and what would become of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dayuan.kernel import codes
from dayuan.kernel.problems import Problem, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.sites import rules
from dayuan.reference.sites.commands import places as commands
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.queries import Place, places
from dayuan.reference.sites.states import PlaceKind


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row, those before it taken; nothing is written."""
    known = places.by_code(actor.site_id, {_code(row) for row in rows})
    above = {row.text("parent") for row in rows} - {""}
    found = places.named(actor.site_id, above) if above else {}
    tree = _Tree({one.code: _Spot.of(one) for one in (*known.values(), *found.values())})
    tree.below.update(places.inside_counted(actor.site_id, known))
    tree.called = {words: place.code for words, place in found.items()}
    return [tree.verdict(row, known.get(_code(row))) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Enter a place, or correct the one of this code; one that is so already is let be."""
    place = places.by_code(actor.site_id, [_code(row)]).get(_code(row))
    parent_id = _parent_id(row, place, actor.site_id)
    if place is None:
        kind = PlaceKind(row.text("kind"))
        wanted = NewPlace(_code(row), kind, row.text("zh"), row.text("en"), parent_id)
        commands.create_place(place=wanted, actor=actor, at=at)
        return
    zh, en = _titles(row, place)
    if (zh, en, parent_id) != (place.title_zh, place.title_en, place.parent_id):
        commands.change_place(
            place_id=place.pk, title_zh=zh, title_en=en, parent_id=parent_id, actor=actor, at=at
        )


@dataclass(slots=True)
class _Spot:
    """Where a place lies, as far as the rows before this one have got."""

    depth: int
    parent: str = ""
    retired: bool = False

    @classmethod
    def of(cls, place: Place) -> "_Spot":
        parent = place.parent.code if place.parent is not None else ""
        return cls(place.depth, parent, place.retired_at is not None)


@dataclass(slots=True)
class _Tree:
    """The places that rows speak of, and how many lie in each, kept along row by row."""

    spots: dict[str, _Spot]
    below: Counter[str] = field(default_factory=Counter)
    #: Codes by what was written for them.
    called: dict[str, str] = field(default_factory=dict)

    def verdict(self, row: Given, place: Place | None) -> Verdict:
        """Return what would become of a row, and let those after it count on it."""
        parent = self._parent(row, place)
        moves = place is None or parent != self.spots[place.code].parent
        problems = self._problems(row, place, parent, moves=moves)
        if problems or not row.whole:
            return Verdict("wrong", problems)
        above = self.spots[place.code].parent if place is not None else ""
        if moves:
            self._put(_code(row), parent)
        if place is None:
            return Verdict("new")
        before = {"parent": above} if moves else {}
        kept = {"zh": place.title_zh, "en": place.title_en}
        said = zip(kept.items(), _titles(row, place), strict=True)
        before |= {column: words for (column, words), now in said if words != now}
        return Verdict("changed" if moves or before else "same", before=before)

    def _parent(self, row: Given, place: Place | None) -> str:
        """Return the code of the place above; one that is not there as it was written."""
        written = row.text("parent")
        if not written:
            return self.spots[place.code].parent if place is not None else ""
        return self.called.get(written, codes.tidy(written))

    def _put(self, code: str, parent: str) -> None:
        before = self.spots.get(code)
        if before is not None and before.parent:
            self.below[before.parent] -= 1
        if parent:
            self.below[parent] += 1
        self.spots[code] = _Spot(self.spots[parent].depth + 1 if parent else 0, parent)

    def _problems(
        self, row: Given, place: Place | None, parent: str, *, moves: bool
    ) -> dict[str, Problems]:
        zh, en = _titles(row, place)
        found = {
            "code": rules.code_problems(_code(row), taken=False),
            "kind": _kind_problems(row, place),
            "zh": rules.title_problems(zh, en),
            "parent": self._lying(_code(row), parent) if moves else (),
        }
        return {column: problems for column, problems in found.items() if problems}

    def _lying(self, code: str, parent: str) -> Problems:
        if parent and parent == code:
            return (rules.IN_ITSELF,)
        if parent and parent not in self.spots:
            return (rules.NO_SUCH_PARENT,)
        spot = self.spots[parent] if parent else None
        return rules.lying_problems(
            levels_above=spot.depth + 1 if spot else 0,
            retired_above=spot is not None and spot.retired,
            has_below=self.below[code] > 0,
        )


def _kind_problems(row: Given, place: Place | None) -> tuple[Problem, ...]:
    kind = row.text("kind")
    if place is None:
        return () if kind else (rules.NO_KIND,)
    return (rules.KIND_STAYS,) if kind and kind != place.kind else ()


def _titles(row: Given, place: Place | None) -> tuple[str, str]:
    """Return the titles that the row says; what it does not say stays as it is."""
    kept = (place.title_zh, place.title_en) if place is not None else ("", "")
    return row.text("zh") or kept[0], row.text("en") or kept[1]


def _parent_id(row: Given, place: Place | None, site_id: int) -> int | None:
    written = row.text("parent")
    if not written:
        return place.parent_id if place is not None else None
    found = places.named(site_id, [written]).get(written)
    if found is None:
        raise Refused(rules.NO_SUCH_PARENT)
    return found.pk


def _code(row: Given) -> str:
    return codes.tidy(row.text("code"))


def _kinds(_actor: Actor) -> Choices:
    return [(str(kind), kind.text) for kind in PlaceKind]


IMPORTER = Importer(
    code="sites.places",
    caption=Text("场所", "Places"),
    verb="sites.place.manage",
    page="places:list",
    key=("code",),
    columns=(
        Column(
            code="code", label=Text("编号", "Code"), required=True, most=40,
            hint=Text("例如 A-3012", "Such as A-3012"),
        ),
        Column(
            code="kind", label=Text("类别", "Kind"), required=True, kind="choice",
            choices=_kinds, hint=Text("从列表中选", "From the list"),
        ),
        Column(
            code="zh", label=Text("名称", "Name"), required=True, most=60,
            hint=Text("门牌上写什么，就写什么", "What stands on the door"),
        ),
        Column(
            code="en", label=Text("英文名称", "English name"), most=60,
            hint=Text("可不填", "May be empty"),
        ),
        Column(
            code="parent", label=Text("上级场所", "Lies in"),
            hint=Text("上级的编号，上级写在前面", "Its code; what lies above comes first"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
