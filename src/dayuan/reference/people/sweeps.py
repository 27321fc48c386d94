"""What this module does by itself: telling, once, that a certificate runs out."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.reference.people import commands
from dayuan.reference.people.queries import qualified

#: At most this many of a kind in one run; the rest is found by the next one.
MOST = 200


def remind(*, now: datetime) -> int:
    """Tell of every certificate that runs out soon, or has run out, and was not told of."""
    found = qualified.to_remind_of(now=now, most=MOST)
    verbs = frozenset({"people.certificate.remind"})

    def tell(pk: int) -> None:
        actor = system_actor("people.certificates", site_id=found[pk], verbs=verbs)
        commands.remind_of_certificate(certificate_id=pk, actor=actor, at=now)

    return sweeps.each_row(list(found), tell).done


def register() -> None:
    """Let the worker run it."""
    sweeps.register("people.certificates", every=timedelta(hours=1), function=remind)
