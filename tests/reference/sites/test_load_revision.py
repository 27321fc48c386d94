"""Loading a revision: checked first, compared, and in force only with the office's consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dayuan.platform.audit.models import Entry
from dayuan.reference.plans.models import Revision
from dayuan.reference.sites import queries
from dayuan.reference.sites.models import RevisionInForce, Site
from tests.reference.sites.conftest import packed

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

COVER, REQUEST = "handbook.yaml", "playbooks/request.yaml"


@pytest.fixture
def changed(handbook):
    """Return the handbook with a new edition and a limit for handling."""
    handbook[COVER] = handbook[COVER].replace(b'edition: "2026-1"', b'edition: "2026-9"')
    handbook[REQUEST] = handbook[REQUEST].replace(
        b"due: R+asap\n        limit: limit_request", b"due: D+30min", 1
    )
    return handbook


def in_force(cast) -> int:
    return Site.objects.values_list("revision_id", flat=True).get(pk=cast.site.pk)


def test_only_who_may_load_sees_the_page(cast, page, upload, handbook):
    page(cast.dispatcher, "/plan/load/", status=403)
    before = Revision.objects.count()
    assert upload(cast.dispatcher, packed(handbook)).status_code == 403
    assert Revision.objects.count() == before
    assert "载入服务方案新版本" in page(cast.director, "/plan/load/")


def test_a_broken_handbook_shows_file_and_line_and_changes_nothing(cast, upload, handbook):
    handbook[REQUEST] = handbook[REQUEST].replace(b"post: affairs_assistant", b"post: nobody_here")
    line = handbook[REQUEST].decode().split("post: nobody_here")[0].count("\n") + 1
    before, ran = Revision.objects.count(), in_force(cast)
    answer = upload(cast.director, packed(handbook))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"playbooks/request.yaml:{line}" in text
    assert "nobody_here" in text
    assert "什么也没有改动" in text
    assert (Revision.objects.count(), in_force(cast)) == (before, ran)


def test_every_finding_is_shown_at_once_and_in_english(cast, upload, handbook):
    handbook[REQUEST] = handbook[REQUEST].replace(b"after: [dispatch]", b"aftr: [dispatch]")
    handbook[COVER] = b"handbook: [\n"
    cast.director.client.cookies["dayuan_language"] = "en"
    text = upload(cast.director, packed(handbook)).content.decode()
    assert "handbook.yaml:" in text
    assert "playbooks/request.yaml:" in text
    assert "Nothing was changed." in text


def test_a_checked_handbook_shows_what_it_changes_before_it_runs(cast, upload, changed, page):
    ran = in_force(cast)
    answer = upload(cast.director, packed(changed))
    assert answer.status_code == 302
    text = page(cast.director, answer["Location"])
    assert "2026-9" in text
    assert "到现场处理并写明做了什么" in text
    assert "涉及职责或权限" in text
    assert in_force(cast) == ran


def test_with_the_offices_consent_it_comes_into_force(cast, upload, changed, page):
    where = upload(cast.director, packed(changed))["Location"]
    answer = cast.director.client.post(where, {"consent": "机管〔2026〕12号"})
    assert answer.status_code == 302
    assert queries.plan_of(cast.site.pk).handbook.handbook.edition == "2026-9"
    row = RevisionInForce.objects.get(site=cast.site, until__isnull=True)
    assert row.consent == "机管〔2026〕12号"
    assert Entry.objects.filter(type="sites.revision.adopt").count() == 1
    assert "机管〔2026〕12号" in page(cast.guard, "/plan/revisions/")
    assert "这个版本正在使用" in page(cast.director, where)


def test_without_consent_nothing_comes_into_force_and_the_difference_stays(cast, upload, changed):
    where, ran = upload(cast.director, packed(changed))["Location"], in_force(cast)
    answer = cast.director.client.post(where, {"consent": "   "})
    assert answer.status_code == 422
    assert "机关同意的文号" in answer.content.decode()
    assert "到现场处理并写明做了什么" in answer.content.decode()
    assert in_force(cast) == ran


def test_only_who_may_load_takes_a_revision_into_force(cast, upload, changed):
    where, ran = upload(cast.director, packed(changed))["Location"], in_force(cast)
    assert cast.dispatcher.client.get(where).status_code == 403
    assert cast.dispatcher.client.post(where, {"consent": "x"}).status_code == 403
    assert in_force(cast) == ran


def test_the_same_content_again_changes_nothing(cast, upload, handbook):
    before = Revision.objects.count(), RevisionInForce.objects.count(), in_force(cast)
    answer = upload(cast.director, packed(handbook))
    assert answer["Location"] == "/plan/load/"
    assert (Revision.objects.count(), RevisionInForce.objects.count(), in_force(cast)) == before


def test_uploading_a_change_twice_keeps_one_revision(cast, upload, changed):
    first = upload(cast.director, packed(changed))["Location"]
    kept = Revision.objects.count()
    assert upload(cast.director, packed(changed))["Location"] == first
    assert Revision.objects.count() == kept


def test_another_compounds_plan_is_refused_and_not_kept(cast, upload, handbook):
    handbook[COVER] = handbook[COVER].replace(b"code: pukou", b"code: elsewhere")
    before = Revision.objects.count()
    answer = upload(cast.director, packed(handbook))
    assert answer.status_code == 422
    assert "另一个大院" in answer.content.decode()
    assert Revision.objects.count() == before


def test_a_revision_nobody_loaded_is_not_there(cast, page):
    page(cast.director, f"/plan/load/{'0' * 64}/", status=404)


def test_all_files_may_be_chosen_at_once(cast, upload, changed):
    files = [SimpleUploadedFile(n.replace("/", "-"), c) for n, c in changed.items()]
    assert upload(cast.director, *files).status_code == 302


def test_an_empty_upload_says_what_to_do(cast, upload):
    answer = cast.director.client.post("/plan/load/", {})
    assert answer.status_code == 422
    empty = upload(cast.director, SimpleUploadedFile("notes.txt", b"nothing"))
    assert empty.status_code == 422
    assert "yaml" in empty.content.decode()


def test_the_pages_ask_few_queries(cast, upload, changed, queries_of):
    where = upload(cast.director, packed(changed))["Location"]
    assert queries_of(cast.director, "/plan/load/") <= 10
    assert queries_of(cast.director, where) <= 12


def test_a_warning_is_shown_and_does_not_stand_in_the_way(cast, upload, changed, page):
    name = next(n for n, content in changed.items() if b"\npermissions:" in content)
    doubled = b"  - everyone: true\n    posts: [gate_guard]\n    verbs: [sites.calendar.view]"
    once = b"  - everyone: true\n    verbs: [sites.calendar.view]"
    assert once in changed[name]
    changed[name] = changed[name].replace(once, doubled)
    answer = upload(cast.director, packed(changed))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "没有错误，有 1 条提醒" in text
    where = text.split('<a class="btn btn-primary" href="')[1].split('"')[0]
    assert "2026-9" in page(cast.director, where)


def test_steps_in_another_order_are_told(cast, upload, handbook, page):
    book = handbook[REQUEST].decode()
    head, steps = book.split("    steps:\n")
    first, second, *rest, last = (f"      - id: {part}" for part in steps.split("      - id: ")[1:])
    moved = [first, *rest, f"{last.rstrip()}\n\n", second]
    handbook[REQUEST] = f"{head}    steps:\n{''.join(moved)}".encode()
    text = page(cast.director, upload(cast.director, packed(handbook))["Location"])
    assert "服务请求处理" in text
    assert "1 处不同" in text
