"""Who there is: units, posts, roles, outside parties, the establishment."""

from typing import Literal

from pydantic import Field

from dayuan.handbook.schema.base import Code, Line, Part, SourceRef, Whole, Words


class Unit(Part):
    """A part of the service centre, or of the government, that posts belong to."""

    title: Words
    parent: Code | None = None
    #: The post that answers for the unit.
    lead: Code | None = None
    #: ``own`` is the service centre's; ``client`` gives orders; ``outside`` is neither.
    side: Literal["own", "client"] = "own"
    source: SourceRef | None = None


class Alias(Part):
    """Another title the plan uses for the same post."""

    title: Words
    source: SourceRef


class Post(Part):
    """A post of the plan; a person holds it through an appointment."""

    title: Words
    unit: Code
    headcount: Whole
    #: The row number in the plan's own table of posts, if it has one.
    row: Whole | None = None
    #: What kind of work the plan files the post under.
    nature: Words | None = None
    reports_to: Code | None = None
    #: Posts that stand in when nobody holds this one, in order.
    alternates: tuple[Code, ...] = ()
    alternates_source: SourceRef | None = None
    aliases: tuple[Alias, ...] = ()
    #: A remark the plan prints beside the post, quoted.
    remark: str = ""
    #: Skills every holder has, by words.
    skills: tuple[Words, ...] = ()
    source: SourceRef


class Role(Part):
    """A function somebody fills beside a post: front desk, squad leader, petition supervisor."""

    title: Words
    #: The posts whose holders fill it, first one first.
    held_by: tuple[Code, ...] = Field(min_length=1)
    #: How many of those holders fill it; none means all of them.
    headcount: Whole | None = None
    alternates: tuple[Code, ...] = ()
    source: SourceRef


class Party(Part):
    """Somebody outside the establishment who takes part: the office, the police, the canteen."""

    title: Words
    #: The post that speaks with them.
    liaison: Code | None = None
    source: SourceRef | None = None


class Subtotal(Part):
    """A sum as the plan prints it, beside what its rows add up to."""

    title: Words
    #: The unit whose posts it sums; none means the whole establishment.
    unit: Code | None = None
    #: The posts it sums, where the plan's block is not exactly one unit.
    posts: tuple[Code, ...] = ()
    posts_printed: Whole
    people_printed: Whole
    #: The decision that explains a printed sum that does not match the rows.
    discrepancy: SourceRef | None = None
    source: SourceRef


class Headcount(Part):
    """A group's size as another place of the plan states it, checked against the posts."""

    title: Words
    posts: tuple[Code, ...] = Field(min_length=1)
    people: Whole
    #: The decision that explains a printed size that does not match the posts.
    discrepancy: SourceRef | None = None
    source: SourceRef


class Establishment(Part):
    """All sums the plan prints about its people."""

    subtotals: tuple[Subtotal, ...] = ()
    groups: tuple[Headcount, ...] = ()


class Grant(Part):
    """Verbs given to the holders of posts or roles, or to a party's liaisons."""

    posts: tuple[Code, ...] = ()
    roles: tuple[Code, ...] = ()
    #: Parties whose own people (liaisons with an account) hold the verbs.
    parties: tuple[Code, ...] = ()
    #: ``everyone`` means every person with a valid appointment.
    everyone: bool = False
    verbs: tuple[Line, ...] = Field(min_length=1)
    source: SourceRef
    note: Words | None = None
