"""Whoever issued a document hears that somebody else withdrew it: paper has to be called back."""

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import system_actor
from dayuan.platform.documents import events, queries
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import commands, kinds

#: Never renamed: deliveries that wait name it.
NAME = "processes:withdrawn_is_told"
_PERSON = "person:"

DOCUMENTS = kinds.declare_group("documents.issued", "签发的文件", "Issued documents")
WITHDRAWN = kinds.declare(
    "documents.paper.withdrawn",
    "您签发的〔{year}〕{document}号文件已作废，请收回纸质件：{title}（{number}）",
    "Your document {year}-{document} was withdrawn, call its paper back: {title} ({number})",
    icon="ban",
    tone="late",
    group=DOCUMENTS,
    outward=Text("您签发的一份文件已作废", "A document that you issued was withdrawn"),
    must=True,
)


def connect() -> None:
    """Tell the issuers whenever a document was withdrawn."""
    outbox.consumer(events.WITHDRAWN, NAME)(tell_issuers)


def tell_issuers(message: Message) -> None:
    """Tell whoever issued any version, but not the one who withdrew it.

    The notice hangs on the record that was issued, so its own door decides who reads what
    of it; records that notices cannot name are left out.
    """
    row = queries.withdrawn(message.ids["issued"])
    if row is None or row.owner_kind not in kinds.cards:
        return
    keys = row.issuers - {row.withdrawn_by}
    people = [int(key.removeprefix(_PERSON)) for key in keys if key.startswith(_PERSON)]
    if people:
        commands.tell(
            persons=people, kind=WITHDRAWN.code, owner=(row.owner_kind, row.owner_id),
            dedupe=f"{WITHDRAWN.code}:{message.id}",
            params={"year": row.year, "document": row.number},
            actor=system_actor("notices", site_id=message.ids["site_id"]), at=message.now,
        )  # fmt: skip
