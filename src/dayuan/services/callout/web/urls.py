"""Addresses of call-outs."""

from django.urls import path

from dayuan.services.callout.web import answering, surges, views

app_name = "callout"

urlpatterns = [
    path("", views.listing, name="list"),
    path("squads/<slug:squad>/", views.order, name="order"),
    path("calls/<int:call_id>/", answering.call, name="call"),
    path("calls/<int:call_id>/coming/", answering.coming, name="coming"),
    path("calls/<int:call_id>/cannot/", answering.cannot, name="cannot"),
    path("calls/<int:call_id>/here/", answering.here, name="here"),
    path("calls/<int:call_id>/note/", answering.note, name="note"),
    path("surges/new/<slug:level>/", surges.order, name="surge_order"),
    path("surges/<int:surge_id>/", surges.one, name="surge"),
    path("surges/<int:surge_id>/duty/", surges.duty, name="surge_duty"),
    path("surges/<int:surge_id>/close/", surges.close, name="surge_close"),
    path("<int:callout_id>/", views.one, name="one"),
    path("<int:callout_id>/further/", views.further, name="further"),
    path("<int:callout_id>/end/", views.end, name="end"),
]
