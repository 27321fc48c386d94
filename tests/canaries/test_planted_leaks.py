"""One leak planted on each surface: the harness hears every one of them."""

import base64
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import owners
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs.models import Outbox
from dayuan.platform.notices import queries as notices
from dayuan.platform.notices.models import Notice
from dayuan.services.desk import queries as desk
from dayuan.services.desk.models import Request
from dayuan.work import queries as work
from dayuan.work.models import Case
from tests.canaries import crawling
from tests.permissions import table
from tests.permissions.world import World, undone

#: The harness is tried here, not the house: it hears alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]
LINES = {line.name: line for line in table.LINES}
Leak = Callable[[pytest.MonkeyPatch, World], None]


def title(world: World) -> str:
    """Return the canary in the title of the hidden case."""
    return Case.objects.values_list("title", flat=True).get(pk=world.ids["case", "hidden"])


def list_page(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(work, "visible_to", lambda actor: Case.objects.all())


def record_page(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(desk, "get_for", lambda actor, pk: Request.objects.get(pk=pk))


def field_of_a_page(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(desk, "may_see_caller", lambda request, actor, tasks=None: True)


def notice(patch: pytest.MonkeyPatch, world: World) -> None:
    found = notices.page

    def leaky(actor: Any, **more: Any) -> Any:
        said = Text(title(world), title(world))
        page = found(actor, **more)
        return replace(page, shown=tuple(replace(one, says=said) for one in page.shown))

    patch.setattr(notices, "page", leaky)


def file_name(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(attachments, "get_for", lambda actor, pk: Attachment.objects.get(pk=pk))


def audit_view(patch: pytest.MonkeyPatch, world: World) -> None:
    # Nobody answers for cases any more: the verb alone decides.
    patch.delitem(owners.doors._values, "work.case")


def error_page(patch: pytest.MonkeyPatch, world: World) -> None:
    def telling(actor: Any, pk: int) -> Any:
        said = f"{title(world)}不能看"
        raise Refused(Blocker("tests.telling", Text(said, said)))

    patch.setattr(desk, "get_for", telling)


def log(patch: pytest.MonkeyPatch, world: World) -> None:
    def noting(response: HttpResponse) -> None:
        logging.getLogger("dayuan.tests").info("seen %s", title(world))

    _with_every_answer(patch, noting)


def _with_every_answer(patch: pytest.MonkeyPatch, change: Callable[[HttpResponse], None]) -> None:
    answer = BaseHandler.get_response

    def leaky(self: Any, request: Any) -> Any:
        response = answer(self, request)
        change(response)
        return response

    patch.setattr(BaseHandler, "get_response", leaky)


def _header(name: str, form: Callable[[str], str]) -> Leak:
    def leak(patch: pytest.MonkeyPatch, world: World) -> None:
        _with_every_answer(patch, lambda r: r.headers.__setitem__(name, form(title(world))))

    return leak


def _cookie(patch: pytest.MonkeyPatch, world: World) -> None:
    _with_every_answer(patch, lambda r: r.set_cookie("seen", quote(title(world))))


def _body(form: Callable[[str], str]) -> Leak:
    def leak(patch: pytest.MonkeyPatch, world: World) -> None:
        def add(response: HttpResponse) -> None:
            if not response.streaming:
                response.content += form(title(world)).encode()

        _with_every_answer(patch, add)

    return leak


#: Surface or disguise -> the leak, who listens, and on which address.
LEAKS: dict[str, tuple[Leak, str, str]] = {
    "a list page": (list_page, "guard", "work:cases"),
    "a record page": (record_page, "guard", "desk:request"),
    "a printed page": (record_page, "guard", "documents:paper"),
    "a PDF": (record_page, "guard", "documents:pdf"),
    "a Word file": (field_of_a_page, "guard", "documents:word"),
    "a field of a PDF": (field_of_a_page, "guard", "documents:pdf"),
    "a field of a page": (field_of_a_page, "guard", "desk:request"),
    "a notice": (notice, "guard", "notices:list"),
    "the name of a file": (file_name, "guard", "attachments:download"),
    "the view of the log": (audit_view, "director", "audit:entries"),
    "an error page": (error_page, "guard", "desk:request"),
    "the program's log": (log, "guard", "work:mine"),
    "a header": (_header("X-Title", quote), "guard", "work:mine"),
    "a redirect": (_header("Location", lambda t: f"/?q={quote(t)}"), "guard", "home"),
    "a cookie": (_cookie, "guard", "work:mine"),
    "a comment": (_body(lambda t: f"<!-- {t} -->"), "guard", "work:mine"),
    "numbers of signs": (_body(lambda t: "".join(f"&#{ord(c)};" for c in t)), "guard", "home"),
    "JSON": (_body(lambda t: json.dumps({"title": t})), "liaison", "work:cases"),
    "turned round": (_body(lambda t: t[::-1]), "police", "home"),
    "base64": (_body(lambda t: base64.b64encode(f"a{t}b".encode()).decode()), "guard", "home"),
    "the last four": (_body(lambda t: f"***{t[-4:]}"), "guard", "home"),
    "the way in": (_body(lambda t: t), "nobody", "accounts:login"),
}


@contextmanager
def planted(leak: Leak, world: World) -> Iterator[None]:
    """Plant a leak for a moment."""
    with pytest.MonkeyPatch.context() as patch:
        leak(patch, world)
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("where", LEAKS)
def test_a_leak_is_heard(aviary, where):
    world, cage = aviary
    leak, part, name = LEAKS[where]
    asked = list(crawling.surfaces(world, [LINES[name]]))
    assert crawling.listen(world, part, cage, asked) == []
    with planted(leak, world):
        assert crawling.listen(world, part, cage, asked)


def _in_outbox(world: World) -> None:
    Outbox.objects.create(kind="x", payload={"title": title(world)}, created_at="2026-11-20T00:00Z")


def _in_notice(world: World) -> None:
    Notice.objects.create(
        site_id=1, person_id=1, kind="x", params={"title": title(world)}, owner_kind="x",
        owner_id=1, created_at="2026-11-20T00:00Z", dedupe="leak",
    )  # fmt: skip


def _in_details(world: World) -> None:
    Entry.objects.create(
        site_id=1, type="x", at="2026-11-20T00:00Z", actor_key="x", via="web", subject_kind="x",
        details={"title": title(world)},
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("lay", [_in_outbox, _in_notice, _in_details], ids=lambda lay: lay.__name__)
def test_a_text_laid_where_only_codewords_belong_is_heard(aviary, lay):
    world, cage = aviary
    with undone():
        assert crawling.at_rest(cage) == []
        lay(world)
        assert crawling.at_rest(cage)
