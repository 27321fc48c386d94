"""The accounts module as Django knows it."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import menu


class AccountsConfig(AppConfig):
    """Accounts, passwords, sessions and shared duty devices."""

    name = "dayuan.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Note when sessions begin; add this module's places to the frame."""
        from dayuan.platform.accounts import middleware  # noqa: PLC0415 - after the models

        user_logged_in.connect(middleware.remember_beginning, dispatch_uid="accounts.beginning")
        menu.register(
            menu.Entry(
                code="accounts.me",
                label=_("My account"),
                url_name="accounts:me",
                icon="user",
                verb=None,
                place="more",
                order=900,
                group=menu.Group.HOUSE,
            )
        )
        menu.register(
            menu.Entry(
                code="accounts.devices",
                label=_("Duty devices"),
                url_name="accounts:devices",
                icon="device-mobile",
                verb="accounts.device.manage",
                place="side",
                order=840,
                group=menu.Group.HOUSE,
            )
        )
