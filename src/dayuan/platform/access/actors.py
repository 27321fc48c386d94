"""The actor: who acts, at which site, with which keys and verbs, at one instant.

An actor is an immutable value, resolved afresh for each request, so a right
that ended a minute ago is gone with the next click. What accounts mean in the
business is told by whoever registers as the resolver (people do).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from django.db.models import Subquery

from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text

Via = Literal["web", "api", "cli", "sweep", "import", "demo"]
Side = Literal["staff", "liaison", "system", "outside"]


#: What the key of somebody without an account begins with: the label's number follows.
LABEL = "label:"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``keys`` are what need-to-know lists name: person, posts, units."""

    site_id: int
    name: str
    side: Side
    account_id: int | None = None
    person_id: int | None = None
    keys: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    posts: tuple[str, ...] = ()
    unit: str = ""
    via: Via = "web"
    title: Text = field(default_factory=lambda: Text("系统", "System"))
    #: The instant at which this was true; what is asked about the actor is asked for then.
    as_of: datetime | None = None
    #: The label that somebody without an account stands before; nothing else is known of him.
    label_id: int | None = None
    #: What was read ``beside`` the actor, by name; it is no part of who the actor is.
    read: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, verb: str) -> bool:
        """Tell whether the actor was granted this verb."""
        return verb in self.verbs

    @property
    def is_system(self) -> bool:
        """Tell whether no person stands behind the act."""
        return self.side == "system"

    @property
    def is_outside(self) -> bool:
        """Tell whether it is somebody without an account, known by the label alone."""
        return self.side == "outside"

    @property
    def key(self) -> str:
        """Return the actor's own key, as stored in records of who did what."""
        if self.is_outside:
            return f"{LABEL}{self.label_id}"
        return f"person:{self.person_id}" if self.person_id else f"system:{self.name}"


class Resolver(Protocol):
    """Turns an account into the actor it is at an instant, or ``None`` for nobody."""

    def __call__(self, account_id: int, *, at: datetime, via: Via) -> Actor | None:
        """Return the actor, or ``None`` where the account stands for nobody now."""


resolvers: Registry[Resolver] = Registry("actor resolver")


class Beside(Protocol):
    """Something every page wants to know of whoever acts, and that is no right."""

    def __call__(self, *, person: str, site: str) -> Subquery:
        """Return it as one value, for rows that name the person and the site in these fields."""


#: A resolver asks these within its own question, so that they cost no further one.
beside: Registry[Beside] = Registry("reading beside an actor")


def actor_of(account_id: int, *, at: datetime, via: Via = "web") -> Actor | None:
    """Return who this account is at an instant; ``None`` if nobody (any more)."""
    for resolve in resolvers.values():
        if actor := resolve(account_id, at=at, via=via):
            return actor
    return None


def system_actor(
    name: str, *, site_id: int, verbs: frozenset[str] = frozenset(), via: Via = "sweep"
) -> Actor:
    """Return the named actor of a sweep, a command line, the way in; with these verbs only."""
    return Actor(site_id=site_id, name=name, side="system", verbs=verbs, via=via)


def outsider(label_id: int, *, site_id: int, verbs: frozenset[str], at: datetime) -> Actor:
    """Return somebody without an account who stands before a label; it holds only these verbs.

    Records of what he does name the label: nobody knows who he is, and nobody asks.
    """
    return Actor(site_id=site_id, name="", side="outside", verbs=verbs, label_id=label_id, as_of=at)
