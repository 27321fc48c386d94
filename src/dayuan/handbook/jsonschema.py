"""The schema for editors: completion and red lines while a handbook is written.

Files are partial, so every section is optional here; ``check`` sees the whole.
"""

from typing import Any

from dayuan.handbook.nouns import SECTION_NAMES
from dayuan.handbook.schema import SCHEMA_VERSION, Handbook


def json_schema() -> dict[str, Any]:
    """Return a JSON Schema (2020-12) for one file of a handbook."""
    schema = Handbook.model_json_schema(by_alias=True, mode="validation")
    schema.pop("required", None)
    for section, part in schema["properties"].items():
        name = SECTION_NAMES[section]
        part["title"] = f"{name.zh} · {name.en}"
    _accept_bare_words(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"Dayuan handbook, schema {SCHEMA_VERSION}",
    }


def _accept_bare_words(schema: dict[str, Any]) -> None:
    """Allow what the loader allows beyond the models: bare words, one condition."""
    definitions = schema["$defs"]
    definitions["Words"] = {"anyOf": [{"type": "string"}, definitions["Words"]]}
    when = definitions["Step"]["properties"]["when"]
    one = when.get("items", {})
    definitions["Step"]["properties"]["when"] = {"anyOf": [when, one]}
