"""The part of the interface that people are."""

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.kit import Part

PART = Part(
    "people", title=_("People and accounts"), reads=_("See people and their posts"),
    writes=_("Register and appoint people, close accounts"),
)  # fmt: skip
