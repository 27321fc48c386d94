"""The plans module as Django knows it."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The loaded revisions of service plans."""

    name = "dayuan.reference.plans"
    label = "plans"
