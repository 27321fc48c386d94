"""What every page tells the phone: whose it is, in a mark that names nobody."""

from typing import Any

from django.http import HttpRequest

from dayuan.platform.offline.marks import mark_of


def phone(request: HttpRequest) -> dict[str, Any]:
    """Give every template the part that keeps the phone's queue in sight."""
    actor = getattr(request, "actor", None)
    account = getattr(actor, "account_id", None)
    return {"phone": {"owner": mark_of(account) if account else "", "part": "offline/state.html"}}
