"""The application as the web server runs it: in a house that already stands."""

from importlib import import_module

from dayuan.config import environment

environment.at_work()

application = import_module("dayuan.config.wsgi").application
import_module("dayuan.config.operations.running").enter()
