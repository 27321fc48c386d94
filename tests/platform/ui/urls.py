"""The addresses of the frame alone, for tests that draw without the whole house."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("desk/", nothing, name="desk"),
    path("desk/late/", nothing, name="late"),
    path("plan/", nothing, name="plan"),
    path("", include("dayuan.platform.ui.urls")),
]
