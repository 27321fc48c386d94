"""What somebody has to have before standing on a post: certificates and qualifications."""

from pydantic import Field

from dayuan.handbook.schema.base import Code, Part, SourceRef, Whole, Words


class Qualification(Part):
    """A certificate or qualification, and the posts on which nobody stands without it.

    Whoever relieves such a post needs it as well. With ``when`` it is asked for only once the
    site has answered that yes-or-no setting with yes.
    """

    title: Words
    posts: tuple[Code, ...] = Field(min_length=1)
    when: Code | None = None
    #: Once this yes-or-no setting says yes nobody stands without it; before that it is said.
    binding: Code | None = None
    #: It runs out, and so many days before whoever keeps the certificates is reminded.
    remind: Whole | None = None
    source: SourceRef
