"""Accounts are opened, reset and closed by who may, and never by oneself."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.accounts import commands
from dayuan.platform.accounts.commands import Newcomer
from dayuan.platform.accounts.models import Account
from dayuan.platform.audit.models import Entry
from tests.cast import PASSWORD


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


def test_a_list_of_accounts_is_one_question_and_one_entry(cast, now, django_assert_max_num_queries):
    wanted = [Newcomer(n, f"N{n}", None) for n in range(40)]
    with django_assert_max_num_queries(12):
        issued = commands.issue_many(newcomers=wanted, actor=cast.dispatcher.actor(), at=now)
    assert len({slip.code for slip in issued.slips}) == 40
    entry = Entry.objects.filter(type="accounts.account.issue").latest("pk")
    assert len(entry.subject_ids) == 40
    assert not any(slip.code in str(entry.details) for slip in issued.slips)


def test_a_taken_number_or_phone_is_reported_and_the_others_get_theirs(cast, now, account):
    taken = account("guard").staff_number
    wanted = [
        Newcomer(1, taken),
        Newcomer(2, "N2", "13700000001"),
        Newcomer(3, "N3", "13700000001"),
        Newcomer(4, "N2"),
    ]
    issued = commands.issue_many(newcomers=wanted, actor=cast.dispatcher.actor(), at=now)
    assert [slip.ref for slip in issued.slips] == [2]
    assert issued.taken == (1, 3, 4)


def test_one_account_is_issued_or_refused_in_words(cast, now, account):
    made = commands.issue(newcomer=Newcomer(1, "N1"), actor=cast.dispatcher.actor(), at=now)
    assert made.staff_number == "N1"
    with pytest.raises(Refused) as caught:
        commands.issue(newcomer=Newcomer(1, "N1"), actor=cast.dispatcher.actor(), at=now)
    assert codes(caught) == ["accounts.taken"]


def test_codes_and_pins_stand_in_no_table(cast, now, slip, account):
    printed = slip("guard")
    stored = str(list(Account.objects.values())) + str(list(Entry.objects.values()))
    assert printed.code not in stored
    assert printed.code.replace("-", "") not in stored


def test_a_guard_cannot_open_reset_or_close_accounts(cast, now, account):
    other, guard = account("cleaner").pk, cast.guard.actor()
    for attempt in (
        lambda: commands.issue(newcomer=Newcomer(1, "N9"), actor=guard, at=now),
        lambda: commands.reset_password(account_id=other, present=True, actor=guard, at=now),
        lambda: commands.deactivate(account_id=other, actor=guard, at=now),
        lambda: commands.reactivate(account_id=other, actor=guard, at=now),
        lambda: commands.end_sessions(account_id=other, actor=guard, at=now),
        lambda: commands.change_phone(account_id=other, phone="1", actor=guard, at=now),
        lambda: commands.register_device(title="x", actor=guard, at=now),
        lambda: commands.revoke_device(device_id=1, actor=guard, at=now),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert codes(caught) == ["access.verb"]


def test_a_refusal_names_who_may_reset(cast, now, account):
    with pytest.raises(Refused) as caught:
        commands.reset_password(
            account_id=account("cleaner").pk, present=True, actor=cast.guard.actor(), at=now
        )
    assert "中心主任" in caught.value.problems[0].says.zh


def test_nobody_changes_another_persons_password_or_pin(cast, now, account):
    director = cast.director.actor()
    for attempt in (
        lambda: commands.change_password(
            account_id=account("guard").pk,
            current=PASSWORD,
            password="another long one",
            actor=director,
            at=now,
        ),
        lambda: commands.set_pin(
            account_id=account("guard").pk,
            current=PASSWORD,
            pin="481927",
            actor=director,
            at=now,
        ),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.hidden


def test_a_reset_needs_the_person_beside_and_is_not_for_oneself(cast, now, account):
    deputy = cast.deputy.actor()
    with pytest.raises(Refused) as caught:
        commands.reset_password(account_id=account("guard").pk, present=False, actor=deputy, at=now)
    assert codes(caught) == ["accounts.both_present"]
    with pytest.raises(Refused) as caught:
        commands.reset_password(account_id=account("deputy").pk, present=True, actor=deputy, at=now)
    assert codes(caught) == ["accounts.not_oneself"]


def test_a_reset_voids_password_pin_and_the_older_slip(cast, now, slip, account, with_pin):
    with_pin("guard")
    first = slip("guard")
    second = slip("guard")
    guard = account("guard")
    assert not guard.has_usable_password()
    assert guard.pin == ""
    by = {"name": guard.staff_number, "at": now}
    assert commands.account_of_code(code=first.code, **by) is None
    assert commands.account_of_code(code=second.code, **by) == guard


def test_a_slip_runs_out_and_is_used_once(cast, now, slip, account):
    printed, number = slip("guard"), account("guard").staff_number
    late = now + timedelta(hours=72)
    assert commands.account_of_code(name=number, code=printed.code, at=late) is None
    give = {"name": number, "code": printed.code, "actor": cast.guard.actor(), "at": now}
    commands.choose_first_password(password="bamboo by the gate", **give)
    assert account("guard").check_password("bamboo by the gate")
    with pytest.raises(Refused) as caught:
        commands.choose_first_password(password="another by the gate", **give)
    assert codes(caught) == ["accounts.code"]


def test_a_closed_account_needs_opening_and_a_reset_before_it_works(cast, now, account):
    guard, clerk = account("guard").pk, cast.dispatcher.actor()
    commands.deactivate(account_id=guard, actor=clerk, at=now)
    with pytest.raises(Refused) as caught:
        commands.reset_password(account_id=guard, present=True, actor=cast.deputy.actor(), at=now)
    assert codes(caught) == ["accounts.inactive"]
    commands.reactivate(account_id=guard, actor=clerk, at=now)
    assert not account("guard").has_usable_password()


def test_nobody_closes_their_own_account(cast, now, account):
    with pytest.raises(Refused) as caught:
        commands.deactivate(
            account_id=account("dispatcher").pk, actor=cast.dispatcher.actor(), at=now
        )
    assert codes(caught) == ["accounts.not_oneself"]


def test_there_is_no_way_to_make_a_superuser():
    assert not hasattr(Account.objects, "create_superuser")
    assert not hasattr(Account, "is_superuser")
    assert not hasattr(Account, "is_staff")


def test_an_account_of_another_site_does_not_exist(cast, now):
    foreign = Account.objects.create(
        site_id=cast.site.pk + 1, staff_number="X1", opened_at=now, password="!"
    )
    with pytest.raises(Refused) as caught:
        commands.reset_password(
            account_id=foreign.pk, present=True, actor=cast.deputy.actor(), at=now
        )
    assert caught.value.hidden
