"""Where each person's day begins."""


def test_who_leads_begins_on_the_duty_board(cast):
    assert cast.director.client.get("/")["Location"] == "/board/"


def test_a_guard_begins_with_his_own_work(cast):
    assert cast.guard.client.get("/")["Location"] == "/mine/"


def test_nobody_is_sent_anywhere_before_signing_in(client, db):
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_whoever_holds_nothing_else_begins_at_the_own_account(cast):
    assert cast.liaison.client.get("/").status_code == 302
