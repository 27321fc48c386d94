"""Loading a revision."""

from datetime import datetime

from dayuan.handbook.digest import digest_of, snapshot_json
from dayuan.handbook.schema import SCHEMA_VERSION, Handbook
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.plans import queries
from dayuan.reference.plans.models import Revision

LOADED = declare("plans.revision.load", "载入服务方案版本", "Load a revision of the plan")


@command
def load(*, handbook: Handbook, actor: Actor, at: datetime) -> tuple[Revision, bool]:
    """Store a handbook as an immutable revision; return it and whether it is new.

    Loading the same content again changes nothing and is still written down.
    """
    permissions.require(actor, "plans.revision.load")
    digest = digest_of(handbook)
    found = queries.by_digest(digest)
    revision = found or Revision.objects.create(
        code=handbook.handbook.code,
        digest=digest,
        schema=SCHEMA_VERSION,
        edition=handbook.handbook.edition,
        content=snapshot_json(handbook),
        loaded_at=at,
        loaded_by=actor.key,
    )
    log.record(
        LOADED,
        actor=actor,
        at=at,
        subject="plans.revision",
        ids=[revision.pk],
        details={"digest": digest, "new": found is None},
    )
    return revision, found is None
