"""The part of the interface that cases and tasks are."""

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.kit import Part

PART = Part(
    "work", title=_("Cases and tasks"), reads=_("See cases and tasks"),
    writes=_("Take, finish and pass on tasks"),
)  # fmt: skip
