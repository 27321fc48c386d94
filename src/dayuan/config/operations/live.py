"""The stream of news as a program: ``python -m dayuan.config.operations.live --port 8001``."""

import os
from collections.abc import Callable
from importlib import import_module
from types import FrameType

import click
import django
import uvicorn

from dayuan.config import environment


class _Server(uvicorn.Server):
    """Lets the open pages go as soon as it is asked to end: they would stay for ever."""

    def __init__(self, config: uvicorn.Config, *, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the signal."""
        self._let_go()
        super().handle_exit(sig, frame)


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
    config = uvicorn.Config(
        application, host=host, port=port, log_level="warning", access_log=False,
        server_header=False, timeout_graceful_shutdown=5, log_config=None,
    )  # fmt: skip
    _Server(config, stop=application.stop).run()


if __name__ == "__main__":
    main()
