"""Who needs to know a case: set by those who may, seen by those named, gone for all others."""

import pytest
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.access import owners
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.platform.notices import queries as notices
from dayuan.platform.notices.models import Notice
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work import commands, queries
from dayuan.work.models import Case, CaseMember
from dayuan.work.rules import Given
from tests.cast import NOW, Cast, Member

WHY = "涉及来访人"


@pytest.fixture
def leak(cast: Cast, clock) -> Case:
    """Return a fault that the guard reported and that waits for the technicians."""
    report = desk.Report(category="air_conditioning", place="密谈室", description="漏水")
    made = desk.report(report=report, actor=cast.guard.actor(), at=NOW)
    desk.dispatch(request=made, actor=cast.dispatcher.actor(), at=NOW)
    return queries.get_for(cast.dispatcher.actor(), made.pk)


def restrict(case: Case, who: Member, label: str = "work_secret", *, to_all: bool = False) -> None:
    commands.set_confidentiality(
        case=case, label=label, open_to_staff=to_all, reason=WHY, actor=who.actor(), at=NOW
    )


def name(case: Case, key: str, who: Member) -> None:
    commands.add_member(case=case, key=key, actor=who.actor(), at=NOW)


def take_off(case: Case, key: str, who: Member, reason: str = "不再需要") -> None:
    commands.remove_member(case=case, key=key, reason=reason, actor=who.actor(), at=NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def members(case: Case) -> set[str]:
    return set(CaseMember.objects.filter(case=case).values_list("key", flat=True))


def sees(member: Member, case: Case) -> bool:
    """Tell whether a part knows of the case, by every surface; they agree."""
    actor, client = member.actor(), member.client
    by = {
        queries.visible_to(actor).filter(pk=case.pk).exists(),
        owners.may_see(actor, "work.case", case.pk),
        case.pk in {t.case_id for t in queries.open_tasks(actor)},
        client.get(reverse("desk:request", args=[case.pk])).status_code == 200,
        case.number in client.get("/cases/").content.decode(),
    }
    assert len(by) == 1, by
    return by.pop()


def test_a_restricted_case_is_gone_for_everybody_outside_and_there_for_those_named(cast, leak):
    outside = ("captain", "electrician", "cleaner", "deputy", "director")
    assert all(sees(cast.members[part], leak) for part in outside)
    restrict(leak, cast.dispatcher)
    assert not any(sees(cast.members[part], leak) for part in outside)
    # The posts of the steps to come know as well: the quality officer is to check it.
    for part in ("dispatcher", "technician", "colleague", "guard", "checker"):
        assert sees(cast.members[part], leak), part


def test_the_board_and_the_bell_count_a_restricted_case_for_those_who_know_it(cast, leak):
    for part in ("captain", "dispatcher"):
        Notice.objects.create(
            site_id=cast.site.pk, person_id=cast.members[part].person.pk, kind="work.task.late",
            owner_kind="work.case", owner_id=leak.pk, created_at=NOW, dedupe=f"tests:{part}",
        )  # fmt: skip

    def counted(part: str) -> tuple[int, int, bool]:
        member = cast.members[part]
        board = member.client.get("/board/").content.decode()
        found = queries.visible_to(member.actor()).count()
        return found, notices.unread(member.actor()), leak.title in board

    before = counted("captain")
    restrict(leak, cast.dispatcher)
    assert before == (1, 1, True)
    assert counted("captain") == (0, 0, False)
    assert counted("dispatcher") == (1, 1, True)


def test_a_post_that_is_named_sees_it_and_one_taken_off_sees_it_no_more(cast, leak):
    restrict(leak, cast.dispatcher)
    name(leak, "post:security_supervisor", cast.dispatcher)
    assert sees(cast.captain, leak)
    take_off(leak, "post:security_supervisor", cast.dispatcher)
    assert not sees(cast.captain, leak)


def test_a_person_that_is_named_sees_it_alone_of_the_post(cast, leak):
    restrict(leak, cast.dispatcher)
    name(leak, f"person:{cast.electrician.person.pk}", cast.dispatcher)
    assert sees(cast.electrician, leak)
    assert not sees(cast.captain, leak)


def test_opened_again_to_all_staff_it_is_seen_by_all(cast, leak):
    restrict(leak, cast.dispatcher)
    restrict(leak, cast.dispatcher, "internal", to_all=True)
    assert sees(cast.cleaner, leak)


def test_whoever_restricts_goes_on_seeing_it_without_having_been_named(cast, leak):
    CaseMember.objects.filter(case=leak).delete()
    restrict(leak, cast.director)
    assert sees(cast.director, leak)
    # And those who have the work go on knowing what they have to do.
    assert sees(cast.technician, leak)


@pytest.mark.parametrize("part", ["technician", "guard", "checker", "captain"])
def test_whoever_was_not_given_the_right_sets_and_names_nothing(cast, leak, part):
    acts = (
        lambda who: restrict(leak, who),
        lambda who: name(leak, "post:gate_guard", who),
        lambda who: take_off(leak, f"person:{cast.guard.person.pk}", who),
    )
    before = members(leak)
    for act in acts:
        with pytest.raises(Refused) as refused:
            act(cast.members[part])
        assert codes(refused) == ["access.verb"]
    assert members(leak) == before


def test_whoever_may_but_does_not_know_of_it_cannot_name_himself(cast, leak):
    restrict(leak, cast.dispatcher)
    with pytest.raises(Refused) as refused:
        name(leak, "post:centre_director", cast.director)
    assert refused.value.hidden
    for page in ("need_to_know", "confidentiality", "add_member", "remove_member"):
        url = reverse(f"work:{page}", args=[leak.pk])
        assert cast.director.client.get(url).status_code == 404


@pytest.mark.parametrize("label", ["secret", "机密", "绝密", ""])
def test_a_label_of_state_secrecy_is_never_given(cast, leak, label):
    with pytest.raises(Refused) as refused:
        restrict(leak, cast.dispatcher, label)
    assert codes(refused) == ["work.no_such_label"]
    assert "涉密渠道" in refused.value.problems[0].says.in_language("zh")
    assert Case.objects.get(pk=leak.pk).label == "internal"


def test_a_work_secret_is_not_open_to_all_staff(cast, leak):
    with pytest.raises(Refused) as refused:
        restrict(leak, cast.dispatcher, to_all=True)
    assert codes(refused) == ["work.secret_for_some"]


def test_the_post_that_has_to_do_it_is_not_taken_off(cast, leak):
    with pytest.raises(Refused) as refused:
        take_off(leak, "post:hvac_technician", cast.dispatcher)
    assert codes(refused) == ["work.must_know"]
    says = refused.value.problems[0].says
    assert "空调技保" in says.in_language("zh")
    assert "Air-conditioning technician" in says.in_language("en")


def test_a_post_that_knows_by_its_unit_too_is_taken_off_but_not_both(cast, leak):
    CaseMember.objects.create(case=leak, key="unit:technical", since=NOW, added_by="system:tests")
    take_off(leak, "post:hvac_technician", cast.dispatcher)
    with pytest.raises(Refused) as refused:
        take_off(leak, "unit:technical", cast.dispatcher)
    assert codes(refused) == ["work.must_know"]


def test_who_has_the_work_in_hand_is_not_taken_off_until_it_is_done(cast, leak):
    task = next(t for t in queries.tasks_of(leak) if t.state == "ready")
    commands.accept(task=task, actor=cast.technician.actor(), at=NOW)
    key = f"person:{cast.technician.person.pk}"
    name(leak, key, cast.dispatcher)
    with pytest.raises(Refused) as refused:
        take_off(leak, key, cast.dispatcher)
    assert codes(refused) == ["work.has_in_hand"]
    commands.finish(
        task=queries.task(task.pk), evidence={"result": Given(text="修好了")},
        actor=cast.technician.actor(), at=NOW,
    )  # fmt: skip
    take_off(leak, key, cast.dispatcher)
    assert key not in members(leak)


def test_nobody_shuts_himself_out_of_a_restricted_case(cast, leak):
    restrict(leak, cast.director)
    CaseMember.objects.filter(case=leak, key="post:centre_director").delete()
    with pytest.raises(Refused) as refused:
        take_off(leak, f"person:{cast.director.person.pk}", cast.director)
    assert codes(refused) == ["work.oneself"]
    assert sees(cast.director, leak)


@pytest.mark.parametrize("key", ["post:no_such_post", "person:987654321", "everybody", "unit:x"])
def test_only_posts_of_the_plan_and_people_of_the_house_are_named(cast, leak, key):
    with pytest.raises(Refused) as refused:
        name(leak, key, cast.dispatcher)
    assert codes(refused) == ["work.nobody_known"]


def test_a_liaison_is_not_named_he_follows_by_unit(cast, leak):
    with pytest.raises(Refused) as refused:
        name(leak, f"person:{cast.liaison.person.pk}", cast.dispatcher)
    assert codes(refused) == ["work.nobody_known"]
    Case.objects.filter(pk=leak.pk).update(unit="district_office")
    url = reverse("work:need_to_know", args=[leak.pk])
    assert "区政府办公室" in cast.dispatcher.client.get(url).content.decode()


@pytest.mark.parametrize("act", ["set", "remove"])
def test_restricting_and_taking_off_need_a_reason_that_the_log_keeps(cast, leak, act):
    name(leak, "post:gate_guard", cast.dispatcher)

    def give(reason: str) -> None:
        if act == "remove":
            take_off(leak, "post:gate_guard", cast.dispatcher, reason)
        else:
            commands.set_confidentiality(
                case=leak, label="internal", open_to_staff=False, reason=reason,
                actor=cast.dispatcher.actor(), at=NOW,
            )  # fmt: skip

    with pytest.raises(Refused) as refused:
        give("  ")
    assert codes(refused) == ["work.why_not_know"]
    give(WHY)
    entry = Entry.objects.latest("pk")
    assert entry.subject_id == leak.pk
    assert WHY not in str(entry.details)
    assert PersonalValues.objects.get(entry_id=entry.pk).values == {"reason": WHY}


def test_the_page_names_posts_and_people_never_keys_and_leads_there_from_the_case(cast, leak):
    name(leak, f"person:{cast.checker.person.pk}", cast.dispatcher)
    case_page = cast.dispatcher.client.get(reverse("desk:request", args=[leak.pk]))
    url = reverse("work:need_to_know", args=[leak.pk])
    assert url in case_page.content.decode()
    text = cast.dispatcher.client.get(url).content.decode()
    shown = text[text.index("<main") : text.index("form-card")]
    for word in ("空调技保", "苏丽娟", "孙建国", "由林春梅加入", "还要办"):
        assert word in shown
    assert "hvac_technician" not in shown.replace("who=post:hvac_technician", "")
    technician = cast.technician.client.get(reverse("desk:request", args=[leak.pk]))
    assert url not in technician.content.decode()
    assert cast.technician.client.get(url).status_code == 403


@pytest.mark.parametrize("who", ["", "?who=", "?who=post:", "?who=post:gate_guard", "?who=x:y"])
def test_taking_off_nobody_says_so(cast, leak, who):
    url = reverse("work:remove_member", args=[leak.pk]) + who
    for answer in (cast.dispatcher.client.get(url), cast.dispatcher.client.post(url)):
        assert "已经不在知悉范围里了" in answer.content.decode()


def test_a_case_is_restricted_and_somebody_named_and_taken_off_on_the_pages(cast, leak):
    desk_of = cast.dispatcher.client
    label, add, remove = (
        reverse(f"work:{one}", args=[leak.pk])
        for one in ("confidentiality", "add_member", "remove_member")
    )
    done = desk_of.post(label, {"label": "work_secret", "who": "named", "reason": WHY})
    assert done.status_code == 302
    assert Request.objects.get(pk=leak.pk).case.label == "work_secret"
    assert desk_of.post(add, {"who": "post:security_supervisor"}).status_code == 302
    assert sees(cast.captain, leak)
    off = f"{remove}?who=post:security_supervisor"
    assert "安保主管" in desk_of.get(off).content.decode()
    assert desk_of.post(off, {"reason": "查完了"}).status_code == 302
    assert not sees(cast.captain, leak)
    refused = desk_of.post(f"{remove}?who=post:hvac_technician", {"reason": "试"})
    assert refused.status_code == 422
    assert "还要办" in refused.content.decode()
    strange = desk_of.post(label, {"label": "机密", "who": "named", "reason": WHY})
    assert strange.status_code == 422
