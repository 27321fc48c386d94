"""The documents module as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """One content, printed as a page, set as PDF, written as Word; issued and kept."""

    name = "dayuan.platform.documents"
    label = "documents"
