"""A question whose SQL is written once gives what the query set gives, and reads anew each time."""

import pytest
from django.db.models import BigIntegerField, DateField, Exists, OuterRef
from django.forms.models import model_to_dict

from dayuan.platform.access.prepared import Given, Prepared
from dayuan.reference.people.models import Appointment, Person
from tests.cast import JOINED

pytestmark = pytest.mark.django_db


def people(joined):
    """Return the query for a day: with the account, which some lack, and whether one holds."""
    holds = Appointment.objects.filter(person=OuterRef("pk"), kind="main")
    rows = Person.objects.filter(joined__lte=joined).select_related("account", "site")
    return rows.annotate(holds=Exists(holds)).order_by("pk")


PEOPLE = Prepared(lambda: people(Given("joined", DateField())))


def told(person):
    account = person.account and model_to_dict(person.account)
    return model_to_dict(person), account, model_to_dict(person.site), person.holds


@pytest.fixture
def newcomer(cast):
    return Person.objects.create(
        site=cast.site, staff_number="7001", name="新来", joined=JOINED, side="staff"
    )


def test_it_gives_the_records_of_the_query_set_with_what_is_beside_them(cast, newcomer):
    asked = [told(one) for one in PEOPLE.ask(joined=JOINED)]
    assert asked == [told(one) for one in people(JOINED)]
    assert {(account is None, holds) for _person, account, _site, holds in asked} >= {
        (True, False), (False, True),
    }  # fmt: skip
    assert PEOPLE.ask(joined=JOINED.replace(year=2000)) == []


def test_every_asking_is_one_question_and_reads_what_stands_there_now(
    cast, newcomer, django_assert_num_queries
):
    before = {one.pk: one.name for one in PEOPLE.ask(joined=JOINED)}
    Person.objects.filter(pk=newcomer.pk).update(name="改了名")
    with django_assert_num_queries(1):
        after = {one.pk: (one.name, one.site.code) for one in PEOPLE.ask(joined=JOINED)}
    assert before[newcomer.pk] == "新来"
    assert after[newcomer.pk] == ("改了名", cast.site.code)


def test_what_it_gives_is_a_record_that_can_be_saved(cast, newcomer):
    found = next(one for one in PEOPLE.ask(joined=JOINED) if one.pk == newcomer.pk)
    found.name = "存过"
    found.save()
    assert Person.objects.get(pk=newcomer.pk).name == "存过"
    assert not found._state.adding


def test_a_value_that_the_question_does_not_name_is_no_answer(cast):
    by_number = Prepared(lambda: Person.objects.filter(pk=Given("pk", BigIntegerField())))
    with pytest.raises(KeyError):
        by_number.ask(number=1)
    assert [one.pk for one in by_number.ask(pk=cast.guard.person.pk)] == [cast.guard.person.pk]
