"""Who is called out in an emergency and who stands by before a visit, as far as it is decided.

An empty list of members is none: nobody is called whom no table names. How many more
people a post gets is never written here: a person enters it each time.
"""

from typing import Literal

from pydantic import Field

from dayuan.handbook.schema.base import Code, Part, SourceRef, Whole, Words
from dayuan.handbook.schema.shifts import Seats


class Rung(Part):
    """Whom a squad calls next: the holders of these posts, in the order they are written."""

    posts: tuple[Code, ...] = Field(min_length=1)
    #: ``off_duty`` leaves those alone who stand on duty: their posts stay manned.
    who: Literal["anyone", "off_duty"] = "anyone"
    source: SourceRef


class Squad(Part):
    """A squad that is called out: how many come, within what time, and from which posts."""

    title: Words
    #: How many are wanted: a number, or the setting that answers it.
    size: Whole | Code | None = None
    #: Within how many minutes of the order: a number, or the setting that answers it.
    within: Whole | Code | None = None
    #: After how many minutes without an answer whoever called is told: a number, or the setting.
    unanswered: Whole | Code | None = None
    #: In the order of calling; empty means that nobody has decided it.
    members: tuple[Rung, ...] = ()
    #: Where it gathers unless whoever calls says otherwise.
    gather: Words | None = None
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()


class LeaveCalledOff(Part):
    """Whose leave is called off, and from how many days before."""

    everybody: bool = False
    posts: tuple[Code, ...] = ()
    days_before: Seats = 0
    source: SourceRef


class StandingBy(Part):
    """Who stands by, and where; whoever is on duty or on leave does not."""

    posts: tuple[Code, ...] = Field(min_length=1)
    where: Words | None = None
    source: SourceRef


class Surge(Part):
    """What one level of extra strength asks for: leave called off, standing by, more on duty.

    ``extra`` are the posts that get more people; how many a person enters.
    """

    title: Words
    leave: tuple[LeaveCalledOff, ...] = ()
    standby: StandingBy | None = None
    #: After how many minutes without an answer whoever ordered is told: a number, or the setting.
    unanswered: Whole | Code | None = None
    extra: tuple[Code, ...] = ()
    note: Words | None = None
    source: SourceRef
    more_sources: tuple[SourceRef, ...] = ()
