"""The part of the interface that the desk is."""

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.kit import Part

PART = Part(
    "desk", title=_("The front desk"), reads=_("See requests and what waits at the desk"),
    writes=_("Report, send out, withdraw and reopen requests"),
)  # fmt: skip
