"""Views of lists that people keep under a name, for themselves or for everybody."""

from collections.abc import Collection
from datetime import datetime

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.lists import listed, queries, rules
from dayuan.platform.lists.models import View

SHARE = "lists.view.share"
KEPT = declare("lists.view.keep", "保存列表视图", "A view was kept", personal=("name", "query"))
DROPPED = declare("lists.view.drop", "删除列表视图", "A view was dropped", personal=("name",))
FORGOTTEN = declare("lists.view.forget", "清除离职人员的视图", "Views of who left were forgotten")


@command
def keep(*, sheet: str, name: str, query: str, shared: bool, actor: Actor, at: datetime) -> View:
    """Keep a list as it stands under a name, in place of the own view of that name."""
    listed.sheet_for(actor, sheet)
    if shared:
        require(actor, SHARE)
    if actor.account_id is None:
        raise Refused(rules.NO_ACCOUNT)
    name = name.strip()
    own = View.objects.filter(account_id=actor.account_id, sheet=sheet)
    refuse_if(rules.view_problems(name, query, others=own.exclude(name=name).count()))
    row, _made = View.objects.update_or_create(
        account_id=actor.account_id, sheet=sheet, name=name,
        defaults={
            "site_id": actor.site_id, "query": query, "shared": shared, "changed_at": at
        },
    )  # fmt: skip
    log.record(
        KEPT, actor=actor, at=at, subject=queries.VIEW, ids=[row.pk],
        details={"list": sheet, "shared": shared}, personal={"name": name, "query": query},
    )  # fmt: skip
    return row


@command
def drop(*, view_id: int, actor: Actor, at: datetime) -> View:
    """Delete an own view, or a shared one with the right to share; return what it was."""
    row = queries.view_for(actor, view_id)
    if row.account_id != actor.account_id:
        require(actor, SHARE)
    name, pk = row.name, row.pk
    row.delete()
    log.record(
        DROPPED, actor=actor, at=at, subject=queries.VIEW, ids=[pk],
        details={"list": row.sheet}, personal={"name": name},
    )  # fmt: skip
    return row


@command
def forget_closed(*, ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Delete these views that nobody can open any more; the program alone."""
    if not actor.is_system:
        raise Refused(rules.ONLY_THE_PROGRAM)
    found = sorted(View.objects.filter(pk__in=ids, shared=False).values_list("pk", flat=True))
    View.objects.filter(pk__in=found).delete()
    if found:
        log.record(FORGOTTEN, actor=actor, at=at, subject=queries.VIEW, ids=found)
    return len(found)
