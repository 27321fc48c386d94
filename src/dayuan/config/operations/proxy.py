"""From which address somebody asks, where a web server stands between."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxiedAddress:
    """Believes the configured web server what it says of the caller, and nobody else.

    The last address is the one it added itself; what stands before it was sent by
    the caller and may be anything. Wrong sign-ins are counted by this address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, under the address it came from."""
        said = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if request.META.get("REMOTE_ADDR") in settings.PROXIES:
            if address := _address(str(said).rpartition(",")[2].strip()):
                request.META["REMOTE_ADDR"] = address
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


def _address(words: str) -> str | None:
    try:
        return str(ip_address(words))
    except ValueError:
        return None
