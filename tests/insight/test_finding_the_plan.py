"""The plan is searched like everything else: by those who may read it, and nobody else."""

import pytest
from django.db import connection
from django.utils import translation

from dayuan.handbook.compiled import natural
from dayuan.insight.web import plan_found
from dayuan.platform.audit import sealer
from dayuan.platform.search import keeping, queries
from dayuan.platform.search.listed import Hit, Source, sources
from dayuan.platform.search.models import Line
from dayuan.reference.plans.commands import load
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as in_force
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KINDS = [source.kind for source in plan_found.SOURCES]


def hits(cast: Cast, question: str, kind: str, who: str = "director") -> list[Hit]:
    found = queries.search(getattr(cast, who).actor(), question)
    return [hit for g in found.groups if g.source.kind == kind for hit in g.hits]


def book(cast: Cast):
    return in_force.plan_of(cast.site.pk).handbook


def lines(kind: str) -> set[int]:
    return set(Line.objects.filter(kind=kind).values_list("owner_id", flat=True))


@pytest.fixture
def indexed():
    keeping.rebuild()


@pytest.mark.usefixtures("indexed")
def test_every_part_of_the_plan_that_runs_has_its_line_and_no_two_share_one(cast):
    plan = book(cast)
    parts = (plan.clauses, plan.decisions, plan.playbooks, plan.posts)
    for kind, section in zip(KINDS, parts, strict=True):
        assert len(lines(kind)) == len(section), kind
    assert set(Line.objects.filter(kind__in=KINDS).values_list("site_id", flat=True)) == {
        cast.site.pk
    }


@pytest.mark.usefixtures("indexed")
def test_a_clause_is_found_by_its_number_and_by_its_words_and_leads_to_its_page(cast):
    plan = book(cast)
    code = max(plan.clauses, key=lambda one: len(plan.clauses[one].quote))
    first, *_others = hits(cast, code, "plans.clause")
    assert (first.number, first.url) == (code, f"/plan/clauses/{code}/")
    quote = plan.clauses[code].quote
    assert code in {hit.number for hit in hits(cast, quote[:30], "plans.clause")}
    assert cast.director.client.get(first.url).status_code == 200
    page = cast.director.client.get("/search/", {"q": quote[60:64]}).content.decode()
    assert f"<mark>{quote[60:64]}</mark>" in page


@pytest.mark.usefixtures("indexed")
def test_a_decision_is_found_by_its_number_and_by_what_was_decided(cast):
    plan = book(cast)
    for code in sorted(plan.decisions, key=natural)[::20]:
        (first, *_more) = hits(cast, code, "plans.decision")
        assert (first.number, first.url) == (code, f"/plan/decisions/{code}/")
        decided = plan.decisions[code].decision.text.zh[:20]
        assert code in {hit.number for hit in hits(cast, decided, "plans.decision")}


@pytest.mark.usefixtures("indexed")
def test_what_fits_alike_stands_in_the_order_of_the_plan(cast):
    group = queries.page(cast.director.actor(), "电梯", kind="plans.clause", before=None)
    numbers = [hit.number for hit in group.hits if "电梯" in hit.title]
    assert len(numbers) > 2
    assert numbers == sorted(numbers, key=natural)


@pytest.mark.usefixtures("indexed")
def test_playbooks_and_posts_are_found_by_what_they_are_called_and_how_it_sounds(cast):
    plan = book(cast)
    code, post = next(iter(plan.posts.items()))
    assert hits(cast, post.title.text.zh, "plans.post")[0].url.endswith(f"#{code}")
    code, playbook = next(iter(plan.playbooks.items()))
    assert f"/plan/playbooks/{code}/" in {
        hit.url for hit in hits(cast, playbook.title.text.zh, "plans.playbook")
    }


@pytest.mark.usefixtures("indexed")
def test_whoever_may_not_read_the_plan_finds_nothing_of_it(cast):
    assert not cast.liaison.actor().holds("plans.revision.view")
    for kind in KINDS:
        assert hits(cast, "电梯", kind, "liaison") == []
        assert queries.page(cast.liaison.actor(), "电梯", kind=kind, before=None) is None
    assert hits(cast, "电梯", "plans.clause", "guard") != []


@pytest.mark.usefixtures("indexed")
def test_whoever_reads_english_sees_english_and_finds_by_it(cast):
    plan = book(cast)
    code = next(c for c in plan.clauses if len(plan.clauses[c].en) > 30)
    with translation.override("en"):
        found = {h.number: h.title for h in hits(cast, plan.clauses[code].en[:40], "plans.clause")}
    assert found[code].startswith(plan.clauses[code].en[:40])


@pytest.mark.usefixtures("indexed")
def test_a_new_version_of_the_plan_takes_the_place_of_the_old_once_the_log_is_read(cast):
    old = lines("plans.clause")
    plan = book(cast)
    last = max(plan.decisions, key=natural)
    fewer = {code: one for code, one in plan.decisions.items() if code != last}
    changed = plan.model_copy(update={"decisions": fewer})
    director = cast.director.actor()
    revision, _new = load(handbook=changed, actor=director, at=NOW)
    sites.adopt(
        site=in_force.site(cast.site.pk),
        revision=revision,
        consent="2026-1",
        actor=director,
        at=NOW,
    )
    sealer.seal(now=NOW, full=True)
    while keeping.follow():
        pass
    assert len(lines("plans.clause")) == len(old)
    assert not lines("plans.clause") & old
    assert len(lines("plans.decision")) == len(fewer)
    assert last not in {hit.number for hit in hits(cast, last, "plans.decision")}
    before = Line.objects.order_by("-pk").first()
    keeping.rebuild()
    assert Line.objects.order_by("-pk").first() == before


@pytest.mark.usefixtures("indexed")
def test_the_calendar_changes_and_no_line_of_the_plan_is_written_anew(cast):
    sites.name_day(
        site=in_force.site(cast.site.pk), day=NOW.date(), kind=in_force.DayKind.REST, title="",
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip
    sealer.seal(now=NOW, full=True)
    with connection.execute_wrapper(_no_lines_written):
        while keeping.follow():
            pass


def _no_lines_written(execute, sql, params, many, context):
    assert not sql.startswith(('INSERT INTO "search_line"', 'UPDATE "search_line"')), sql
    return execute(sql, params, many, context)


def test_a_kind_without_a_door_is_refused():
    one = sources["plans.clause"]
    with pytest.raises(ValueError, match="no door"):
        Source(
            kind="x", label="x", icon="x", verb=None, order=1, rows=None, reads=(), said=one.said,
            ids=one.ids, shown=one.shown,
        )  # fmt: skip
