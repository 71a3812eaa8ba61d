"""How other machines reach this one: its address on the network, TLS, and a QR code for a phone."""

import ipaddress
import socket
import ssl
from pathlib import Path

from steadyback.cli import CommandError

# Reserved for examples (RFC 5737): asking which of our addresses leads there sends nothing.
_ANYWHERE = ("192.0.2.1", 9)


def address_for_others(host: str) -> str | None:
    """Where a phone on the same network finds a server that listens on `host`; None when only this machine does."""
    try:
        listens = ipaddress.ip_address(host)
    except ValueError:
        return None if host == "localhost" else host
    if listens.is_loopback:
        return None
    if not listens.is_unspecified:
        return f"[{host}]" if listens.version == 6 else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_ANYWHERE)
        except OSError:
            return None
        own: str = asked.getsockname()[0]
    return None if ipaddress.ip_address(own).is_loopback else own


def check_certificate(cert: Path, key: Path) -> None:
    """Raises CommandError when TLS could not begin with these files."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except (ssl.SSLError, OSError) as error:
        why = error.reason if isinstance(error, ssl.SSLError) and error.reason else error
        raise CommandError(
            f"--cert {cert} and --key {key} do not work together ({why}). They must be PEM files, the key without a "
            "password, and belong to one another"
        ) from error


def invitation_to_phones(address: str) -> str:
    """The address as a QR code for the terminal, and what a phone needs."""
    import io

    import segno

    drawn = io.StringIO()
    segno.make(address, error="m").terminal(out=drawn, compact=True)
    text = f"A phone on the same network opens it with this code:\n\n{drawn.getvalue()}"
    if address.startswith("http://"):
        text += "\nPhones give the camera to secure addresses only: add --cert and --key."
    return text
