"""No lower role finds a canary on any surface, in any disguise; no log and no queue holds one."""

import pytest

from dayuan.resources.equipment.queries import by_token
from dayuan.services.desk import commands as desk
from dayuan.services.desk.queries import outside
from dayuan.work import commands as work
from dayuan.work.models import Task
from dayuan.work.rules import Given
from tests.canaries import birds, crawling, planting
from tests.canaries.birds import Cage
from tests.cast import NOW
from tests.permissions import table
from tests.permissions.world import PARTS, undone


def test_every_field_that_sounds_personal_is_sensitive_or_plain_for_a_reason():
    assert planting.undeclared() == []
    assert planting.superfluous() == []


@pytest.mark.django_db
def test_every_sensitive_field_has_a_canary_in_every_row_of_the_world(aviary):
    _world, cage = aviary
    declared = {f"{m._meta.label}.{f}" for m, fs in planting.sensitive_fields().items() for f in fs}
    assert {canary.field for canary in cage.canaries} == declared
    hidden = {c.field for c in cage.canaries if c.relation == "hidden"}
    assert hidden >= {"work.Case.title", "desk.Request.caller_phone", "audit.Reason.text"}


def test_a_sensitive_model_without_a_row_is_told_to_put_one_into_the_world():
    class Manager:
        def order_by(self, _field):
            return []

    class Bare:
        class _meta:  # noqa: N801 - the framework's name
            label = "some.Model"

        _base_manager = Manager()

    with pytest.raises(LookupError, match="put one into the world"):
        list(planting._plant(None, Bare, "name", iter([1])))


@pytest.mark.timeout(300)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "part",
    [
        pytest.param("liaison", marks=pytest.mark.once),
        "nobody",
        pytest.param("guard", marks=[pytest.mark.whole, pytest.mark.once]),
        # Who sees much of the house, and the director of another: asked in `make test`.
        pytest.param("director", marks=[pytest.mark.whole, pytest.mark.once]),
        pytest.param("elsewhere", marks=[pytest.mark.whole, pytest.mark.once]),
    ],
)
def test_a_part_finds_no_canary_that_is_not_its_own(aviary, part):
    world, cage = aviary
    assert crawling.listen(world, part, cage, crawling.surfaces(world, crawling.TELLING)) == []


@pytest.mark.django_db
def test_what_a_phone_may_keep_holds_nothing_that_people_typed_not_even_ones_own(aviary):
    world, cage = aviary
    kept = [line for line in table.LINES if line.name.startswith("offline:")]
    found = list(crawling.surfaces(world, kept))
    assert len(found) == len(kept)
    for part in PARTS:
        for surface in found:
            assert crawling.sung(world, part, cage, surface) == set(), f"{part} on {surface}"


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("part", crawling.LOWER)
def test_no_part_finds_anything_of_others_on_any_surface(aviary, part):
    world, cage = aviary
    assert crawling.listen(world, part, cage, crawling.surfaces(world)) == []


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_whoever_may_does_find_them(aviary):
    """The negative control: the crawl opens pages on which canaries do sing."""
    world, cage = aviary
    heard, part = set(), "dispatcher"
    for surface in crawling.surfaces(world, crawling.TELLING):
        if surface.method == "GET":
            heard |= {canary.field for canary in crawling.sung(world, part, cage, surface)}
    meant = {canary.field for canary in cage.canaries if part in canary.may}
    assert meant - heard == set()


@pytest.mark.django_db
def test_what_people_write_lies_in_no_log_no_queue_and_no_notice(aviary):
    world, _cage = aviary
    words = iter(birds.Canary(9_000 + n, "typed", "typed") for n in range(20))
    typed = [next(words) for _ in range(6)]
    place, text, name, phone, result, reason = (one.text for one in typed)
    with undone(), crawling.logged() as lines:
        report = desk.Report("air_conditioning", place, text, name, phone)
        made = desk.report(report=report, actor=world.actor("dispatcher"), at=NOW)
        desk.dispatch(request=made, actor=world.actor("dispatcher"), at=NOW)
        task = Task.objects.select_related("case").get(case_id=made.pk, step="handle")
        work.accept(task=task, actor=world.actor("technician"), at=NOW)
        work.hand_back(task=task, reason=reason, actor=world.actor("technician"), at=NOW)
        work.accept(task=task, actor=world.cast.colleague.actor(), at=NOW)
        evidence = {"result": Given(text=result)}
        work.finish(task=task, evidence=evidence, actor=world.cast.colleague.actor(), at=NOW)
        cage = Cage(typed)
        assert crawling.at_rest(cage) == []
        assert cage.found_in("\n".join(lines)) == set()


@pytest.mark.django_db
def test_what_a_visitor_writes_lies_in_no_log_no_queue_and_no_trace(aviary):
    world, _cage = aviary
    typed = [birds.Canary(9_200 + n, "typed", "typed") for n in range(5)]
    words, name, phone, device, address = (one.text for one in typed)
    token = world.ids["token", "open"]
    standing = by_token(token)
    with undone(), crawling.logged() as lines:
        for n in range(12):
            arrival = desk.Arrival(
                token=token, once=f"form {n}", category="air_conditioning", description=words,
                caller_name=name, caller_phone=phone, device=device, address=address,
            )  # fmt: skip
            desk.receive(arrival=arrival, actor=outside.actor_of(standing, at=NOW), at=NOW)
        cage = Cage(typed)
        assert crawling.at_rest(cage) == []
        assert crawling.at_rest(cage, ["audit.PersonalValues"]) == []
        assert cage.found_in("\n".join(lines)) == set()


@pytest.mark.django_db
def test_a_mistyped_sign_in_leaves_nothing_of_what_was_typed(aviary):
    world, _cage = aviary
    typed = birds.Canary(9_100, "typed", "typed")
    browser = world.browser("nobody")
    page = browser.get("/accounts/login/").content.decode()
    assert 'name="username"' in page
    assert 'name="password"' in page
    with undone(), crawling.logged() as lines:
        browser.post("/accounts/login/", {"username": "1001", "password": typed.text})
        browser.post("/accounts/first/", {"username": "1001", "code": typed.text})
        assert crawling.at_rest(Cage([typed])) == []
        assert Cage([typed]).found_in("\n".join(lines)) == set()
