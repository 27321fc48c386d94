"""Addresses of notices."""

from django.urls import path

from dayuan.platform.notices.web import channels, views, wishes

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice_id>/open/", views.follow, name="follow"),
    path("bell/", views.bell, name="bell"),
    path("settings/", wishes.settings, name="settings"),
    path("channels/", channels.overview, name="channels"),
    path("channels/new/", channels.new, name="channel_new"),
    path("channels/<int:channel_id>/", channels.channel, name="channel"),
    path("channels/<int:channel_id>/change/", channels.change, name="channel_change"),
    path("channels/<int:channel_id>/address/", channels.address, name="channel_address"),
    path("channels/<int:channel_id>/trial/", channels.try_it, name="channel_try"),
    path("channels/<int:channel_id>/again/", channels.again, name="channel_again"),
    path("channels/<int:channel_id>/close/", channels.close, name="channel_close"),
]
