"""A supervisor resets the own people's passwords, nobody becomes the director by a slip."""

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.accounts import commands as accounts
from dayuan.reference.people.supervision import superiors
from dayuan.reference.sites import queries as sites


def reset(cast, who: str, whose: str, now) -> None:
    account_id = cast.members[whose].person.account_id
    accounts.reset_password(
        account_id=account_id, present=True, actor=cast.members[who].actor(), at=now
    )


@pytest.mark.parametrize(
    ("who", "whose"),
    [("supervisor", "technician"), ("captain", "guard"), ("dispatcher", "director")],
)
def test_it_is_done_by_the_line_above_and_by_whoever_opens_accounts(cast, now, who, whose):
    reset(cast, who, whose, now)


@pytest.mark.parametrize(
    ("who", "whose"),
    [("supervisor", "director"), ("captain", "technician"), ("supervisor", "captain")],
)
def test_nobody_resets_a_superior_or_another_line(cast, now, who, whose):
    with pytest.raises(Refused) as refused:
        reset(cast, who, whose, now)
    assert "people.not_in_your_line" in {p.code for p in refused.value.problems}


def test_the_line_goes_up_to_the_top_and_leaves_oneself_out(cast):
    plan = sites.plan_of(cast.site.pk)
    assert superiors(plan, ["hvac_technician"]) >= {"technical_supervisor", "centre_director"}
    assert superiors(plan, ["centre_director"]) == set()
