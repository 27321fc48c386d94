"""The house with one more app, whose second migration fails."""

from importlib import import_module

globals().update(
    {k: v for k, v in vars(import_module("dayuan.config.settings")).items() if k.isupper()}
)
INSTALLED_APPS = [*globals()["INSTALLED_APPS"], "tests.upgrade.faulty"]
