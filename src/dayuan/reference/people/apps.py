"""The people module as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, their appointments to posts, and the establishment."""

    name = "dayuan.reference.people"
    label = "people"
