"""Editors complete keys and underline mistakes from the schema that is published."""

import json
from typing import Any

from dayuan.handbook.jsonschema import json_schema
from dayuan.handbook.schema import Handbook


def test_every_section_is_there_has_a_title_and_is_optional() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Handbook.model_fields)
    assert "required" not in schema
    assert all(" · " in part["title"] for part in schema["properties"].values())
    assert schema["additionalProperties"] is False


def test_it_is_plain_json_whose_references_all_lead_somewhere() -> None:
    schema = json_schema()
    again = json.loads(json.dumps(schema))
    assert again == schema
    targets = {ref.removeprefix("#/$defs/") for ref in _references(schema)}
    assert targets
    assert targets <= set(schema["$defs"])


def test_it_speaks_of_the_keys_that_files_use() -> None:
    definitions = json_schema()["$defs"]
    assert "with" in definitions["Binding"]["properties"]
    assert "schema" in definitions["Head"]["properties"]
    assert {"type": "string"} in definitions["Words"]["anyOf"]
    assert definitions["Step"]["properties"]["due"]["type"] == "string"


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        found = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return found + [ref for item in value.values() for ref in _references(item)]
    return [r for item in value for r in _references(item)] if isinstance(value, list) else []
