"""`steadyback up`: prepare the data folder and database, then serve on this machine only."""

import argparse
import os
import socket
import webbrowser
from pathlib import Path

from steadyback.cli import CommandError, UsageError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("up", help="start SteadyBack on this machine")
    parser.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000)")
    parser.add_argument("--data", type=Path, help="folder for the data (default: STEADYBACK_DATA or your data folder)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, do not open it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.port <= 65535:
        raise UsageError(f"--port is {args.port}; allowed: 1 to 65535")
    if args.data is not None:
        os.environ["STEADYBACK_DATA"] = str(args.data)
    os.environ["STEADYBACK_PORT"] = str(args.port)
    refuse_used_port(args.port)
    from steadyback.web.startup import StartupError, prepare

    try:
        prepare()
    except StartupError as error:
        raise CommandError(str(error)) from error
    serve(args.port, open_browser=not args.no_browser)
    return 0


def refuse_used_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"port {port} is in use ({error.strerror}). Choose another: --port 8010") from error


def serve(port: int, *, open_browser: bool) -> None:
    """Passkeys and the camera work on `localhost`, not on its number, so that is the address we give."""
    import uvicorn

    address = f"http://localhost:{port}"
    print(f"SteadyBack is at {address}  (Ctrl+C stops it)", flush=True)
    if open_browser and os.environ.get("DISPLAY"):
        webbrowser.open(address)
    uvicorn.run(
        "steadyback.web.asgi:application", host="127.0.0.1", port=port, log_level="warning", lifespan="off", ws="none"
    )
