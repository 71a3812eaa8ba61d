"""How the landmarks hang together, as data."""

from typing import Final

from steadyback.pose.landmark import Landmark

BONES: Final[tuple[tuple[Landmark, Landmark], ...]] = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL),
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
    (Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL),
    (Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_EAR),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_EAR),
)
"""Segments drawn between two landmarks. Nothing lies between hips and shoulders: the spine is not observed."""


def opposite(landmark: Landmark) -> Landmark:
    """The same landmark on the other side of the body; the nose is its own opposite."""
    words = [{"LEFT": "RIGHT", "RIGHT": "LEFT"}.get(word, word) for word in landmark.name.split("_")]
    return Landmark["_".join(words)]
