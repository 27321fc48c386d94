"""The access module as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who acts, with which keys and verbs."""

    name = "dayuan.platform.access"
    label = "access"
