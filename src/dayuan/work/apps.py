"""The work module as Django knows it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Cases, tasks, playbooks, clocks and evidence."""

    name = "dayuan.work"
    label = "work"
