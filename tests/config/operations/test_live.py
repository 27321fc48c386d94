"""The stream of news as a program of its own: it starts, answers, and ends politely."""

import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest

from dayuan.config.operations import processes
from tests.houses import house as house
from tests.houses import houses as houses

pytestmark = [pytest.mark.whole, pytest.mark.once]


@pytest.fixture
def live(house):
    """Run the stream in a house; return its process and where it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = house.start(*processes.live(host="127.0.0.1", port=port)[1:])
    while not answers(port):
        # Looks whether it has ended, and takes its time over that.
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.1)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


def answers(port):
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


def status(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310 - our own
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_it_answers_strangers_with_nothing_and_ends_when_it_is_asked_to(live):
    process, url = live
    assert status(f"{url}/live/") == 204
    assert status(f"{url}/live/", Cookie="dayuan=nobody") == 204
    assert status(f"{url}/") == 404
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) in (0, -signal.SIGTERM)
    assert "Traceback" not in (process.stdout.read() if process.stdout else "")
