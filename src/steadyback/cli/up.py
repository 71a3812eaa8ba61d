"""`steadyback up`: prepare the data folder and database, then serve: one person on this machine, or a clinic."""

import argparse
import errno
import os
import socket
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

from steadyback.cli import CommandError, UsageError
from steadyback.cli.network import address_for_others, check_certificate, invitation_to_phones

LARGEST_SOCKET_MESSAGE_BYTES = 64 * 1024


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("up", help="start SteadyBack on this machine")
    parser.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000)")
    parser.add_argument("--data", type=Path, help="folder for the data (default: STEADYBACK_DATA or your data folder)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, do not open it")
    clinic = parser.add_argument_group("for a clinic")
    clinic.add_argument("--clinic", action="store_true", help="accounts for patients, trainers and clinicians")
    clinic.add_argument("--host", help="address to listen on (default: this machine only)")
    clinic.add_argument("--address", help="the address that people open, e.g. https://back.example.org")
    clinic.add_argument("--cert", type=Path, help="TLS certificate (PEM); phones need it for the camera")
    clinic.add_argument("--key", type=Path, help="key of the certificate (PEM)")
    clinic.add_argument("--workers", type=int, default=1, help="processes; more than one needs STEADYBACK_REDIS")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    _check(args)
    if args.data is not None:
        os.environ["STEADYBACK_DATA"] = str(args.data)
    os.environ["STEADYBACK_PORT"] = str(args.port)
    host = args.host or "127.0.0.1"
    refuse_used_port(host, args.port)
    from steadyback.web.startup import StartupError

    try:
        return _up_clinic(args, host) if args.clinic else _up_personal(args)
    except StartupError as error:
        raise CommandError(str(error)) from error


def _check(args: argparse.Namespace) -> None:
    if not 1 <= args.port <= 65535:
        raise UsageError(f"--port is {args.port}; allowed: 1 to 65535")
    for_clinics = ("host", "address", "cert", "key")
    alone = [f"--{name}" for name in for_clinics if getattr(args, name) is not None]
    if args.workers != 1:
        alone.append("--workers")
    if alone and not args.clinic:
        raise UsageError(f"{alone[0]} is for a clinic; add --clinic")
    if (args.cert is None) != (args.key is None):
        raise UsageError("--cert and --key belong together; one of them is missing")
    for path in (args.cert, args.key):
        if path is not None and not path.is_file():
            raise UsageError(f"there is no file {path}")
    if args.workers < 1:
        raise UsageError(f"--workers is {args.workers}; allowed: 1 and more")
    if args.workers > 1 and not os.environ.get("STEADYBACK_REDIS"):
        raise UsageError("--workers above 1 needs STEADYBACK_REDIS, or people would not see each other live")
    if args.address is not None and urlsplit(args.address).scheme not in ("http", "https"):
        raise UsageError(f"--address is {args.address}; write it in full, e.g. https://back.example.org")


def refuse_used_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CommandError(f"--host {host} is not an address of this machine ({error.strerror})") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            said = "is in use" if error.errno == errno.EADDRINUSE else f"on {host} cannot be used"
            raise CommandError(f"port {port} {said} ({error.strerror}). Choose another: --port 8010") from error


def _up_personal(args: argparse.Namespace) -> int:
    """Passkeys and the camera work on `localhost`, not on its number, so that is the address we give."""
    import uvicorn

    from steadyback.web.startup import prepare

    prepare()
    _announce(f"http://localhost:{args.port}", open_browser=not args.no_browser)
    _let_go_of_the_database()
    uvicorn.run(
        "steadyback.web.asgi:application",
        host="127.0.0.1",
        port=args.port,
        log_level="warning",
        lifespan="off",
        ws="none",
    )
    return 0


def _up_clinic(args: argparse.Namespace, host: str) -> int:
    import uvicorn

    if args.cert is not None:
        check_certificate(args.cert, args.key)
    scheme = "https" if args.cert is not None else "http"
    others = address_for_others(host)
    if args.address is not None:
        os.environ["STEADYBACK_ADDRESS"] = args.address
    else:
        os.environ.setdefault("STEADYBACK_ADDRESS", f"{scheme}://{others or 'localhost'}:{args.port}")
    from steadyback.clinic.startup import first_operator_link, prepare
    from steadyback.web.data_folder import clinic_folder

    os.environ.setdefault("STEADYBACK_DATA", str(clinic_folder()))
    prepare()
    link = first_operator_link()
    _announce(os.environ["STEADYBACK_ADDRESS"], open_browser=False)
    if others is not None:
        print(invitation_to_phones(os.environ["STEADYBACK_ADDRESS"]), flush=True)
    if link is not None:
        print(f"There is no operator yet. This link makes one, once, within a week:\n  {link}", flush=True)
    if not args.no_browser and os.environ.get("DISPLAY"):
        webbrowser.open(link or os.environ["STEADYBACK_ADDRESS"])
    _let_go_of_the_database()
    uvicorn.run(
        "steadyback.clinic.asgi:application",
        host=host,
        port=args.port,
        log_level="warning",
        lifespan="off",
        workers=args.workers,
        ssl_certfile=args.cert,
        ssl_keyfile=args.key,
        ws="websockets-sansio",
        ws_max_size=LARGEST_SOCKET_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        proxy_headers=os.environ.get("STEADYBACK_BEHIND_PROXY") == "1",
    )
    return 0


def _let_go_of_the_database() -> None:
    """What opened it to make it ready is done; every request opens its own."""
    from django.db import connections

    connections.close_all()


def _announce(address: str, *, open_browser: bool) -> None:
    print(f"SteadyBack is at {address}  (Ctrl+C stops it)", flush=True)
    if open_browser and os.environ.get("DISPLAY"):
        webbrowser.open(address)
