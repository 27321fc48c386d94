"""Where a message may go: out to the world, and inside only where the installation says so.

Whoever sets up a channel writes an address, and the program connects to it from a place
behind the wall. So every address is judged at the moment of connecting, as numbers and not
as a name: what a name meant a second ago proves nothing. Inside are all addresses that are
not public, and those that hide one: v4 in v6, tunnels, translations.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

#: The world is spoken to encrypted: HTTPS, and mail by its two ports of submission.
PUBLIC_PORTS = frozenset({443, 465, 587})
_WORLD = IPv6Network("2000::/3")
#: Inside the world's range, yet they carry another address, or lead nowhere.
_NOT_WORLD = tuple(
    IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_ODD = re.compile(r"[\s\\\x00-\x20\x7f]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
#: The last label of a name that an old parser takes for a number: 017700000001, 0x7f, 2130706433.
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)\.?")


class BadTargetError(ValueError):
    """An address that is not used; the codeword says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoEntryError(OSError):
    """A connection that was not made; the codeword says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: nothing in it can be read in two ways."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def clear(self) -> bool:
        """Tell whether everybody on the way reads what is sent."""
        return self.scheme == "http"


@dataclass(frozen=True, slots=True)
class Guard:
    """The installation's own list of what inside may be reached, each with its port or any."""

    open_inside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for words in self.open_inside:
            _gate(words)

    def problem_of(self, address: str, port: int, *, clear: bool = False) -> str:
        """Return the codeword of what forbids this address, or nothing where it may be reached."""
        if (found := _literal(address)) is None:
            return "address"
        meant = _meant(found)
        if self._opened(meant, port):
            return ""
        if not is_public(meant):
            return "inside"
        if clear:
            return "clear"
        return "" if port in PUBLIC_PORTS else "port"

    def resolved(self, host: str, port: int, *, clear: bool = False) -> tuple[str, ...]:
        """Return the addresses of a host, each of which may be reached.

        Raises :class:`NoEntryError`; one forbidden address among many forbids the name,
        because nobody knows which of them would be taken.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = tuple(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            if code := self.problem_of(address, port, clear=clear):
                raise NoEntryError(code)
        return addresses

    def _opened(self, address: Address, port: int) -> bool:
        gates = (_gate(words) for words in self.open_inside)
        return any(
            address.version == network.version and address in network and only in (None, port)
            for network, only in gates
        )


def target_of(words: str) -> Target:
    """Take an address apart; raise :class:`BadTargetError` for what can be read in two ways."""
    if not words.isascii() or _ODD.search(words):
        raise BadTargetError("odd")
    try:
        url = urlsplit(words)
        port = url.port
    except ValueError as bad:
        raise BadTargetError("odd") from bad
    if url.scheme not in ("https", "http"):
        raise BadTargetError("scheme")
    if "@" in url.netloc:
        raise BadTargetError("userinfo")
    host = check_host(url.hostname or "", bracketed="[" in url.netloc)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    return Target(url.scheme, host, port or (443 if url.scheme == "https" else 80), path)


def check_host(host: str, *, bracketed: bool = False) -> str:
    """Return the host as it is connected to; a number must be written the one usual way."""
    plain = host.lower()
    numeric = bracketed or _NUMERIC.fullmatch(plain.rstrip(".").rpartition(".")[2])
    if numeric:
        if _literal(plain) is None:
            raise BadTargetError("host")
    elif len(plain) > 253 or not _HOST.fullmatch(plain):
        raise BadTargetError("host")
    return plain


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the world, in a way that has no second reading."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    return (
        address in _WORLD
        and address.is_global
        and not any(address in network for network in _NOT_WORLD)
    )


def checked(words: Iterable[str]) -> tuple[str, ...]:
    """Return the list of what inside may be reached; raise ``ValueError`` for a wrong line."""
    return Guard(tuple(words)).open_inside


def _gate(words: str) -> tuple[IPv4Network | IPv6Network, int | None]:
    """Read ``10.1.2.3``, ``10.1.0.0/24`` or either with a port; v6 with a port in brackets."""
    if words.startswith("["):
        network, _, port = words[1:].partition("]")
        port = port.removeprefix(":")
    elif words.count(":") == 1:
        network, _, port = words.partition(":")
    else:
        network, port = words, ""
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{words!r} has no port")
    return ip_network(network, strict=True), int(port) if port else None


def _literal(words: str) -> Address | None:
    """Return the address that these numbers are; nothing for names, zones and old spellings."""
    try:
        return None if "%" in words else ip_address(words)
    except ValueError:
        return None


def _meant(address: Address) -> Address:
    """Return a v4 address that stands inside a v6 one: the machine connects to that."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
