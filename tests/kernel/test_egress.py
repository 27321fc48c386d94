"""Which addresses a message may go to, in every spelling that was ever used to get inside."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel import egress
from dayuan.kernel.egress import BadTargetError, Guard, NoEntryError, target_of

INSIDE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",  # noqa: S104 - judged, not bound
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "100::1",
    "2001:db8::1", "3fff::1", "5f00::1",
    # A v4 address in v6 clothes: mapped, compatible, 6to4, Teredo, NAT64, ISATAP.
    "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::a00:1", "fe80::5efe:7f00:1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_reached(address):
    assert Guard().problem_of(address, 443) == "inside"


@pytest.mark.parametrize("address", PUBLIC)
def test_the_world_is_reached_encrypted_and_on_no_odd_port(address):
    guard = Guard()
    assert guard.problem_of(address, 443) == ""
    assert guard.problem_of(address, 587) == ""
    assert guard.problem_of(address, 443, clear=True) == "clear"
    assert [guard.problem_of(address, port) for port in (22, 80, 6379, 8080)] == ["port"] * 4


@pytest.mark.parametrize(
    "words",
    [
        "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "0177.0.0.1",
        "127.0.0.1.", "fe80::1%eth0", "", "８.８.８.８", "[::1]", "8.8.8.8:443",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_never_connected_to(words):
    assert Guard(("0.0.0.0/0", "::/0")).problem_of(words, 443) == "address"


def test_the_installation_opens_single_places_inside():
    guard = Guard(("10.20.0.5:8443", "10.30.0.0/24", "fd00::7", "[fd00::8]:25"))
    assert guard.problem_of("10.20.0.5", 8443, clear=True) == ""
    assert guard.problem_of("10.20.0.5", 443) == "inside"
    assert guard.problem_of("10.20.0.6", 8443) == "inside"
    assert guard.problem_of("10.30.0.77", 80) == ""
    # The same machine by its other name.
    assert guard.problem_of("::ffff:10.30.0.77", 80) == ""
    assert guard.problem_of("fd00::7", 9000) == ""
    assert [guard.problem_of("fd00::8", port) for port in (25, 26)] == ["", "inside"]


@pytest.mark.parametrize(
    "words", ["gateway.inside", "10.0.0.1/8", "10.0.0.1:0", "10.0.0.1:70000", "10.0.0.1:x", ""]
)
def test_a_wrong_line_of_the_list_is_refused_at_once(words):
    with pytest.raises(ValueError, match=r"."):
        egress.checked([words])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("file:///etc/passwd", "scheme"), ("gopher://a.example/", "scheme"),
        ("//a.example/", "scheme"), ("ftp://a.example/", "scheme"), ("a.example/x", "scheme"),
        ("https://", "host"), ("https://a..example/", "host"), ("https://-a.example/", "host"),
        ("https://2130706433/", "host"), ("https://0x7f000001/", "host"), ("https://0/", "host"),
        ("https://017700000001/", "host"), ("https://0177.0.0.1/", "host"),
        ("https://127.1/", "host"), ("https://127.0.0.1./", "host"), ("https://0x7f.1/", "host"),
        ("https://[::1%25eth0]/", "host"), ("https://[fe80::1%25lo]/", "host"),
        ("https://good.example@127.0.0.1/", "userinfo"), ("https://a:b@c.example/", "userinfo"),
        ("https://good.example\\@127.0.0.1/", "odd"), ("https://a.example/ x", "odd"),
        ("https://a.example\r\nHost: b/", "odd"), ("https://ａ.example/", "odd"),
        ("https://a。example/", "odd"), ("https://a.example:99999/", "odd"),
        ("https://a.example:x/", "odd"), ("https://[::1/", "odd"), ("https://a%2eexample/", "host"),
        ("https://" + "a." * 127 + "example/", "host"),
    ],
)  # fmt: skip
def test_an_address_that_can_be_read_in_two_ways_is_not_read(words, code):
    with pytest.raises(BadTargetError) as refused:
        target_of(words)
    assert refused.value.code == code


def test_an_address_is_taken_apart():
    found = target_of("https://Gate.Example:8443/hook?key=1#part")
    assert (found.host, found.port, found.path) == ("gate.example", 8443, "/hook?key=1")
    assert target_of("http://[fd00::7]").host == "fd00::7"
    assert (target_of("http://10.0.0.5").port, target_of("http://10.0.0.5").clear) == (80, True)


def named(monkeypatch, *addresses):
    def answer(_host, port, *_args, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_with_one_address_inside_is_not_used_at_all(monkeypatch):
    named(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(NoEntryError) as refused:
        Guard().resolved("both.example", 443)
    assert refused.value.code == "inside"


def test_a_name_of_the_world_is_used_by_its_addresses(monkeypatch):
    named(monkeypatch, "8.8.8.8", "8.8.4.4", "8.8.8.8")
    assert Guard().resolved("dns.example", 443) == ("8.8.8.8", "8.8.4.4")
    with pytest.raises(NoEntryError):
        Guard().resolved("dns.example", 443, clear=True)


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_a_v4_address_is_the_same_in_v6_clothes(address, port):
    guard = Guard(("10.0.0.0/8", "192.168.0.0/16:8080"))
    mapped = str(IPv6Address(f"::ffff:{address}"))
    assert guard.problem_of(str(address), port) == guard.problem_of(mapped, port)


@given(st.ip_addresses(v=4))
def test_no_tunnel_leads_to_any_v4_address(address):
    packed = int(address)
    for prefix in (0x2002 << 112, 0x64FF9B << 96, 0):
        shift = 80 if prefix >> 112 == 0x2002 else 0
        hidden = IPv6Address(prefix | (packed << shift))
        assert Guard().problem_of(str(hidden), 443) == "inside"


@given(st.ip_addresses())
def test_only_addresses_of_the_world_are_public(address):
    if egress.is_public(address):
        bad = ("private", "loopback", "multicast", "link_local", "unspecified", "reserved")
        assert address.is_global
        assert not any(getattr(address, f"is_{one}") for one in bad)


def test_the_world_is_not_empty():
    assert egress.is_public(ip_address("1.1.1.1"))
    assert isinstance(ip_address("1.1.1.1"), IPv4Address)
