"""What is too large is refused before it is read, and costs nothing."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from steadyback.web.body_limit import limit_body

Message = dict[str, Any]


class Wire:
    """A client that sends its body in pieces, and counts how many were taken."""

    def __init__(self, pieces: Iterable[bytes], **headers: str) -> None:
        self.pieces = iter(pieces)
        self.taken = 0
        self.heard: list[Message] = []
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        self.scope: Message = {"type": "http", "headers": named}

    async def receive(self) -> Message:
        self.taken += 1
        piece = next(self.pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message: Any) -> None:
        self.heard.append(message)

    @property
    def status(self) -> int:
        return int(self.heard[0]["status"])


async def reads_all(scope: Any, receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"all of it"})


def sent(wire: Wire) -> Wire:
    asyncio.run(limit_body(reads_all, largest=100)(wire.scope, wire.receive, wire.send))
    return wire


def test_a_body_that_says_it_is_too_large_is_not_read_at_all() -> None:
    wire = sent(Wire([b"x"] * 5, content_length="101"))
    assert (wire.status, wire.taken) == (413, 0)


def test_a_body_that_does_not_say_so_is_read_to_the_limit_and_no_further() -> None:
    wire = sent(Wire([b"x" * 30] * 1000))
    assert (wire.status, wire.taken) == (413, 4)
    assert len(wire.heard) == 2


@pytest.mark.parametrize("told", ["7", "-1", "many", ""])
def test_a_body_is_counted_whatever_it_says_of_itself(told: str) -> None:
    assert sent(Wire([b"x" * 30] * 1000, content_length=told)).status == 413


def test_a_body_of_the_largest_size_passes() -> None:
    assert sent(Wire([b"x" * 50] * 2, content_length="100")).status == 200


def test_after_an_answer_nothing_is_refused_any_more() -> None:
    async def answers_first(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 403, "headers": []})
        await receive()
        await send({"type": "http.response.body", "body": b"no"})

    wire = Wire([b"x" * 200])
    asyncio.run(limit_body(answers_first, largest=100)(wire.scope, wire.receive, wire.send))
    assert [message.get("status") for message in wire.heard] == [403, None]
