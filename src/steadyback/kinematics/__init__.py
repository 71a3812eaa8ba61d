"""From landmarks to joint angles: definitions as data, the side near the camera, causal smoothing, cuts."""

from steadyback.kinematics.angles import AngleMeter, measure
from steadyback.kinematics.body import Side, Trunk
from steadyback.kinematics.continuity import Continuity
from steadyback.kinematics.definitions import AngleDefinition, AngleDefinitionError, load_definitions
from steadyback.kinematics.near_side import NearSide
from steadyback.kinematics.smoothing import WindowMean

__all__ = [
    "AngleDefinition",
    "AngleDefinitionError",
    "AngleMeter",
    "Continuity",
    "NearSide",
    "Side",
    "Trunk",
    "WindowMean",
    "load_definitions",
    "measure",
]
