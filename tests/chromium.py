"""Debian's Chromium, launched once for each test process that wants it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import debian

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser; it has its sandbox unless the tests run as root.

    One driver for the whole process: a second one beside it is refused.
    """
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=debian.chromium(), args=flags)
        yield chromium
        chromium.close()
