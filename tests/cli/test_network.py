"""A phone on the same network finds the server, and TLS files that do not work are said before anything starts."""

import ipaddress
from pathlib import Path

import pytest
from certificate import make_certificate

from steadyback.cli import CommandError
from steadyback.cli.network import address_for_others, check_certificate, invitation_to_phones


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_what_only_this_machine_opens_has_no_address_for_others(host: str) -> None:
    assert address_for_others(host) is None


@pytest.mark.parametrize(
    ("host", "shown"),
    [("192.168.1.7", "192.168.1.7"), ("fd00::7", "[fd00::7]"), ("back.example.org", "back.example.org")],
)
def test_an_address_that_was_named_is_shown(host: str, shown: str) -> None:
    assert address_for_others(host) == shown


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_everywhere_shows_the_address_on_the_network(host: str) -> None:
    found = address_for_others(host)
    if found is not None:  # a machine without a network has none
        address = ipaddress.ip_address(found)
        assert not address.is_loopback
        assert not address.is_unspecified


def test_the_code_is_drawn_and_http_says_what_phones_need() -> None:
    assert "▄" in invitation_to_phones("https://192.168.1.7:8000")
    assert "--cert" not in invitation_to_phones("https://192.168.1.7:8000")
    assert "--cert" in invitation_to_phones("http://192.168.1.7:8000")


def test_tls_files_that_do_not_work_are_said(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    cert, key = make_certificate(tmp_path)
    _, other = make_certificate(tmp_path / "other")
    check_certificate(cert, key)
    odd = tmp_path / "odd.pem"
    odd.write_text("no certificate")
    for pair in ((cert, other), (odd, key), (cert, odd)):
        with pytest.raises(CommandError, match="do not work together"):
            check_certificate(*pair)
