"""Two who stand before one label at the same instant, on a database that serves both at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.services.desk.by_label.conftest import receive, reports

LIMIT = 10  # the plan's number for one label in one hour
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def _from_another_connection(label, number: int) -> str:
    try:
        with transaction.atomic():
            return receive(label, number).state
    finally:
        connection.close()


def _until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(_WAITING)
            if cursor.fetchone() == (1,):
                return
    raise AssertionError("nobody waits for the report that is still being written")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_at_the_same_instant_waits_and_counts_the_first(cast, label):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one write at a time")
    with ThreadPoolExecutor(max_workers=1) as other:
        with transaction.atomic():
            for number in range(LIMIT):
                receive(label, number)
            second = other.submit(_from_another_connection, label, LIMIT)
            _until_somebody_waits()
        assert second.result() == "held"
    assert [one.state for one in reports()] == ["accepted"] * LIMIT + ["held"]
