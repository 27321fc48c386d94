"""The stream of news as a program: ``python -m dayuan.config.operations.live --port 8001``."""

import os
from importlib import import_module

import click
import django
import uvicorn

from dayuan.config import environment


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8001)
def main(host: str, port: int) -> None:
    """Tell open pages that something is new, until SIGTERM or Ctrl-C."""
    environment.at_work()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.config.settings")
    django.setup()
    import_module("dayuan.config.operations.running").enter()
    application = import_module("dayuan.platform.notices.web.live").Live()
    uvicorn.run(
        application, host=host, port=port, log_level="warning", access_log=False,
        server_header=False, timeout_graceful_shutdown=5, log_config=None,
    )  # fmt: skip


if __name__ == "__main__":
    main()
