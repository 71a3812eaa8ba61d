"""Replay recordings through the coach and print its event logs as JSON.

RECORDINGS is filled in by the test: exercise id -> LMK1 messages one after the other, compressed, base64. The numbers
are float32 made by one Python, so that both judge the very same bits.
"""

import base64
import json
import sys
import zlib
from dataclasses import asdict

from steadyback.coaching import Engine
from steadyback.exercises import load_catalogue
from steadyback.pose import decode

RECORDINGS: dict[str, str] = {}
MESSAGE_BYTES = 544


def log(exercise: str, packed: str) -> list[dict[str, object]]:
    held = zlib.decompress(base64.b64decode(packed))
    frames = [decode(held[at : at + MESSAGE_BYTES])[0] for at in range(0, len(held), MESSAGE_BYTES)]
    events = Engine.replay(load_catalogue()[exercise], frames)
    return [{"event": type(event).__name__, **asdict(event)} for event in events]


logs = {exercise: log(exercise, packed) for exercise, packed in RECORDINGS.items()}
print(json.dumps({"python": list(sys.version_info[:2]), "logs": logs}, sort_keys=True))
