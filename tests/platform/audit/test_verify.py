import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit import anchors, sealer
from dayuan.platform.audit.erasure import erase_personal
from dayuan.platform.audit.models import Entry, Erasure, PersonalValues
from dayuan.platform.audit.verify import verify
from tests.platform.people import NOW, later, program

pytestmark = pytest.mark.django_db
ERASER = "audit.personal.erase"


def codes(report):
    return [finding.code for finding in report.findings]


def test_an_untouched_chain_is_sound(chain, tmp_path):
    anchors.drop(now=NOW, place=tmp_path)
    report = verify(now=NOW, place=tmp_path)
    assert (report.seals, report.anchors, report.sound) == (12, 1, True)


def test_an_empty_log_is_sound(tmp_path):
    assert verify(now=NOW, place=tmp_path).sound


def test_erasing_personal_values_leaves_the_chain_true(chain):
    ids = [entry.pk for entry in chain]
    done = erase_personal(entry_ids=ids, rule="retention.test", actor=program(ERASER), at=NOW)
    assert done == 3
    assert not PersonalValues.objects.exists()
    assert Erasure.objects.filter(rule="retention.test").count() == 3
    sealer.seal(now=NOW)
    assert verify(now=NOW, anchored=False).sound
    assert Entry.objects.get(type="audit.personal.erase").subject_ids == ids[-3:]


def test_erasing_twice_changes_nothing(chain):
    ids = [entry.pk for entry in chain]
    erase_personal(entry_ids=ids, rule="retention.test", actor=program(ERASER), at=NOW)
    assert erase_personal(entry_ids=ids, rule="r", actor=program(ERASER), at=NOW) == 0


def test_a_person_without_the_verb_cannot_erase(chain, cast):
    with pytest.raises(Refused):
        erase_personal(entry_ids=[chain[-1].pk], rule="r", actor=cast.guard.actor(), at=NOW)
    assert PersonalValues.objects.filter(entry_id__in=[one.pk for one in chain]).count() == 3


def test_erased_values_that_come_back_are_found(chain):
    erase_personal(entry_ids=[chain[-1].pk], rule="r", actor=program(ERASER), at=NOW)
    PersonalValues.objects.create(entry_id=chain[-1].pk, salt="x", values={"name": "谁"})
    sealer.seal(now=NOW)
    assert codes(verify(now=NOW, anchored=False)) == ["audit.erased_yet_there"]


def test_personal_values_of_no_entry_are_found(chain):
    PersonalValues.objects.create(entry_id=10**9, salt="x", values={"name": "谁"})
    assert codes(verify(now=NOW, anchored=False)) == ["audit.orphan"]


def test_entries_that_wait_too_long_are_found(write):
    write(1)
    assert verify(now=later(seconds=30), anchored=False).sound
    assert codes(verify(now=later(seconds=90), anchored=False)) == ["audit.unsealed"]


def test_the_check_itself_seals_nothing(write):
    write(1)
    report = verify(now=NOW, anchored=False)
    assert report.seals == 0


def test_an_unreadable_line_of_the_anchor_file_is_found(chain, tmp_path):
    anchors.drop(now=NOW, place=tmp_path)
    with (tmp_path / anchors.FILE).open("a") as file:
        file.write("2026-11-22 twelve\n")
    assert codes(verify(now=NOW, place=tmp_path)) == ["audit.anchor_unreadable"]


def test_anchors_are_written_every_five_minutes_and_when_asked(chain, write, tmp_path):
    assert anchors.drop(now=NOW, place=tmp_path).number == 12
    write(1)
    sealer.seal(now=NOW)
    assert anchors.drop(now=later(minutes=4), place=tmp_path) is None
    assert anchors.drop(now=later(minutes=4), force=True, place=tmp_path).number == 13
    assert anchors.drop(now=later(minutes=30), place=tmp_path) is None
    file = tmp_path / anchors.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text().splitlines()) == 2


def test_no_anchor_is_written_while_there_is_nothing_to_anchor(tmp_path):
    assert anchors.drop(now=NOW, place=tmp_path) is None
