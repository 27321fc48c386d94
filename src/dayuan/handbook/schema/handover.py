"""What a shift hands over to the next one, as far as somebody has decided it.

Everything stays empty until then: nothing is counted that nobody named, and a number
that nobody gave is none, never nought.
"""

from typing import Annotated

from pydantic import Field

from dayuan.handbook.schema.base import Code, Part, SourceRef, Whole, Words

#: How many there should be; nought is a number here: none is left at the post.
Pieces = Annotated[int, Field(strict=True, ge=0, le=9999)]


class Counted(Part):
    """One kind of thing that is counted at every handover: a set of keys, the radios."""

    #: Names it for ever: what was counted years ago stays readable.
    code: Code
    title: Words
    #: How many there should be; none where nobody has decided or counted yet.
    pieces: Pieces | None = None
    source: SourceRef


class Minutes(Part):
    """A number of minutes, and who decided it."""

    minutes: Whole
    source: SourceRef


class Handover(Part):
    """What is counted and signed when one shift of a group takes over from another."""

    counted: tuple[Counted, ...] = ()
    #: The categories whose open cases are handed over; what lies below one counts too.
    cases: tuple[Code, ...] = ()
    #: How long before its end a shift may be handed over; none means at any time.
    earliest: Minutes | None = None
    #: How long after its end a shift that is not handed over is told of; none means never.
    late: Minutes | None = None
    source: SourceRef
