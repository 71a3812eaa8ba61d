"""One WebSocket as ASGI gives it: texts and bytes in, texts and bytes out, and a close code that says why."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SIGN_IN, NOT_SHOWN, NOTHING_HERE = 4401, 4403, 4404
NOT_ALLOWED, TRY_LATER = 1008, 1013
CLOSE_FOR: Final = {401: SIGN_IN, 403: NOT_SHOWN, 404: NOTHING_HERE}


class ClosedError(Exception):
    """The other side has gone."""


class EndError(Exception):
    """This side ends the connection with a code of the ones above."""

    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(code, why)
        self.code = code
        self.why = why


class Socket:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def accept(self) -> None:
        """The first message is always `websocket.connect`."""
        await self._receive()
        await self._send({"type": "websocket.accept"})

    async def close(self, code: int, why: str = "") -> None:
        await self._tell({"type": "websocket.close", "code": code, "reason": why[:120]})

    async def text(self, text: str) -> None:
        await self._tell({"type": "websocket.send", "text": text})

    async def data(self, message: bytes) -> None:
        await self._tell({"type": "websocket.send", "bytes": message})

    async def incoming(self) -> AsyncIterator[str | bytes]:
        """What arrives, until the other side goes."""
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                return
            text = event.get("text")
            yield text if text is not None else event.get("bytes") or b""

    async def _tell(self, event: dict[str, Any]) -> None:
        try:
            await self._send(event)
        except (OSError, RuntimeError) as error:
            # uvicorn: OSError when the client has gone; RuntimeError for anything sent after a close.
            raise ClosedError from error
