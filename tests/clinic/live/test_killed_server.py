"""The server is killed during live sessions: what it acknowledged is there, and everybody comes back."""

import asyncio
import os
from pathlib import Path

import pytest
from clinic_server import ClinicServer
from live_kills import kill_again_and_again

KILLS = 3
"""`python bench/live_relay.py --kills 100` does it a hundred times."""


@pytest.mark.skipif("STEADYBACK_DATABASE" in os.environ, reason="looks into the file of its own server")
def test_no_acknowledged_event_is_lost_and_everybody_comes_back(tmp_path: Path) -> None:
    server = ClinicServer(tmp_path / "data")
    server.make_people(patients=2)
    server.start()
    try:
        outcome = asyncio.run(asyncio.wait_for(kill_again_and_again(server, KILLS), 150))
    finally:
        server.kill()
    assert outcome.kills == KILLS
    assert outcome.acknowledged > KILLS
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.came_back == outcome.should_come_back
    assert outcome.frames > 0
