import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from dayuan.platform.jobs.outage import is_away


class CauseError(Exception):
    def __init__(self, *, sqlite_errorcode=None, sqlstate=None):
        super().__init__()
        if sqlite_errorcode is not None:
            self.sqlite_errorcode = sqlite_errorcode
        self.sqlstate = sqlstate


def caused(**cause):
    problem = OperationalError()
    problem.__cause__ = CauseError(**cause)
    return problem


@pytest.mark.parametrize(
    "problem",
    [
        InterfaceError(),
        OperationalError(),
        caused(sqlite_errorcode=5),
        caused(sqlite_errorcode=261),
        caused(sqlite_errorcode=13),
        caused(sqlstate="57P01"),
        caused(sqlstate="08006"),
        caused(sqlstate="53300"),
    ],
)
def test_an_outage_is_known_as_one(problem):
    assert is_away(problem)


@pytest.mark.parametrize(
    "problem",
    [ValueError(), IntegrityError(), caused(sqlite_errorcode=1), caused(sqlstate="42P01")],
)
def test_a_mistake_in_the_program_is_no_outage(problem):
    assert not is_away(problem)
