"""Arrows along the way that the parts of the body take in a phase; the same choice as on the pages."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from steadyback.motion.body import Body
from steadyback.motion.joints import Floats
from steadyback.motion.recorded import RecordedClip

TRACED: Final = ("foot.L", "foot.R", "hand.L", "hand.R", "head", "pelvis", "shank.L", "shank.R")
"""Ends of limbs, head and hips: what a person looks at."""
STEPS: Final = 8
SHORTEST_M: Final = 0.1
MOST_ARROWS: Final = 2
WORTH_SHOWING: Final = 0.6
"""A part that moves less than this share of the one that moves most gets no arrow."""


def arrows_of(clip: RecordedClip, body: Body, phase_id: str) -> list[Floats]:
    """Lines (9,3) in the room from where a part is at the phase's beginning to where it ends; none round a cycle."""
    if clip.phase(phase_id).cycle_s:
        return []
    moments = [clip.posed(body, phase_id, step / STEPS).heads[0] for step in range(STEPS + 1)]
    return worth_an_arrow([(part, np.stack([heads[body.at[part]] for heads in moments])) for part in TRACED])


def worth_an_arrow(traces: Sequence[tuple[str, Floats]]) -> list[Floats]:
    """The few parts that move most, farthest first, and not two of the same limb."""
    longest = sorted(traces, key=lambda trace: -_length(trace[1]))
    kept: dict[str, Floats] = {}
    for part, places in longest:
        length = _length(places)
        if length < SHORTEST_M or length < _length(longest[0][1]) * WORTH_SHOWING or len(kept) == MOST_ARROWS:
            break
        kept.setdefault(f"leg{part[-2:]}" if part[:4] in ("shan", "foot") else part, places)
    return list(kept.values())


def _length(places: Floats) -> float:
    return float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())
