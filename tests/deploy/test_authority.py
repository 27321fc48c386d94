"""The compound's own certificates: made once, renewed at will, good for exactly their names."""

import ssl
from importlib import import_module

import pytest

from dayuan.config.operations import authority
from dayuan.config.operations.failures import OperationFailedError

#: The interpreter's own reader of certificates.
decoded = import_module("_ssl")._test_decode_cert


@pytest.fixture
def folder(tmp_path):
    """A folder in which an authority was made."""
    authority.make(tmp_path / "ca", name="大院内部")
    return tmp_path / "ca"


def test_a_server_is_known_by_every_name_it_was_issued_for(folder):
    certificate, key = authority.issue(folder, names=["dayuan.example", "192.0.2.10", "::1"])
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    read = decoded(str(certificate))
    assert read["subjectAltName"] == (
        ("DNS", "dayuan.example"),
        ("IP Address", "192.0.2.10"),
        ("IP Address", "0:0:0:0:0:0:0:1"),
    )
    assert read["issuer"] == ((("commonName", "大院内部"),),)


def test_keys_are_read_by_their_owner_alone(folder):
    authority.issue(folder, names=["dayuan.example"])
    assert folder.stat().st_mode & 0o077 == 0
    assert [f.name for f in folder.glob("*.key") if f.stat().st_mode & 0o077] == []
    assert {f.suffix for f in folder.iterdir()} == {".key", ".crt"}


def test_an_authority_is_never_overwritten(folder):
    before = (folder / "ca.key").read_bytes()
    with pytest.raises(OperationFailedError, match="already"):
        authority.make(folder, name="another")
    assert (folder / "ca.key").read_bytes() == before


def test_a_certificate_is_renewed_under_the_same_authority_and_key(folder):
    certificate, key = authority.issue(folder, names=["dayuan.example"])
    first, of_key = certificate.read_bytes(), key.read_bytes()
    again, _ = authority.issue(folder, names=["dayuan.example"])
    assert again == certificate
    assert again.read_bytes() != first
    assert key.read_bytes() == of_key


@pytest.mark.parametrize("name", ["a b", "", "x/../y", "-x", "a,DNS:other.example", "a\nb", "甲"])
def test_what_is_no_name_gets_no_certificate(folder, name):
    with pytest.raises(OperationFailedError, match="neither"):
        authority.issue(folder, names=[name])
    assert {f.name for f in folder.iterdir()} == {"ca.key", "ca.crt"}


def test_without_an_authority_nothing_is_issued(tmp_path):
    with pytest.raises(OperationFailedError, match="ca make"):
        authority.issue(tmp_path, names=["dayuan.example"])
