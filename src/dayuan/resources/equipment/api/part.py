"""The part of the interface that equipment is."""

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.kit import Part

PART = Part(
    "equipment", title=_("Equipment and labels"), reads=_("See equipment, counts and labels"),
    writes=_("Enter, correct, count and label equipment"),
)  # fmt: skip
