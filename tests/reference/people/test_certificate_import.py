"""Certificates out of a file: the good rows are taken, the others listed by row and column."""

from datetime import date

import pytest

from dayuan.platform.audit.models import Entry
from dayuan.platform.imports import queries
from dayuan.platform.imports.models import Import
from dayuan.reference.people.models import Certificate
from tests.platform.imports.books import bring, take
from tests.reference.people.certified import GUARD

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HEADS = ["工号", "姓名", "证书", "生效日期", "有效期至（最后一天）"]
SINCE, LAST = date(2026, 1, 5), date(2027, 1, 4)


def brought(cast, rows):
    return bring(cast, rows, "people.certificates", who="dispatcher", heads=HEADS)


def test_good_rows_are_noted_with_the_day_after_the_last_and_bad_ones_named(cast):
    guard = cast.guard.person.staff_number
    rows = [
        [guard, "孙建国", "保安员证", SINCE, LAST],
        [guard, None, GUARD, date(2027, 1, 5), None],
        [guard, None, "保安员证", date(2028, 1, 1), None],
        ["9999", None, "保安员证", SINCE, LAST],
        [guard, "何桂兰", "技术工程师资格", SINCE, LAST],
        [guard, None, "驾驶证", SINCE, LAST],
        [guard, None, "技术工程师资格", LAST, SINCE],
        ["L001", None, "保安员证", SINCE, LAST],
        [cast.dispatcher.person.staff_number, None, "保安员证", SINCE, LAST],
    ]
    answer = brought(cast, rows)
    wrong = [sorted(row.problems) for row in queries.to_correct(Import.objects.latest("pk"))]
    assert wrong == [["since"], ["number"], ["name"], ["kind"], ["last"], ["number"], ["number"]]
    take(cast, answer, who="dispatcher")
    found = Certificate.objects.order_by("since").values_list("person", "kind", "since", "until")
    pk = cast.guard.person.pk
    assert list(found) == [
        (pk, GUARD, SINCE, date(2027, 1, 5)), (pk, GUARD, date(2027, 1, 5), None),
    ]  # fmt: skip
    assert Entry.objects.filter(type="people.certificate.note").count() == 2
    # The same file again changes nothing.
    brought(cast, rows[:2])
    last = Import.objects.latest("pk")
    assert (last.new, last.same) == (0, 2)
