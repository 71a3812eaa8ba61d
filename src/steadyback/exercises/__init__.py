"""The exercise catalogue: one file per exercise, from which everything about it comes.

`load_catalogue()` reads and checks `data/*.toml`; `load_transitions()` the guided ways down to the floor and up.
"""

from steadyback.exercises.catalogue import Catalogue, UnknownExerciseError, load_catalogue
from steadyback.exercises.model import (
    AngleBand,
    CameraEntry,
    CardioDosage,
    Evidence,
    Exercise,
    FaultRule,
    Neighbour,
    Phase,
    PhaseDuration,
    RepetitionDosage,
    Tempo,
    Variant,
)
from steadyback.exercises.problem import CatalogueError, Problem
from steadyback.exercises.target_angles import target_angles
from steadyback.exercises.transitions import OWN_WAY, TransitionStep, load_transitions
from steadyback.exercises.vocabulary import ARTICLE_ORDER, FLOOR_POSITIONS, SLOTS, UPRIGHT_POSITIONS
from steadyback.exercises.wording import spoken

__all__ = [
    "ARTICLE_ORDER",
    "FLOOR_POSITIONS",
    "OWN_WAY",
    "SLOTS",
    "UPRIGHT_POSITIONS",
    "AngleBand",
    "CameraEntry",
    "CardioDosage",
    "Catalogue",
    "CatalogueError",
    "Evidence",
    "Exercise",
    "FaultRule",
    "Neighbour",
    "Phase",
    "PhaseDuration",
    "Problem",
    "RepetitionDosage",
    "Tempo",
    "TransitionStep",
    "UnknownExerciseError",
    "Variant",
    "load_catalogue",
    "load_transitions",
    "spoken",
    "target_angles",
]
