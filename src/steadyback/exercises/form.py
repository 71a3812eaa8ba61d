"""In which form an exercise is done, where it is not the usual one."""

from collections.abc import Collection

from steadyback.exercises.model import Exercise


def form_of(exercise: Exercise, position: str, flags: Collection[str] = ()) -> str:
    """Another of its positions by its name; else the variant that one of the flags asks for; else "".

    position: "" means the usual one. flags: those that apply to the person and that the exercise's `modify` speaks of.
    """
    if position and position != exercise.positions[0]:
        return position
    return next((variant.id for variant in exercise.variants if variant.flags.intersection(flags)), "")
