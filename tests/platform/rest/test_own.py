"""What is one's own by programs: notices, views, exports, files, search, and the log."""

import hashlib

import pytest

from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Entry
from dayuan.platform.lists import exporting
from dayuan.platform.notices import commands as notices
from dayuan.platform.search import keeping
from tests.cast import NOW
from tests.permissions.driving import answered
from tests.permissions.world import attach

pytestmark = pytest.mark.django_db

FAULT = {"category": "air_conditioning", "place": "三楼东侧", "description": "空调不制冷"}


def fetched(who, path):
    """Return a file as it is handed out, read to its end."""
    headers = {"Authorization": f"Bearer {who.token}"}
    return answered(who.client.get(f"/api/v1{path}", headers=headers))


def reported(program):
    return program("guard").post("/requests", FAULT).said


def test_a_notice_is_read_by_whom_it_is_for(program, cast):
    case = reported(program)
    notices.tell(
        persons=[cast.technician.person.pk], kind="work.task.ready", dedupe="t", at=NOW,
        owner=("work.case", case["id"]), actor=system_actor("tests", site_id=cast.site.pk),
    )  # fmt: skip
    who = program("technician")
    (told,) = who.get("/notices").said["items"]
    assert (told["about"], told["about_id"], told["read_at"]) == ("work.case", case["id"], None)
    assert program("guard").post(f"/notices/{told['id']}/read").status_code == 404
    assert who.post(f"/notices/{told['id']}/read").status_code == 204
    assert who.get("/notices").said["items"][0]["read_at"] is not None


def test_a_view_is_kept_in_one_spelling_and_deleted(program):
    who = program("dispatcher")
    body = {"list": "work.cases", "name": "电梯", "query": "?show=all&nonsense=1", "shared": True}
    kept = who.post("/views", body).said
    assert (kept["query"], kept["own"]) == ("show=all", True)
    seen = program("director").get("/views?list=work.cases").said
    assert [(one["name"], one["own"]) for one in seen] == [("电梯", False)]
    assert program("guard").ask("DELETE", f"/views/{kept['id']}").status_code == 403
    assert who.ask("DELETE", f"/views/{kept['id']}").status_code == 204
    assert who.get("/views?list=work.cases").said == []
    assert who.get("/views?list=no.such.list").status_code == 404


def test_a_list_is_taken_away_as_a_file_once_the_worker_wrote_it(program):
    reported(program)
    who = program("dispatcher")
    asked = who.post("/exports", {"list": "work.cases", "query": "show=all"})
    assert (asked.status_code, asked.said["state"], asked.said["file"]) == (201, "waiting", None)
    exporting.run(asked.said["id"], now=NOW)
    done = who.get(f"/exports/{asked.said['id']}").said
    assert (done["state"], done["written"]) == ("ready", 1)
    assert fetched(who, f"/files/{done['file']}").body[:2] == b"PK"
    assert program("director").get(f"/exports/{asked.said['id']}").status_code == 404
    assert program("director").get(f"/files/{done['file']}").status_code == 404


def test_a_file_is_handed_out_whole_and_that_is_written_down(program, cast):
    case = reported(program)
    row = attach(cast.site.pk, case["id"], "三楼")
    who = program("dispatcher")
    answer = fetched(who, f"/files/{row.pk}")
    assert hashlib.sha256(answer.body).hexdigest() == row.sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    read = Entry.objects.filter(type="attachments.file.read").latest("pk")
    assert (read.details["attachment"], read.via) == (row.pk, "api")
    picture = fetched(who, f"/files/{row.pk}/preview")
    assert picture.headers["Content-Type"] == "image/jpeg"


def test_search_finds_by_kind_what_the_page_finds(program):
    case = reported(program)
    keeping.rebuild()
    found = program("dispatcher").get(f"/search?q={case['number']}").said
    (cases,) = [one for one in found["groups"] if one["kind"] == "work.case"]
    assert [(one["id"], one["number"]) for one in cases["hits"]] == [(case["id"], case["number"])]
    assert cases["hits"][0]["state_says"]
    one_kind = program("dispatcher").get(f"/search?q={case['number']}&kind=work.case").said
    assert [hit["id"] for group in one_kind["groups"] for hit in group["hits"]] == [case["id"]]
    assert program("dispatcher").get("/search").status_code == 422


def test_a_sign_that_no_database_keeps_is_refused_in_whatever_is_asked_for(program):
    who = program("director")
    for asked in ("/log?type=a%00", "/log?who=%00", "/log?kind=%00", "/search?q=a%00"):
        assert who.get(asked).status_code == 422, asked
    assert (
        who.post("/views", {"list": "work.cases", "name": "a", "query": "a\x00"}).status_code == 422
    )


def test_reading_the_log_is_an_entry_of_the_log_itself(program):
    case = reported(program)
    who = program("checker")
    found = who.get(f"/log?kind=work.case&record={case['id']}").said
    assert found["items"]
    assert all(case["id"] in one["records"] for one in found["items"])
    assert who.get("/log").said["items"][0]["type"] == "audit.entry.read"
    assert program("guard").get("/log").status_code == 403
