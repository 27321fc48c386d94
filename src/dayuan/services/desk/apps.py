"""The desk module as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The front desk: requests from report to closing."""

    name = "dayuan.services.desk"
    label = "desk"
