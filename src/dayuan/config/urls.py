"""Every address of the program."""

from django.urls import URLPattern, URLResolver, include, path

from dayuan.config.api import interface

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dayuan.insight.web.urls")),
    path("accounts/", include("dayuan.platform.accounts.web.urls")),
    path("api/v1/", interface.urls),
    path("audit/", include("dayuan.platform.audit.web.urls")),
    path("calendar/", include("dayuan.reference.sites.web.urls")),
    path("desk/", include("dayuan.services.desk.web.urls")),
    path("callout/", include("dayuan.services.callout.web.urls")),
    path("documents/", include("dayuan.platform.documents.web.urls")),
    path("duty/", include("dayuan.resources.rosters.web.urls")),
    path("equipment/", include("dayuan.resources.equipment.web.urls")),
    path("handover/", include("dayuan.services.handover.web.urls")),
    path("files/", include("dayuan.platform.attachments.web.urls")),
    path("imports/", include("dayuan.platform.imports.web.urls")),
    path("lists/", include("dayuan.platform.lists.web.urls")),
    path("notices/", include("dayuan.platform.notices.web.urls")),
    path("places/", include("dayuan.reference.sites.web.place_urls")),
    path("tokens/", include("dayuan.platform.rest.web.urls")),
    path("search/", include("dayuan.platform.search.web.urls")),
    path("plan/load/", include("dayuan.reference.sites.web.loading_urls")),
    path("people/", include("dayuan.reference.people.web.urls")),
    path("q/", include("dayuan.services.desk.web.public_urls")),
    path("", include("dayuan.work.web.urls")),
    path("", include("dayuan.platform.offline.web.urls")),
    path("", include("dayuan.platform.ui.urls")),
    path("", include("dayuan.config.operations.urls")),
]

handler400 = "dayuan.config.operations.views.bad_request"
handler500 = "dayuan.config.operations.views.server_error"
