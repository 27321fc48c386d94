"""The part of the interface that the compound itself is."""

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.kit import Part

PART = Part(
    "sites", title=_("Places and the calendar"), reads=_("See places, the calendar and revisions"),
    writes=_("Enter places and name days"),
)  # fmt: skip
