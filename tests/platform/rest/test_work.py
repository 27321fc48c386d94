"""A fault from report to return visit, by programs alone."""

import pytest

pytestmark = pytest.mark.django_db

FAULT = {"category": "air_conditioning", "place": "三楼东侧", "description": "不制冷"}


def reported(program, part="guard"):
    answer = program(part).post("/requests", FAULT)
    assert answer.status_code == 201, answer.said
    return answer.said


def ready(who, does=None):
    found = who.get("/tasks").said["to_take"]
    assert found
    return found[0]["id"]


def test_a_fault_is_reported_sent_out_taken_and_finished(program):
    made = reported(program)
    assert made["state"] == "reported"
    sent = program("dispatcher").post(f"/requests/{made['id']}/dispatch", {})
    assert sent.said["state"] == "dispatched"
    technician = program("technician")
    task = ready(technician)
    taken = technician.post(f"/tasks/{task}/accept")
    assert (taken.status_code, taken.said["state"]) == (200, "accepted")
    assert technician.post(f"/tasks/{task}/arrive").said["state"] == "on_site"
    missing = technician.post(f"/tasks/{task}/finish", {})
    assert missing.status_code == 422
    assert missing["Content-Type"] == "application/problem+json"
    assert missing.said["reasons"][0]["code"] == "work.evidence_missing"
    done = technician.post(f"/tasks/{task}/finish", {"evidence": {"result": {"text": "已修好"}}})
    assert done.status_code == 204, done.said
    case = program("director").get(f"/cases/{made['id']}")
    assert case.said["number"] == made["number"]
    handled = next(one for one in case.said["tasks"] if one["id"] == task)
    assert (handled["state"], handled["source"]["kind"]) == ("done", "clause")
    assert case.said["state"] == "to_check"


def test_a_list_of_cases_is_narrowed_and_turned_over(program):
    made = [reported(program) for _ in range(3)]
    who = program("dispatcher")
    first = who.get("/cases?limit=2").said
    assert (len(first["items"]), first["total"]) == (2, 3)
    second = who.get(first["next"].removeprefix("/api/v1")).said
    assert [one["id"] for one in (*first["items"], *second["items"])] == sorted(
        (one["id"] for one in made), reverse=True
    )
    assert second["next"] is None
    begins = who.get(f"/cases?number={made[0]['number']}").said
    assert [one["number"] for one in begins["items"]] == [made[0]["number"]]
    wrong = who.get("/cases?nubmer=B&reported_since=never&order=due&show=all")
    assert wrong.status_code == 422
    assert {one["where"] for one in wrong.said["mistakes"]} >= {"query.reported_since"}
