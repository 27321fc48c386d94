"""On which address a demonstration listens."""

import os
import socket

import pytest
from click.testing import CliRunner

from dayuan.config import addresses
from dayuan.config.cli import main


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind((addresses.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_without_lan_only_this_machine_is_served():
    assert addresses.choose(lan=False, port=8000) == ("127.0.0.1", "http://127.0.0.1:8000/")


def test_with_lan_the_own_address_is_shown_and_allowed(monkeypatch):
    monkeypatch.setattr(addresses, "own_address", lambda: "192.0.2.7")
    monkeypatch.setenv("DAYUAN_HOSTS", "localhost")
    host, url = addresses.choose(lan=True, port=8000)
    assert url == "http://192.0.2.7:8000/"
    assert host != addresses.LOOPBACK
    assert os.environ["DAYUAN_HOSTS"] == "localhost,192.0.2.7"


def test_a_taken_port_is_said_in_one_line_with_what_to_type(taken, monkeypatch):
    monkeypatch.setenv("DAYUAN_DEMO", "1")
    monkeypatch.setenv("LC_ALL", "C")
    result = CliRunner().invoke(main, ["demo", "run", "--port", str(taken)])
    assert result.exit_code == 1
    assert f"PORT={taken + 1}" in result.output
    assert len(result.output.strip().splitlines()) == 1
