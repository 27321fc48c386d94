"""The rosters module as Django knows it."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Who is on duty."""

    name = "dayuan.resources.rosters"
    label = "rosters"
