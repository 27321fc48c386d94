"""Codewords of this module in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayuan.kernel.text import Text
from dayuan.reference.people.queries import Kind

KINDS: dict[str, Promise] = {
    Kind.MAIN: _("Main post"),
    Kind.CONCURRENT: _("Concurrent"),
    Kind.ACTING: _("Acting"),
    Kind.ROLE: _("Role beside the post"),
}


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.in_language(get_language() or "zh-hans")
