"""The first thing that a request meets: what is larger than anything we ask for is refused before it is read.

Django would write a body of any size to the disk before a view could say no.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY_BYTES = 3 * 1024 * 1024
"""Above everything that a page sends: an export of 2 MiB in a form is the largest."""

_SAID = b"This is larger than anything that can be sent here. Nothing was kept.\n"


def limit_body(application: Application, largest: int = LARGEST_BODY_BYTES) -> Application:
    """The application behind a limit: 413 at once where the size is told, else at the byte that is too many."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif _told_size(scope) > largest:
            await _refuse(send)
        else:
            counted = _Counted(receive, send, largest)
            await application(scope, counted.receive, counted.send)

    return limited


class _Counted:
    """Counts what comes in. After a refusal the application is told that the client has gone, and is not heard."""

    def __init__(self, receive: Receive, send: Send, largest: int) -> None:
        self._receive = receive
        self._send = send
        self._left = largest
        self._began = self._refused = False

    async def receive(self) -> Message:
        if self._refused:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0 or self._began:
            return message
        self._refused = True
        await _refuse(self._send)
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self._began = True
        if not self._refused:
            await self._send(message)


def _told_size(scope: Scope) -> int:
    """What Content-Length says; 0 where it says nothing that can be read, so that the bytes are counted."""
    for name, value in scope["headers"]:
        if name.lower() == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _SAID})
