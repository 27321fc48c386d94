"""Laying down the file of what was issued, so that what was handed out can be shown again."""

from datetime import datetime

from dayuan.platform.access.actors import system_actor
from dayuan.platform.attachments import store
from dayuan.platform.documents import commands, making, queries, rules


def run(issued_id: int, *, now: datetime) -> None:
    """Make the file of an issued document, unless it is there; done twice, it is the same."""
    row = queries.to_keep(issued_id)
    if row is None:
        return
    name = f"{row.drawn['title']} {rules.number_text(row).zh}.pdf"
    with making.made("pdf", row.drawn, at=row.issued_at) as file:
        accepted = store.take_own(file, media_type=making.MEDIA_TYPES["pdf"], name=name)
    program = system_actor("documents", site_id=row.site_id)
    commands.keep(issued_id=row.pk, accepted=accepted, actor=program, at=now)
