"""The plan of an invented compound is as good as that of a real one."""

from pathlib import Path

import pytest

from dayuan.config.catalogue import CATALOGUE
from dayuan.handbook.compare import difference
from dayuan.handbook.compiled import Compiled
from dayuan.handbook.coverage import Coverage, coverage
from dayuan.handbook.digest import canonical_json, digest_of, from_canonical
from dayuan.handbook.load import check
from dayuan.handbook.schema import Handbook
from dayuan.kernel.catalogue import CaseKind, Catalogue
from dayuan.kernel.text import Text

FOLDER = Path(__file__).parent / "harbour"

#: What the plan needs of any program: the request, with its two times and three acts.
SMALL = Catalogue.of(
    case_kinds=[
        CaseKind(
            "desk.request",
            Text("请求", "Request"),
            anchors={"R": Text("登记", "Reported"), "D": Text("派出", "Sent")},
            acts={f"desk.{act}": Text(act, act) for act in ("dispatch", "handle", "check")},
        )
    ]
)


@pytest.fixture
def handbook() -> Handbook:
    found = check(FOLDER, CATALOGUE).handbook
    assert found is not None
    return found


@pytest.fixture
def plan(handbook: Handbook) -> Compiled:
    return Compiled.of(handbook)


def test_it_has_no_error_under_this_program() -> None:
    assert [f.report() for f in check(FOLDER, CATALOGUE).errors] == []


def test_a_program_that_knows_requests_alone_misses_only_its_own_words() -> None:
    codes = {f.code for f in check(FOLDER, SMALL).errors}
    assert codes == {"verb.unknown", "capability.unknown"}


def test_it_is_another_kind_of_compound(handbook: Handbook) -> None:
    assert len(handbook.posts) == 5
    assert len(handbook.levels) == 2
    assert handbook.petition_routing == {}
    assert handbook.handbook.language == "en"
    titles = (post.title.text for post in handbook.posts.values())
    assert all(title.en and not title.zh for title in titles)


def test_the_clerk_sends_a_request_to_whoever_can_mend_it(plan: Compiled) -> None:
    assert plan.playbook_for("desk.request") == "request"
    send, mend, look = plan.steps("request")
    assert plan.primary(send.who) == ("service_clerk",)
    assert plan.primary(mend.who, category="lift") == ("handyman",)
    assert plan.primary(mend.who, category="cleaning") == ("cleaner",)
    assert look.not_by_doer_of == ("mend",)


def test_each_level_has_its_own_playbook(plan: Compiled) -> None:
    assert plan.playbook_for("visitors.visit", "delegation") == "delegation"
    assert plan.playbook_for("visitors.visit", "guest") == "guest"
    assert plan.playbook_for("visitors.visit", "stranger") is None


def test_outside_parties_are_reached_through_their_liaison(plan: Compiled) -> None:
    who = plan.step("delegation", "tell_caterer").who
    assert plan.resolve(who) == ("service_clerk", "facility_manager")


def test_it_counts_its_own_clauses(handbook: Handbook) -> None:
    report = coverage(handbook, CATALOGUE)
    totals = report.totals()
    assert totals["clauses"] == 16
    assert totals["principle"] == 1
    assert report.clauses["S4.3"].state is Coverage.PREPARED
    assert sum(totals[state.value] for state in Coverage) == 16


def test_it_survives_storing(handbook: Handbook) -> None:
    again = from_canonical(canonical_json(handbook))
    assert difference(handbook, again) == []
    assert digest_of(again) == digest_of(handbook)
