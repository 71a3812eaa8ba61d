"""Real WebSockets to a real server: once as one process, once as two workers that share a real Redis."""

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from typing import Any

import pytest
from clinic_server import ClinicServer, frame, next_frame, next_note, state
from postgres import own_database
from running_server import free_port
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from steadyback.clinic.live.carer_side import FRAMES_UNDER_WAY
from steadyback.clinic.live.doors import SOCKETS

REDIS = shutil.which("redis-server")
ONE_PROCESS = pytest.mark.parametrize("server", ["one process"], indirect=True)
"""For what does not depend on how letters are carried."""
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module", params=["one process", "two workers and Redis"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicServer]:
    folder = tmp_path_factory.mktemp("clinic")
    one = ClinicServer(folder / "data")
    redis: subprocess.Popen[bytes] | None = None
    if request.param != "one process":
        if REDIS is None:
            pytest.skip("redis-server is not installed, so several workers cannot be tried")
        port = free_port()
        command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        one.settings, one.workers = {"STEADYBACK_REDIS": f"redis://127.0.0.1:{port}/0"}, 2
    try:
        with own_database() as database:
            one.settings = {**one.settings, **database}
            one.make_people(patients=2)
            one.start()
            yield one
            one.stop()
    finally:
        one.stop()
        if redis is not None:
            redis.terminate()
            redis.wait(timeout=10)


def person_of(server: ClinicServer, number: int = 0) -> dict[str, Any]:
    return dict(server.people["patients"][number])


def watch_path(person: dict[str, Any]) -> str:
    return f"/live/people/{person['id']}/"


async def me(server: ClinicServer, number: int = 0) -> ClientConnection:
    return await server.open("/live/me/", person_of(server, number)["cookie"])


async def trainer(server: ClinicServer, number: int = 0) -> ClientConnection:
    return await server.open(watch_path(person_of(server, number)), server.people["trainers"][0])


async def code_of(socket: ClientConnection, within_s: float = 6) -> int:
    """The close code with which the server ends it."""
    async with asyncio.timeout(within_s):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code or 0


async def all_within(socket: ClientConnection, quiet_s: float = 0.5) -> list[str | bytes]:
    """Everything that arrives until nothing has come for so long."""
    got: list[str | bytes] = []
    with suppress(TimeoutError):
        while True:
            got.append(await asyncio.wait_for(socket.recv(), quiet_s))
    return got


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 60))


# -- who may --

ACTORS = ("nobody", "patient", "other_patient", "trainer", "clinician", "other_trainer", "lapsed", "operator")
MAY = {("own_live", "patient"), ("own_live", "other_patient"), ("watch_live", "trainer"), ("watch_live", "clinician")}
REFUSED = {("own_live", "nobody"): 4401, ("watch_live", "nobody"): 4401, ("watch_live", "lapsed"): 4403}


def cookie_of(server: ClinicServer, actor: str) -> str:
    people = server.people
    known = {"nobody": "", "patient": person_of(server)["cookie"], "trainer": people["trainers"][0]}
    return str(known[actor] if actor in known else people[actor])


def test_every_socket_with_every_role(server: ClinicServer) -> None:
    """Who may not gets a code and not one byte of the person; the count of pairs is printed with -rP."""

    async def story() -> None:
        tried = refused = 0
        async with await me(server) as sender:
            await sender.send(state(person_of(server)["session"]))
            for door in SOCKETS:
                path = watch_path(person_of(server)) if "person_id" in door.path.groupindex else "/live/me/"
                for actor in ACTORS:
                    socket = await server.open(path, cookie_of(server, actor))
                    tried += 1
                    if (door.name, actor) in MAY:
                        assert await asyncio.wait_for(socket.recv(), 5)
                        await socket.close()
                        continue
                    with pytest.raises(ConnectionClosed):
                        await asyncio.wait_for(socket.recv(), 5)
                    otherwise = 4404 if door.name == "watch_live" else 4403
                    assert socket.close_code == REFUSED.get((door.name, actor), otherwise), (door.name, actor)
                    refused += 1
        print(f"{tried} pairs of socket and role, {refused} that must be refused were")
        assert (tried, refused) == (len(SOCKETS) * len(ACTORS), tried - len(MAY))

    run(story)


@ONE_PROCESS
@pytest.mark.parametrize("path", ["/live/", "/live/people/", "/live/me/more/", f"/live/people/{NOBODY}/", "/people/"])
def test_a_path_that_leads_nowhere_is_closed_with_4404(server: ClinicServer, path: str) -> None:
    async def story() -> None:
        assert await code_of(await server.open(path, server.people["trainers"][0])) == 4404

    run(story)


