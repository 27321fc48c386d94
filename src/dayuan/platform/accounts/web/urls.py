"""Addresses of signing in, of one's own account, and of duty devices."""

from django.urls import path

from dayuan.platform.accounts.web import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("unlock/", views.unlock, name="unlock"),
    path("logout/", views.logout, name="logout"),
    path("first/", views.first, name="first"),
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
    path("me/pin/", views.pin, name="pin"),
    path("me/end-others/", views.end_others, name="end_others"),
    path("devices/", views.devices, name="devices"),
    path("devices/<int:device_id>/revoke/", views.revoke_device, name="revoke_device"),
]
