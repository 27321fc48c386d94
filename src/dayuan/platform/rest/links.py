"""Where one's tokens are reached from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.rest import commands
from dayuan.platform.ui.shapes import Action


def tokens(actor: Actor) -> Action | None:
    """Return the way to one's own tokens, for who may keep any."""
    if not actor.holds(commands.KEEP):
        return None
    return Action(label=_("Tokens for other programs"), url=reverse("rest:tokens"), icon="key")
