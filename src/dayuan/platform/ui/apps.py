"""The ui module as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The frame, the components and the words of every page."""

    name = "dayuan.platform.ui"
    label = "ui"
