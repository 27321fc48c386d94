"""No operation that reads asks the database more than ten questions, nor more for more rows.

Everything counts: the token, whose it is, who acts. Each is asked by everybody who may, in
houses with one and with three rows in every list; the numbers are written down here.
"""

import pytest
from django.db import transaction
from django.test import Client

from dayuan.platform.lists.models import Export
from dayuan.platform.search import keeping
from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.models import Item
from tests.permissions import plenty
from tests.permissions.test_queries import CEILING, ONCE, WHOLE, readers
from tests.platform.rest import driving, table

#: What each reading operation asks, by the part that asks the most.
ASKED = {
    "self_me": 5,
    "self_openapi": 5,
    "notices_notices": 7,
    "search_find": 8,
    "lists_views": 6,
    "lists_exports": 8,
    "lists_one_export": 8,
    "desk_categories": 5,
    "desk_one": 6,
    "desk_held": 5,
    "work_mine": 8,
    "work_list_cases": 8,
    "work_case": 9,
    "work_task": 6,
    "work_applications": 5,
    "work_members": 8,
    "documents_list_documents": 6,
    "documents_document": 7,
    "documents_pdf": 8,
    "documents_word": 8,
    "files_file": 8,
    "files_preview": 7,
    "rosters_duties": 6,
    "rosters_feasibility": 8,
    "rosters_month": 10,
    "rosters_months": 5,
    "rosters_planning": 5,
    "handover_days": 8,
    "handover_shift": 8,
    "people_list_people": 8,
    "people_person": 7,
    "people_asked": 7,
    "people_own_certificates": 5,
    "people_certificates": 6,
    "sites_revisions": 5,
    "sites_year": 6,
    "sites_month": 6,
    "sites_list_places": 7,
    "sites_place": 5,
    "equipment_list_equipment": 7,
    "equipment_item": 6,
    "equipment_lines": 6,
    "equipment_counts": 7,
    "equipment_of_things": 6,
    "equipment_label": 5,
    "log_entries": 9,
}
READS = [one for one in table.OPERATIONS if one.method == "GET"]


@pytest.fixture
def houses(cast, clock):
    """Return a way to ask something of a house with so many rows, which is then gone."""

    def ask(rows, question):
        with transaction.atomic():
            answer = question(plenty.build(cast, rows))
            transaction.set_rollback(True)
        return answer

    return ask


def test_every_operation_that_reads_has_its_number_and_none_is_above_the_ceiling():
    assert set(ASKED) == {one.name for one in READS}
    assert max(ASKED.values()) <= CEILING


@pytest.mark.django_db
@pytest.mark.timeout(300)
@WHOLE
@pytest.mark.parametrize("rows", [3, pytest.param(1, marks=ONCE)])
def test_every_operation_asks_the_same_number_of_questions_however_many_rows_it_says(houses, rows):
    assert houses(rows, most_of) == ASKED


def most_of(house):
    """Return how many questions each operation asks of the part that asks the most."""
    keeping.rebuild()
    return {one.name: max(questions(house, one).values()) for one in READS}


def questions(house, operation):
    """Return how many questions each part asks by an operation."""
    found = {}
    for part in readers(house, operation.line):
        url = address(house, operation, part)
        found[part] = len(plenty.asked(program(house, part), url, warm=bool(found)))
    return found


def program(house, part):
    """Return a browser that shows a token of this part."""
    token = driving.token_of(house, part)
    return Client(headers={"Authorization": f"Bearer {token}"})


def address(house, operation, part):
    """Return where an operation is asked in this house."""
    path = driving.described()[operation.name][1]
    names = [one.split("}")[0] for one in path.split("{")[1:]]
    values = dict(operation.more)
    for name in names:
        if name not in values:
            values[name] = _of(house, operation.line.about, part)
    query = _QUERIES.get(operation.name, lambda _house: operation.query)
    return path.format(**values) + query(house)


def _of(house, about, part):
    if about == "export":
        account = house.member(part).person.account_id
        return Export.objects.filter(account_id=account).latest("pk").pk
    return house.ids.get(f"{about} of {part}", house.ids[about])


def _things(_house):
    items = Item.objects.values_list("pk", flat=True)
    places = Place.objects.values_list("pk", flat=True)
    return "?" + "&".join([*(f"items={pk}" for pk in items), *(f"places={pk}" for pk in places)])


_QUERIES = {"equipment_of_things": _things, "search_find": lambda _house: "?q=空调"}
