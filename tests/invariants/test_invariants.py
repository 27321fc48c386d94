"""What must hold in the database itself, discovered over all models of the house."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import F, Q

from dayuan.kernel.states import Phase
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.states import DOCUMENT
from dayuan.platform.imports.models import Import
from dayuan.platform.imports.states import IMPORT
from dayuan.platform.jobs.models import Delivery
from dayuan.platform.lists.models import Export
from dayuan.platform.lists.states import EXPORT
from dayuan.platform.notices.models import Delivery as NoticeOut
from dayuan.platform.notices.states import DELIVERY
from dayuan.resources.equipment.models import Item
from dayuan.resources.equipment.states import ITEM
from dayuan.resources.rosters.models import Attendance, Away, Mending, Planning, Roster, Swap
from dayuan.resources.rosters.states import ATTENDANCE, AWAY, MENDING, PLANNING, ROSTER, SWAP
from dayuan.services.callout.models import Call, Callout, Surge
from dayuan.services.callout.states import CALL, CALLOUT, SURGE
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.desk.states import OUTSIDE, REQUEST
from dayuan.services.handover.models import ShiftLog
from dayuan.services.handover.states import SHIFT
from dayuan.work.models import Application, Case, Task
from dayuan.work.states import APPLICATION, TASK
from tests.invariants import discovery

MODELS = discovery.house_models()
#: Whose codes stand in a field called state or phase.
STATES = {
    (Task, "state"): {state.code for state in TASK.states},
    (Application, "state"): {state.code for state in APPLICATION.states},
    (Roster, "state"): {state.code for state in ROSTER.states},
    (Planning, "state"): {state.code for state in PLANNING.states},
    (Mending, "state"): {state.code for state in MENDING.states},
    (Away, "state"): {state.code for state in AWAY.states},
    (Swap, "state"): {state.code for state in SWAP.states},
    (Item, "state"): {state.code for state in ITEM.states},
    (Attendance, "state"): {state.code for state in ATTENDANCE.states},
    (Request, "state"): {state.code for state in REQUEST.states},
    (Callout, "state"): {state.code for state in CALLOUT.states},
    (Surge, "state"): {state.code for state in SURGE.states},
    (Call, "state"): {state.code for state in CALL.states},
    (ShiftLog, "state"): {state.code for state in SHIFT.states},
    (OutsideReport, "state"): {state.code for state in OUTSIDE.states},
    (NoticeOut, "state"): {state.code for state in DELIVERY.states},
    (Issued, "state"): {state.code for state in DOCUMENT.states},
    (Import, "state"): {state.code for state in IMPORT.states},
    (Export, "state"): {state.code for state in EXPORT.states},
    (Case, "phase"): {str(phase) for phase in Phase},
    (Delivery, "state"): {str(state) for state in Delivery.State},
}
#: Rows that go with their case, because they are nothing without it.
CASCADES = {
    "work.CaseMember.case": "who needs to know of a case means nothing without it",
    "work.CaseFact.case": "what a case knows means nothing without it",
    "work.CaseAnchor.case": "a time of a case means nothing without it",
}
#: Tables of the program, not of a site's business.
NO_SITE = {
    "accounts.Tries": "counts tries at a name that may belong to no site",
    "audit.PersonalValues": "belongs to its entry",
    "audit.Erasure": "belongs to its entry",
    "audit.Reason": "belongs to its change",
    "audit.ReasonErasure": "belongs to its change",
    "audit.Seal": "one chain over all entries",
    "desk.Trace": "counts one address at whatever site; gone after the hour",
    "jobs.Outbox": "the event's ids carry the site",
    "jobs.Delivery": "belongs to its event",
    "jobs.SweepRow": "a timer of the program",
    "jobs.Heartbeat": "a worker serves every site",
    "jobs.Hold": "a switch of the program",
    "search.Follower": "how far the index has followed the one log",
    "plans.Revision": "a plan is known by its content; sites run it",
    "sites.Site": "is the site",
}


def test_who_did_something_and_when_are_there_together():
    assert list(discovery.at_and_by(MODELS))
    assert discovery.unpaired(MODELS) == []


def test_nothing_ends_before_it_begins():
    assert list(discovery.periods(MODELS))
    assert discovery.unordered(MODELS) == []


def test_every_state_is_one_of_its_machines_and_the_database_knows_which():
    found = {(m, f) for m in MODELS for f in discovery.fields(m) if f in ("state", "phase")}
    assert found == set(STATES)
    wrong = {
        f"{model._meta.label}.{field}": discovery.codes_of(model, field)
        for (model, field), codes in STATES.items()
        if discovery.codes_of(model, field) != codes
    }
    assert wrong == {}


def test_every_row_says_what_it_is():
    silent = [m._meta.label for m in MODELS if m.__str__ is models.Model.__str__]
    assert silent == []


def test_nobody_and_no_case_takes_rows_along_when_deleted():
    assert sorted(discovery.cascades(MODELS)) == sorted(CASCADES)


def test_every_row_of_the_business_belongs_to_a_site():
    homeless = {m._meta.label for m in MODELS if discovery.site_of(m) is None}
    assert homeless == set(NO_SITE)


def test_nobody_is_above_the_permissions():
    names = {field.name for field in get_user_model()._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not hasattr(get_user_model(), "has_perm")


@pytest.mark.django_db
def test_every_constraint_of_the_models_stands_in_the_database():
    missing = []
    for model in MODELS:
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        wanted = {c.name for c in model._meta.constraints} | {i.name for i in model._meta.indexes}
        missing += [f"{model._meta.label}: {name}" for name in sorted(wanted - set(there))]
    assert missing == []


# --- each of them can fail -----------------------------------------------------------------------


def _made(name, fields, constraints=()):
    meta = type("Meta", (), {"app_label": "invented", "constraints": list(constraints)})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


@pytest.fixture
def invented():
    """Make models that no installed app knows, and forget them afterwards."""
    from django.apps import apps  # noqa: PLC0415 - the registry the models enter

    yield _made
    apps.all_models.pop("invented", None)
    apps.clear_cache()


def test_faults_planted_in_a_model_are_seen(invented):
    at, by = models.DateTimeField(null=True), models.CharField(max_length=9, blank=True)
    loose = invented("Loose", {"closed_at": at, "closed_by": by})
    assert discovery.unpaired([loose])
    period = {"start": models.DateField(), "end": models.DateField(null=True)}
    assert discovery.unordered([invented("Period", dict(period))])
    state = {"state": models.CharField(max_length=9)}
    few = models.CheckConstraint(condition=Q(state__in=["open"]), name="invented_state")
    assert discovery.codes_of(invented("AnyState", dict(state)), "state") is None
    assert discovery.codes_of(invented("FewStates", dict(state), [few]), "state") == {"open"}
    owner = {"case": models.ForeignKey("work.Case", on_delete=models.CASCADE, related_name="+")}
    assert discovery.cascades([invented("Dependant", owner)])
    assert discovery.site_of(loose) is None
    assert loose.__str__ is models.Model.__str__


def test_a_model_in_order_is_not_complained_about(invented):
    at, by = models.DateTimeField(null=True), models.CharField(max_length=9, blank=True)
    both = Q(closed_at__isnull=True, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by=""))
    tied = models.CheckConstraint(condition=both, name="invented_tied")
    assert not discovery.unpaired([invented("Tied", {"closed_at": at, "closed_by": by}, [tied])])
    period = {"start": models.DateField(), "end": models.DateField(null=True)}
    order = models.CheckConstraint(condition=Q(end__gte=F("start")), name="invented_order")
    assert not discovery.unordered([invented("Ordered", period, [order])])
