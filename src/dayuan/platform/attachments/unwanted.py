"""What a request brought and hung on nothing goes with it.

A form with a mistake, a refused act, a full quota: the file was taken in before the
command was asked. Without this, refused uploads would fill the disk until the sweep.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from dayuan.platform.attachments import queries, store


class UnwantedGone:
    """Takes away, when a request has been answered, what it laid down for no record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then look at what it left; nothing is asked where it left nothing."""
        with store.noted() as laid:
            response = self.get_response(request)
            if laid:
                take_away(laid)
        return response


def take_away(laid: Mapping[str, int]) -> int:
    """Take away what no record names and nobody wanted since; return how much went."""
    named = queries.referenced(list(laid))
    return sum(store.forget(one, stamp=stamp) for one, stamp in laid.items() if one not in named)
