"""The worker as a program: ``python -m dayuan.config.operations.work``."""

import os
import signal
import sys
import threading
from importlib import import_module

import django

from dayuan.config import environment


def main() -> int:
    """Work until SIGTERM or Ctrl-C; 0 when every job at hand was ended first."""
    environment.at_work()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")
    django.setup()
    import_module("dayuan.config.operations.running").enter()
    worker = import_module("dayuan.platform.jobs.worker")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return 0 if worker.run(stop) else 1


if __name__ == "__main__":
    sys.exit(main())
