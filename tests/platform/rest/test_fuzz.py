"""Everything that the description allows, and what it does not, asked as each part.

No answer is a fault of ours, and each keeps to the description: its status, its type,
its schema. The records are those of the permission world, so that doors open.
"""

from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dayuan.platform.rest import description
from tests.permissions.conftest import _blank_paper as _blank_paper
from tests.permissions.conftest import _inhabited as _inhabited
from tests.permissions.conftest import world as world
from tests.permissions.world import World, undone
from tests.programs import program_of

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.timeout(900)]

#: Which record of the world stands for a number in an address.
KINDS = {
    "case_id": "case", "task_id": "task", "application_id": "application", "outside_id": "outside",
    "place_id": "place", "item_id": "item", "label_id": "label", "person_id": "person",
    "appointment_id": "appointment", "duty_id": "duty", "notice_id": "notice", "file_id": "file",
    "attachment_id": "file", "view_id": "view", "export_id": "export", "account_id": "person",
    "issued_id": "issued",
}  # fmt: skip
#: What the plan knows: without such values hardly a request would get past the first rule.
LIKELY = {
    "category": "air_conditioning", "post": "duty_electrician", "reason": "试一试",
    "key": "post:gate_guard", "place": "三楼", "description": "不制冷", "kind": "extend",
    "grant": True, "ids": [1], "record": "desk.request-1",
}  # fmt: skip
PARTS = ("dispatcher", "director", "technician", "guard", "liaison")
#: So many requests each of them sends in the deep tier, spread over all operations.
CASES = 10_000
_CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip


def operations(app: Any) -> list[Any]:
    """Return every operation of the description."""
    schema = schemathesis.openapi.from_dict(description.whole())
    schema.app = _closing(app)
    return [one.ok() for one in schema.get_all_operations()]


def _closing(app: Any) -> Any:
    """Return the program as a server runs it: an answer is read to its end and closed."""

    def run(environ: Any, start: Any) -> list[bytes]:
        answer = app(environ, start)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return run


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's own connection, as the framework's client does: it has all that is asked."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def numbers(world: World, part: str, name: str) -> list[int]:
    """Return records that a number in an address may mean: own, open, hidden, none."""
    kind = KINDS[name]
    known = [world.ids.get((kind, one)) for one in (part, "open", "hidden")]
    return [*(one for one in known if one), 987_654_321, 2**63 - 1]


def ask(world: World, part: str, token: str, operation: Any, mode: Any, examples: int) -> int:
    """Ask one operation as often as told; fail at the first answer that is none."""
    asked = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def run(case: Any, data: Any) -> None:
        nonlocal asked
        asked += 1
        for name in set(case.path_parameters or {}) & set(KINDS):
            if data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(numbers(world, part, name)))
        for name in set(case.body) & set(LIKELY) if isinstance(case.body, dict) else ():
            if data.draw(st.booleans()):
                case.body[name] = LIKELY[name]
        # At which address the program is asked is settled before any operation is looked for.
        for name in [one for one in case.headers or {} if one.lower() == "host"]:
            del case.headers[name]
        with undone():
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=_CHECKS)

    run()
    return asked


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(
    ("part", "examples"),
    [
        ("dispatcher", 2),
        *(pytest.param(part, 0, marks=pytest.mark.deep, id=part) for part in PARTS),
    ],
)
def test_no_request_makes_a_fault_or_breaks_the_description(world, part, examples, mode):
    token = program_of(world.member(part)).token
    found = operations(get_wsgi_application())
    assert len(found) > 30
    examples = examples or -(-CASES // (2 * len(found)))
    # What is asked is the same on either database: PostgreSQL sees a tenth of much.
    examples = min(examples, 10) if connection.vendor == "postgresql" else examples
    for operation in found:
        try:
            ask(world, part, token, operation, mode, examples)
        except BaseException as wrong:
            wrong.add_note(f"{operation.method.upper()} {operation.path} as {part}")
            raise


def test_an_address_that_is_none_is_refused_before_any_operation_and_is_no_fault(world):
    who = program_of(world.member("guard"))
    who.client.defaults["HTTP_HOST"] = ".O5WP?v-"
    assert who.get("/places").status_code == 400
    del who.client.defaults["HTTP_HOST"]
    assert who.get("/places").status_code == 200


@pytest.mark.parametrize(
    ("broken", "says"), [({}, "Server error"), (ValueError("broken on purpose"), "Server error")]
)
def test_a_fault_that_is_planted_is_found(world, monkeypatch, broken, says):
    def answer(_request, _pk):
        if isinstance(broken, Exception):
            raise broken
        return broken

    monkeypatch.setattr("dayuan.work.api.cases.shown", answer)
    token = program_of(world.member("dispatcher")).token
    found = operations(get_wsgi_application())
    one = next(o for o in found if o.path == "/api/v1/cases/{case_id}" and o.method == "get")
    with pytest.raises(BaseException, match=says):
        ask(world, "dispatcher", token, one, GenerationMode.POSITIVE, 30)
