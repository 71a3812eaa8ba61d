"""The hub and its letters: the same on both, in one process and over a real Redis."""

import asyncio
import shutil
import subprocess
import uuid
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from running_server import free_port

from steadyback.clinic.live.hub import HubGoneError, LocalHub, make_hub, out
from steadyback.clinic.live.mailbox import FRAME, FRAMES_KEPT, NOTE, NOTES_KEPT, STATE, Mailbox
from steadyback.clinic.live.pace import FRAMES_PER_S, MOST_PER_S, Flood, FramePace

REDIS = shutil.which("redis-server")


@pytest.fixture(scope="module", params=["in one process", "over Redis"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """What STEADYBACK_REDIS would say."""
    if request.param == "in one process":
        yield ""
        return
    if REDIS is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "Ready to accept connections" not in process.stdout.readline():
        assert process.poll() is None
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.communicate(timeout=10)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 30))


def everything() -> bool:
    return True


def test_a_letter_reaches_all_who_listen_and_nobody_else(address: str) -> None:
    async def story() -> None:
        sends, hears = make_hub(address), make_hub(address)
        hub = sends if not address else hears
        ada, otto = out(uuid.uuid4()), out(uuid.uuid4())
        first, second, other = Mailbox(), Mailbox(), Mailbox()
        async with hub.subscribed(ada, first), hub.subscribed(ada, second), hub.subscribed(otto, other):
            await sends.publish(ada, NOTE + b"1")
            await sends.publish(otto, NOTE + b"2")
            assert await first.take(everything) == NOTE + b"1"
            assert await second.take(everything) == NOTE + b"1"
            assert await other.take(everything) == NOTE + b"2"
        await sends.publish(ada, NOTE + b"3")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.take(everything), 0.2)
        for one in {id(sends): sends, id(hears): hears}.values():
            await one.close()

    run(story)


def test_a_channel_that_was_left_can_be_heard_again(address: str) -> None:
    async def story() -> None:
        hub = make_hub(address)
        channel, box = out(uuid.uuid4()), Mailbox()
        for number in (b"1", b"2", b"3"):
            async with hub.subscribed(channel, box):
                await hub.publish(channel, NOTE + number)
                assert await box.take(everything) == NOTE + number
        await hub.close()

    run(story)


def test_the_last_state_is_kept_until_the_stream_ends(address: str) -> None:
    async def story() -> None:
        hub, person = make_hub(address), uuid.uuid4()
        assert await hub.kept(person) is None
        await hub.keep(person, STATE + b"old")
        await hub.keep(person, STATE + b"new")
        assert await hub.kept(person) == STATE + b"new"
        await hub.keep(person, None)
        assert await hub.kept(person) is None
        await hub.close()

    run(story)


def test_a_state_that_nobody_renews_is_forgotten() -> None:
    async def story() -> None:
        now = [0.0]
        hub, person = LocalHub(lambda: now[0]), uuid.uuid4()
        await hub.keep(person, STATE + b"x")
        now[0] = 9.9
        assert await hub.kept(person) == STATE + b"x"
        now[0] = 10.0
        assert await hub.kept(person) is None

    run(story)


def test_a_redis_that_is_away_is_said() -> None:
    async def story() -> None:
        hub = make_hub(f"redis://127.0.0.1:{free_port()}/0")
        with pytest.raises(HubGoneError):
            await hub.publish("out.x", NOTE)
        with pytest.raises(HubGoneError):
            await hub.kept(uuid.uuid4())
        with pytest.raises(HubGoneError):
            async with hub.subscribed("out.x", Mailbox()):
                pass
        await hub.close()

    run(story)


def test_a_mailbox_keeps_the_newest_frames_the_newest_state_and_notes_first() -> None:
    async def story() -> None:
        box = Mailbox()
        for number in range(10):
            box.put(FRAME + bytes([number]))
            box.put(STATE + bytes([number]))
        box.put(NOTE + b"a")
        box.put(NOTE + b"b")
        taken = [await box.take(everything) for _ in range(3 + FRAMES_KEPT)]
        newest = [FRAME + bytes([number]) for number in range(10 - FRAMES_KEPT, 10)]
        assert taken == [NOTE + b"a", NOTE + b"b", STATE + bytes([9]), *newest]
        assert box.dropped_frames == 10 - FRAMES_KEPT

    run(story)


def test_without_room_frames_wait_and_everything_else_passes() -> None:
    async def story() -> None:
        box, room = Mailbox(), [False]
        box.put(FRAME + b"1")
        box.put(STATE + b"1")
        assert await box.take(lambda: room[0]) == STATE + b"1"
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(box.take(lambda: room[0]), 0.05)
        room[0] = True
        box.wake()
        assert await box.take(lambda: room[0]) == FRAME + b"1"

    run(story)


def test_a_mailbox_nobody_empties_stays_small() -> None:
    async def story() -> None:
        box = Mailbox()
        for number in range(10_000):
            box.put(NOTE + str(number).encode())
        taken = [await box.take(everything) for _ in range(NOTES_KEPT)]
        assert taken[-1] == NOTE + b"9999"
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(box.take(everything), 0.05)

    run(story)


@pytest.mark.parametrize("per_s", [10, 11, 15, 30, 100])
def test_at_most_ten_frames_a_second_pass(per_s: int) -> None:
    pace = FramePace()
    passed = sum(pace.lets_through(number / per_s) for number in range(20 * per_s))
    assert passed <= 20 * FRAMES_PER_S + 3
    assert passed >= 20 * FRAMES_PER_S * 0.9


def test_a_little_unevenness_loses_no_frame() -> None:
    pace = FramePace()
    times = [number / 10 + (0.04 if number % 2 else 0.0) for number in range(100)]
    assert all(pace.lets_through(at_s) for at_s in times)


def test_a_pause_gives_no_right_to_a_burst() -> None:
    pace = FramePace()
    assert pace.lets_through(0.0)
    assert sum(pace.lets_through(60.0 + number / 1000) for number in range(100)) <= 4


def test_two_hundred_messages_a_second_are_no_flood_and_more_are() -> None:
    flood = Flood()
    assert not any(flood.is_too_much(number / 400) for number in range(MOST_PER_S))
    assert flood.is_too_much(0.9)
    assert not flood.is_too_much(1.9)
