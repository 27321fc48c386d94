"""Proving that a binding enforces its clause: the scenario holds with it and fails without."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import transaction

from dayuan.config import installation
from dayuan.handbook.schema import Binding
from dayuan.reference.plans import commands as plans
from dayuan.reference.plans import queries as plan_queries
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.reference.sites.models import Site
from dayuan.work import queries as work
from tests.cast import Cast

Scenario = Callable[[Binding], None]


class _RollBackError(Exception):
    """Ends a try without leaving anything."""


@contextmanager
def _rolled_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _RollBackError
    except _RollBackError:
        # The ids of the rolled-back revision may be given again.
        plan_queries.forget()


def bindings_proved_by(test: str) -> list[Binding]:
    """Return the Pukou bindings that name this test."""
    from tests.cast import PUKOU, read  # noqa: PLC0415 - collected before Django is ready

    found = [b for b in read(PUKOU).bindings if (b.test or "").endswith(f"::{test}")]
    assert found, f"no binding names {test}: it proves nothing"
    return found


def prove(test: str, scenario: Scenario, *, cast: Cast, at: datetime) -> None:
    """Run a scenario for each binding that names the test: with it, then without it."""
    for binding in bindings_proved_by(test):
        with _rolled_back():
            scenario(binding)
        with _rolled_back():
            _take_away(binding, cast.site, at=at)
            with pytest.raises(AssertionError):
                scenario(binding)


def _take_away(binding: Binding, site: Site, *, at: datetime) -> None:
    site = site_queries.site(site.pk)
    less = site_queries.plan_of(site.pk).without_binding(binding.clause, binding.capability)
    actor = installation.installer(site.pk)
    revision, _ = plans.load(handbook=less.handbook, actor=actor, at=at)
    sites.adopt(site=site, revision=revision, consent="proof", actor=actor, at=at)


def assert_evidence(binding: Binding, case_id: int, cast: Cast) -> None:
    """Fail unless this case stands under the clause, brought there by this capability."""
    rows = work.fulfilments(cast.director.actor(), binding.clause)
    assert (case_id, binding.capability) in {(row.case_id, row.capability) for row in rows}
