"""On which address a demonstration listens, and what it allows."""

import os
import socket

LOOPBACK = "127.0.0.1"


def choose(*, lan: bool, port: int) -> tuple[str, str]:
    """Return the host to bind and the address to show; allow exactly those names."""
    if not lan:
        return LOOPBACK, f"http://{LOOPBACK}:{port}/"
    address = own_address()
    known = os.environ.get("DAYUAN_HOSTS", "localhost,127.0.0.1,[::1]")
    os.environ["DAYUAN_HOSTS"] = f"{known},{address}"
    return "0.0.0.0", f"http://{address}:{port}/"  # noqa: S104 - asked for with LAN=1


def own_address() -> str:
    """Return this machine's address in its network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket only chooses a route; 192.0.2.1 is
            # reserved for documentation and never answers.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOOPBACK
        name: str = probe.getsockname()[0]
        return name


def is_free(host: str, port: int) -> bool:
    """Tell whether nobody listens on this port yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
