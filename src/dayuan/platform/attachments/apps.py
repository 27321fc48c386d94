"""The attachments module as Django knows it."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Files, stored by content and served through their owner's door."""

    name = "dayuan.platform.attachments"
    label = "attachments"
