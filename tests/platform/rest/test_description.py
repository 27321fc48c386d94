"""The description says what is answered, once and without a second meaning."""

from collections import Counter
from collections.abc import Iterator

from django.utils import translation
from ninja import Schema

from dayuan.platform.rest import description
from dayuan.platform.rest.scopes import scopes


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_no_two_shapes_share_a_name():
    """The description knows a shape by its name alone: the second would take the first's place."""
    ours = Counter(one.__name__ for one in shapes() if one.__module__.startswith("dayuan."))
    assert [name for name, times in ours.items() if times > 1] == []
    assert len(ours) > 40


def test_every_operation_says_its_scope_its_problems_and_a_name_of_its_own():
    found = [
        (path, method, one)
        for path, methods in description.whole()["paths"].items()
        for method, one in methods.items()
    ]
    names = [one["operationId"] for _path, _method, one in found]
    assert len(names) == len(set(names)) > 80
    for path, method, one in found:
        wanted = {401, 403, 404, 413, 422} | ({409} if method != "get" else set())
        assert wanted <= {int(status) for status in one["responses"]}, path
        assert one["x-scope"] in scopes
        assert one["x-scope"].endswith(".read" if method == "get" else ".write")
        assert one["summary"].strip()


def test_the_description_is_openapi_3_1_and_keeps_to_both_languages():

    whole = description.whole()
    assert whole["openapi"].startswith("3.1")
    said = whole["paths"]["/api/v1/cases"]["get"]["summary"]
    with translation.override("en"):
        assert description.whole()["paths"]["/api/v1/cases"]["get"]["summary"] == "List cases"
    assert said == "事项列表"


def test_every_body_refuses_a_name_that_nobody_asks_for():
    whole = description.whole()
    bodies = {
        path: one["requestBody"]["content"]["application/json"]["schema"]
        for path, methods in whole["paths"].items()
        for one in methods.values()
        if "requestBody" in one
    }
    named = {
        part["$ref"].rpartition("/")[2]
        for schema in bodies.values()
        for part in (schema, schema.get("items", {}), *schema.get("anyOf", ()))
        if "$ref" in part
    }
    shapes_of = whole["components"]["schemas"]
    assert len(named) > 20
    open_ones = [one for one in named if shapes_of[one].get("additionalProperties") is not False]
    assert open_ones == []
