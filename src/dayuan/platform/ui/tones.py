"""The one scale of states: colour, icon and word always come together."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tone(StrEnum):
    """What a state means to somebody who has to act; the codewords stand in state tables."""

    WAITING = "waiting"
    IN_HAND = "in_hand"
    SOON = "soon"
    LATE = "late"
    DONE = "done"
    APPROVAL = "approval"

    @property
    def icon(self) -> str:
        """Return the icon that says the same as the colour."""
        return _ICONS[self]

    @property
    def word(self) -> Promise:
        """Return the word for a state that has no better one of its own."""
        return _WORDS[self]


_ICONS = {
    Tone.WAITING: "hourglass",
    Tone.IN_HAND: "progress",
    Tone.SOON: "clock-exclamation",
    Tone.LATE: "alert-circle",
    Tone.DONE: "circle-check",
    Tone.APPROVAL: "rubber-stamp",
}

_WORDS = {
    Tone.WAITING: _("Waiting"),
    Tone.IN_HAND: _("In hand"),
    Tone.SOON: _("Due soon"),
    Tone.LATE: _("Late"),
    Tone.DONE: _("Done"),
    Tone.APPROVAL: _("Needs approval"),
}


def tone_of(value: str) -> Tone:
    """Return the tone of a codeword; an unknown one is a mistake and raises ``ValueError``."""
    return Tone(value.replace("-", "_"))
