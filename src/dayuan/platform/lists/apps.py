"""The lists module as Django knows it."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists, declared once: narrowed, put in order, turned over and counted alike."""

    name = "dayuan.platform.lists"
    label = "lists"
