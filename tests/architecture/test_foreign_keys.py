"""A foreign key written as a string is an import that no import contract sees."""

import pytest
from django.apps import apps

from tools.floors import may_know, module_of


def test_no_table_points_at_a_floor_above_or_at_a_sibling() -> None:
    upward = [
        f"{model.__name__}.{field.name} points at {target.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and (target := field.related_model)
        if {model.__module__.split(".")[0], target.__module__.split(".")[0]} == {"dayuan"}
        if not may_know(module_of(model.__module__), module_of(target.__module__))
    ]
    assert upward == []


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("platform.audit", "reference.people"),
        ("reference.sites", "work"),
        ("reference.plans", "reference.sites"),
        ("platform.access", "platform.audit"),
        ("services.desk", "services.gate"),
        ("resources.rosters", "resources.keys"),
        ("work", "insight"),
    ],
)
def test_a_pointer_upward_or_sideways_is_seen(lower: str, upper: str) -> None:
    assert not may_know(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("services.desk", "work"),
        ("work", "reference.people"),
        ("reference.people", "reference.sites"),
        ("platform.audit", "platform.access"),
        ("work", "work"),
    ],
)
def test_a_pointer_downward_is_allowed(lower: str, upper: str) -> None:
    assert may_know(lower, upper)


def test_a_module_is_read_from_a_dotted_name() -> None:
    assert module_of("dayuan.services.desk.models") == "services.desk"
    assert module_of("dayuan.work.models.cases") == "work"
