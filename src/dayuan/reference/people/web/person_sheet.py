"""The list of people: who works here by name, post and account, and who has left."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import queries as accounts
from dayuan.platform.lists.sheets import (
    Among,
    Bulk,
    Drawn,
    Field,
    Order,
    Part,
    Reading,
    Sheet,
    Words,
)
from dayuan.platform.ui import drawn as ui
from dayuan.reference.people import queries
from dayuan.reference.people.queries import Person
from dayuan.reference.people.web import shapes
from dayuan.reference.sites import queries as sites


def _posts(reading: Reading) -> Iterable[tuple[str, str]]:
    plan = sites.plan_of(reading.actor.site_id)
    return ((code, ui.words(plan.post_title(code))) for code in plan.handbook.posts)


def _holding(post: str, reading: Reading) -> Q:
    held = queries.who_hold(reading.actor.site_id, [post], reading.day)
    return Q(pk__in=held.values("person"))


def _door(actor: Actor) -> QuerySet[Person]:
    return queries.visible_to(actor).select_related("account")


def _drawn(people: Sequence[Person], reading: Reading) -> Iterable[Drawn]:
    plan = sites.plan_of(reading.actor.site_id)
    held = queries.holdings_of(people, on=reading.day)
    states = accounts.states([p.account_id for p in people if p.account_id is not None])
    for one in people:
        state = states.get(one.account_id) if one.account_id else None
        titles = [ui.words(title) for title in shapes.titles_of(plan, one, held[one.pk])]
        cells = {
            "name": one.name,
            "account": shapes.account_badge(state, at=reading.now),
            "post": ui.joint().join(titles) or _("No post"),
            "number": one.staff_number,
            "joined": one.joined,
        }
        tick = ""
        if state is None and queries.is_here(one, on=reading.day):
            tick = _("Open an account for %(name)s") % {"name": one.name}
        yield Drawn(cells=cells, url=reverse("people:person", args=[one.pk]), tick=tick)


SHEET: Sheet[Person] = Sheet(
    code="people.people",
    caption=gettext_lazy("People and accounts"),
    verb="people.person.view",
    page="people:list",
    door=_door,
    draw=_drawn,
    size=50,
    bulk=Bulk(
        label=gettext_lazy("Open accounts for the ticked, print slips"),
        icon="key",
        url_name="people:issue",
        name="person",
        verb="accounts.account.issue",
        hint=gettext_lazy("Each code is shown once, on the page that follows. Print it there."),
    ),
    fields=(
        Field(code="name", label=gettext_lazy("Full name"), slot="what"),
        Field(code="account", label=gettext_lazy("Account"), slot="state"),
        Field(code="post", label=gettext_lazy("Post"), slot="where"),
        Field(code="number", label=gettext_lazy("Staff number"), slot="until"),
        Field(code="joined", label=gettext_lazy("Joined"), usual=False),
    ),
    orders=(
        Order(
            code="name", label=gettext_lazy("By name"), heading="name",
            by=("name_key", "staff_number"),
        ),
        Order(
            code="number", label=gettext_lazy("By staff number"), heading="number",
            by=("staff_number",),
        ),
        Order(
            code="newest", label=gettext_lazy("Newest staff first"), heading="joined",
            by=("-joined",),
        ),
    ),
    parts=(
        Part(
            code="here", label=gettext_lazy("Working here"),
            where=lambda reading: queries.present(reading.day),
        ),
        Part(
            code="gone", label=gettext_lazy("Left or not yet begun"),
            where=lambda reading: ~queries.present(reading.day),
        ),
    ),
    filters=(
        Words(code="words", label=gettext_lazy("Name or staff number"), matching=queries.matching),
        Among(code="post", label=gettext_lazy("Post"), choices=_posts, where=_holding),
    ),
)  # fmt: skip