@ONE_PROCESS
@pytest.mark.parametrize("origin", ["", "http://localhost:1", "https://elsewhere.example", "null"])
def test_a_page_of_elsewhere_is_not_even_let_in(server: ClinicServer, origin: str) -> None:
    async def story() -> None:
        headers = server.headers(person_of(server)["cookie"], origin=origin)
        with pytest.raises(InvalidStatus) as refused:
            await server.open("/live/me/", headers=headers)
        assert refused.value.response.status_code == 403

    run(story)


# -- what passes --


def test_a_watcher_sees_frames_and_the_state_and_is_named(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as viewer:
            told = await next_note(sender, "watchers")
            if told["names"] == []:
                told = await next_note(sender, "watchers")
            assert told["names"] == ["Tia Trainer 0"]
            await sender.send(state(person_of(server)["session"], repetition=3, pain=2))
            assert (await next_note(viewer, "state"))["repetition"] == 3
            sent = frame(1.0)
            await sender.send(sent)
            assert await next_frame(viewer) == sent

    run(story)


def test_who_comes_late_gets_the_last_state_at_once(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender:
            await sender.send(state(person_of(server)["session"], repetition=7))
            await asyncio.sleep(0.3)
            async with await trainer(server) as viewer:
                assert (await next_note(viewer, "state", 1))["repetition"] == 7

    run(story)


def test_without_a_stream_a_watcher_is_told_so_and_hears_when_it_ends(server: ClinicServer) -> None:
    async def story() -> None:
        async with await trainer(server, 1) as viewer:
            await next_note(viewer, "off", 1)
            async with await me(server, 1) as sender:
                await sender.send(state(person_of(server, 1)["session"]))
                await next_note(viewer, "state")
                began = time.monotonic()
            await next_note(viewer, "off")
            assert time.monotonic() - began < 1.0

    run(story)


def test_nobody_sees_the_stream_of_somebody_else(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server, 0) as ada, await trainer(server, 1) as viewer:
            await ada.send(state(person_of(server)["session"]))
            for number in range(3):
                await ada.send(frame(number / 10))
                await asyncio.sleep(0.1)
            assert [json.loads(one)["kind"] for one in await all_within(viewer)] == ["off"]

    run(story)


@ONE_PROCESS
def test_more_than_ten_frames_a_second_are_left_out(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as viewer:
            await sender.send(state(person_of(server)["session"]))
            await next_note(viewer, "state")
            began = time.monotonic()
            got = 0

            async def count() -> None:
                nonlocal got
                async for message in viewer:
                    if isinstance(message, bytes):
                        got += 1
                        await viewer.send(json.dumps({"kind": "got", "frames": got}))

            counting = asyncio.create_task(count())
            for number in range(60):
                await sender.send(frame(number / 30))
                await asyncio.sleep(1 / 30)
            took_s = time.monotonic() - began
            await asyncio.sleep(0.5)
            counting.cancel()
            assert 5 <= got <= took_s * 10 + 4

    run(story)


def test_a_slow_watcher_gets_the_newest_frames_and_slows_no_one(server: ClinicServer) -> None:
    """It never says what has arrived, so only a few frames are ever on their way to it."""

    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as slow, await trainer(server) as quick:
            await sender.send(state(person_of(server)["session"]))
            await next_note(quick, "state")
            for number in range(25):
                await sender.send(frame(number / 10))
                assert await next_frame(quick, 2) == frame(number / 10)
                await quick.send(json.dumps({"kind": "got", "frames": number + 1}))
                await asyncio.sleep(0.1)
            assert sum(isinstance(one, bytes) for one in await all_within(slow)) == FRAMES_UNDER_WAY
            await slow.send(json.dumps({"kind": "got", "frames": FRAMES_UNDER_WAY}))
            assert await next_frame(slow) == frame(2.2)  # of what came meanwhile, only the newest three

    run(story)


# -- what a watcher may do --


def test_a_cue_of_the_catalogue_and_one_of_ones_own_arrive(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as viewer:
            await sender.send(state(person_of(server)["session"], exercise="bridge"))
            await next_note(viewer, "state")
            await viewer.send(json.dumps({"kind": "cue", "id": "a1", "text": "  Slow  and easy "}))
            cue = await next_note(sender, "command")
            assert (cue["text"], cue["name"], cue["by"], cue["wants"]) == (
                "Slow and easy",
                "Tia Trainer 0",
                "trainer",
                "cue",
            )
            await sender.send(json.dumps({"kind": "answer", "id": "a1", "how": "said"}))
            assert (await next_note(viewer, "answer"))["how"] == "said"
            await viewer.send(json.dumps({"kind": "cue", "id": "a2", "code": "no_such_cue"}))
            assert (await next_note(viewer, "refused"))["id"] == "a2"

    run(story)


def test_stop_and_pause_pass_whatever_else_is_known(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as viewer:
            await next_note(viewer, "off")  # no state was told yet
            while not (await next_note(sender, "watchers"))["names"]:
                pass  # until the two have found each other: a letter to nobody is not kept
            for wants in ("pause", "stop"):
                await viewer.send(json.dumps({"kind": wants, "id": wants}))
                assert (await next_note(sender, "command"))["wants"] == wants

    run(story)


def test_a_dose_may_only_become_less_and_the_refusal_names_its_rule(server: ClinicServer) -> None:
    async def story() -> None:
        async with await me(server) as sender, await trainer(server) as viewer:
            await sender.send(state(person_of(server)["session"], step=0))
            await next_note(viewer, "state")
            await viewer.send(json.dumps({"kind": "fewer", "id": "b1", "reps": 999}))
            refused = await next_note(viewer, "refused")
            assert refused["rule"] in ("P12", "PL-03")
            assert refused["message"]
            with pytest.raises(TimeoutError):
                await next_note(sender, "command", 0.5)

    run(story)


# -- what ends it --


@ONE_PROCESS
def test_a_flood_ends_with_1008(server: ClinicServer) -> None:
    async def story() -> None:
        socket = await me(server)
        message = frame(1.0)

        async def flood() -> None:
            for _ in range(1000):
                await socket.send(message)

        flooding = asyncio.create_task(flood())
        assert await code_of(socket) == 1008
        await asyncio.gather(flooding, return_exceptions=True)

    run(story)


ODD = [
    b"LMK1",
    b"",
    b"\x89PNG" + b"0" * 600,
    "not json",
    "[]",
    '{"kind": "state"}',
    '{"kind": "here", "viewer": "x"}',
    '"' * 9000,
]


@ONE_PROCESS
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_frame_and_no_known_message_ends_with_1008(server: ClinicServer, odd: str | bytes) -> None:
    async def story() -> None:
        socket = await me(server)
        await socket.send(odd)
        assert await code_of(socket) == 1008

    run(story)


@ONE_PROCESS
def test_a_message_above_64_kib_ends_with_1009(server: ClinicServer) -> None:
    async def story() -> None:
        socket = await me(server)
        await socket.send(b"x" * (64 * 1024 + 1))
        assert await code_of(socket) == 1009

    run(story)


@ONE_PROCESS
def test_a_watcher_can_send_no_pictures_of_a_body(server: ClinicServer) -> None:
    async def story() -> None:
        socket = await trainer(server)
        await socket.send(frame(1.0))
        assert await code_of(socket) == 1008

    run(story)


def test_withdrawing_consent_ends_the_stream_within_five_seconds(server: ClinicServer) -> None:
    async def story() -> None:
        person = person_of(server, 1)
        change = f"/care/{person['relation']}/"
        async with await me(server, 1) as sender:
            viewer = await trainer(server, 1)
            await sender.send(state(person["session"]))
            await next_note(viewer, "state")
            began = time.monotonic()
            status, _page = await asyncio.to_thread(server.post, change, person["cookie"], {"scopes": ["plan"]})
            assert status == 200
            assert await code_of(viewer) == 4403
            took_s = time.monotonic() - began
            print(f"the stream ended {took_s:.2f} s after the consent was withdrawn")
            assert took_s < 5
            assert await code_of(await trainer(server, 1)) == 4403
        everything = {"scopes": ["plan", "records", "live", "messages"]}
        assert (await asyncio.to_thread(server.post, change, person["cookie"], everything))[0] == 200

    run(story)


def test_signing_out_ends_the_stream(server: ClinicServer) -> None:
    async def story() -> None:
        socket = await server.open(watch_path(person_of(server)), server.people["clinician"])
        await next_note(socket, "off")
        status, _page = await asyncio.to_thread(server.post, "/accounts/logout/", server.people["clinician"], {})
        assert status == 200
        assert await code_of(socket) == 4401

    run(story)


@ONE_PROCESS
def test_who_watched_and_who_stopped_is_written_down_for_the_person_to_read(server: ClinicServer) -> None:
    async def story() -> None:
        person = person_of(server, 1)
        async with await me(server, 1) as sender, await trainer(server, 1) as viewer:
            await sender.send(state(person["session"]))
            await next_note(viewer, "state")
            await viewer.send(json.dumps({"kind": "stop", "id": "s1"}))
            await next_note(sender, "command")
            await asyncio.sleep(0.5)
        page = await asyncio.to_thread(server.get, "/care/log/", person["cookie"])
        assert "watched you exercise" in page
        assert "stopped your session" in page

    run(story)
