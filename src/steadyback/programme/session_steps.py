"""From planned exercises to what is said, paced and timed, step by step (amendments 1 and 4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from steadyback.exercises import (
    FLOOR_POSITIONS,
    OWN_WAY,
    CardioDosage,
    Catalogue,
    Exercise,
    Phase,
    TransitionStep,
    spoken,
    target_angles,
)
from steadyback.exercises.form import form_of
from steadyback.exercises.vocabulary import TRANSITION_POSITIONS
from steadyback.programme.advice import advice_text
from steadyback.programme.dosing import at_most, dose_for, halved
from steadyback.programme.rules import threshold, whole
from steadyback.records.plan import Dose, PlannedExercise, Preferences
from steadyback.records.session import ScriptPhase, ScriptStep

Transitions = Mapping[str, Mapping[str, tuple[TransitionStep, ...]]]
_PROGRESSED = ("strength", "motor_control")
_ON_THE_BACK = ("supine", "supine_hooklying", "supine_tabletop", "supine_one_knee_bent")
_KNEELING = frozenset({"kneeling", "kneeling_flexed", "half_kneeling"})
_STAGES = {
    **{position: position for position in TRANSITION_POSITIONS},
    "side_lying_elbow": "side_lying",
    "prone": "quadruped",
    "prone_elbow": "quadruped",
    "kneeling_flexed": "quadruped",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """What makes the same exercise sound right for this person."""

    catalogue: Catalogue
    transitions: Transitions
    tummy_cue: str
    support: str
    ruled_out: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        transitions: Transitions,
        preferences: Preferences,
        ruled_out: frozenset[str] = frozenset(),
    ) -> "Voice":
        """`ruled_out`: the positions that this person must not be led through. Whoever cannot kneel cannot half
        kneel or kneel tall either, whichever of these was named.
        """
        cue = preferences.tummy_cue if preferences.tummy_cue in ("brace", "draw_in") else "brace"
        if ruled_out & _KNEELING:
            ruled_out |= {"half_kneeling", "kneeling"}
        return cls(catalogue, transitions, cue, "chair" if preferences.chair_for_floor else "none", ruled_out)

    def say(self, text: str) -> str:
        return spoken(text, self.tummy_cue)


def on_floor(planned: PlannedExercise, catalogue: Catalogue) -> bool:
    """Whether this is done on the floor, in the position that was planned."""
    return position_of(planned, catalogue) in FLOOR_POSITIONS


def position_of(planned: PlannedExercise, catalogue: Catalogue) -> str:
    return planned.position or catalogue[planned.exercise_id].positions[0]


def build_steps(planned: Sequence[PlannedExercise], voice: Voice, *, easier: bool = True) -> tuple[ScriptStep, ...]:
    """The steps of a session, with one guided way down before the floor work and one up after it.

    `easier`: with the easier version of each, which the time that a session takes does not need.
    """
    steps: list[ScriptStep] = []
    floor = [on_floor(one, voice.catalogue) for one in planned]
    for before, (one, here) in zip([False, *floor], zip(planned, floor, strict=True), strict=False):
        if here and not before:
            steps.append(_way_down(position_of(one, voice.catalogue), voice))
        if before and not here:
            steps.append(_way_up(steps[-1].position, voice))
        steps.append(_step(one, voice, easier=easier))
    if floor and floor[-1]:
        steps.append(_way_up(steps[-1].position, voice))
    return tuple(_numbered(step, index) for index, step in enumerate(steps))


def _numbered(step: ScriptStep, index: int) -> ScriptStep:
    easier = None if step.easier is None else replace(step.easier, index=index)
    return replace(step, index=index, easier=easier)


def _stage(position: str) -> int:
    """How far down the guided way a position is: 0 standing, last on the back. Prone is reached from all fours."""
    return TRANSITION_POSITIONS.index(_STAGES.get(position, "supine_hooklying"))


def _way_down(to: str, voice: Voice) -> ScriptStep:
    """Down as far as the first floor exercise needs, so that nobody lies on their back for work on all fours."""
    return _led("down_to_floor", lambda position: _stage(position) <= _stage(to), voice)


def _way_up(start: str, voice: Voice) -> ScriptStep:
    """Up from the position of the last floor exercise."""
    whole_way = start in _ON_THE_BACK
    lying_down = start in ("prone", "prone_elbow")
    stage = _stage(start)
    return _led(
        "up_from_floor",
        lambda position: whole_way or _stage(position) < stage or (lying_down and position == "quadruped"),
        voice,
    )


def _led(way: str, wanted: Callable[[str], bool], voice: Voice) -> ScriptStep:
    """The guided way; where one of its positions is ruled out for this person, their own way without any of these."""
    steps = [one for one in voice.transitions[way][voice.support] if wanted(one.position)]
    if any(one.position in voice.ruled_out for one in steps):
        steps = [one for one in voice.transitions[way][OWN_WAY] if wanted(one.position)]
        steps = [one for one in steps if one.position == "standing" or one.position not in voice.ruled_out]
    return _transition(way, steps)


def _transition(way: str, steps: Sequence[TransitionStep]) -> ScriptStep:
    return ScriptStep(
        index=0,
        kind="transition",
        slot="",
        exercise_id="",
        name=way,
        position=steps[-1].position,
        lines=tuple(step.say for step in steps),
        line_seconds=tuple(float(step.seconds) for step in steps),
        line_positions=tuple(step.position for step in steps),
        asks=(),
    )


def _step(planned: PlannedExercise, voice: Voice, *, easier: bool) -> ScriptStep:
    exercise = voice.catalogue[planned.exercise_id]
    position = position_of(planned, voice.catalogue)
    step = _alone(exercise, planned.slot, planned.dose, position, planned.modify, voice)
    return replace(step, easier=_easier(planned, step, voice)) if easier else step


def _alone(
    exercise: Exercise, slot: str, dose: Dose, position: str, modify: tuple[str, ...], voice: Voice
) -> ScriptStep:
    cardio = isinstance(exercise.dosage, CardioDosage)
    sentences = [voice.catalogue.caution(exercise, flag) for flag in modify]
    cautions = (*(one for one in sentences if one is not None), *exercise.cautions)
    two_sided = exercise.sides in ("one_side_at_a_time", "alternate") and not cardio
    return ScriptStep(
        index=0,
        kind="cardio" if cardio else "exercise",
        slot=slot,
        exercise_id=exercise.id,
        name=exercise.name,
        position=position,
        lines=tuple(voice.say(line) for line in _set_up(exercise, position)),
        phases=_segments(exercise, slot, dose, voice) if cardio else _repetition(exercise, dose, position, voice),
        sides=("left", "right") if two_sided else ("both",),
        alternate=two_sided and exercise.sides == "alternate",
        dose=dose,
        watch=tuple(voice.say(line) for line in exercise.watch),
        cautions=tuple(dict.fromkeys(voice.say(line) for line in cautions)),
        asks=_asks(exercise, slot),
        variant=form_of(exercise, position, modify),
    )


def _set_up(exercise: Exercise, position: str) -> tuple[str, ...]:
    """The set-up sentences; the first one gives the position, so another position brings a sentence of its own."""
    if position == exercise.positions[0]:
        return exercise.setup
    return (*advice_text(f"step.{position}").lines, *exercise.setup[1:])


def _asks(exercise: Exercise, slot: str) -> tuple[str, ...]:
    if slot == "cardio":
        return ("pain", "effort", "talk_test")
    if exercise.category in _PROGRESSED and slot not in ("mobility", "warm_up"):
        return ("pain", "effort", "reps_left")
    return ("pain",)


def _repetition(exercise: Exercise, dose: Dose, position: str, voice: Voice) -> tuple[ScriptPhase, ...]:
    """The phases of one repetition. The dose's hold governs; a hold of 0 leaves the phase out (amendments 4).

    The catalogue's angles hold in the exercise's first position; in another one the figure shows the position alone.
    """
    drawn = target_angles(exercise) if position == exercise.positions[0] else ({},) * len(exercise.phases)
    phases = []
    for phase, angles in zip(exercise.phases, drawn, strict=True):
        if phase.kind != "hold":
            phases.append(_phase(phase, phase.duration_s.target, angles, voice))
        elif dose.hold_s > 0:
            phases.append(_phase(phase, dose.hold_s, angles, voice))
    if dose.hold_s > 0 and not any(phase.kind == "hold" for phase in phases):
        phases = _with_pause(phases, dose.hold_s)
    return tuple(phases)


def _with_pause(phases: list[ScriptPhase], hold_s: int) -> list[ScriptPhase]:
    """The short hold at the turning point that the catalogue gives only as tempo."""
    for index, (phase, after) in enumerate(pairwise(phases)):
        turns = {phase.kind, after.kind} == {"concentric", "eccentric"}
        if turns:
            pause = ScriptPhase("pause", "hold", float(hold_s), "normal", "", phase.angles)
            return [*phases[: index + 1], pause, *phases[index + 1 :]]
    return phases


def _phase(phase: Phase, seconds: float, angles: Mapping[str, float], voice: Voice) -> ScriptPhase:
    return ScriptPhase(phase.id, phase.kind, float(seconds), phase.breathing, voice.say(phase.say), angles)


def _segments(exercise: Exercise, slot: str, dose: Dose, voice: Voice) -> tuple[ScriptPhase, ...]:
    """Cardio in timed parts: easy start, steady middle, easy end, together the minutes of the dose."""
    total_s = dose.minutes * 60.0
    first, *rest = exercise.phases
    middle = rest[0] if rest else first
    last = exercise.phases[-1] if exercise.phases[-1].kind == "steady" else first
    if slot == "warm_up":
        return (_segment(first, "warm_up", total_s, voice),)
    ease_s = min(float(threshold("PL-03.cardio_ease_s")), float(int(total_s / 3)))
    return (
        _segment(first, "warm_up", ease_s, voice),
        _segment(middle, "work", total_s - 2 * ease_s, voice),
        _segment(last, "cool_down", ease_s, voice),
    )


def _segment(phase: Phase, name: str, seconds: float, voice: Voice) -> ScriptPhase:
    return ScriptPhase(name, "steady", seconds, phase.breathing, voice.say(phase.say))


def _easier(planned: PlannedExercise, step: ScriptStep, voice: Voice) -> ScriptStep:
    """The catalogue's easier neighbour where it can be done from the same place, else the same made smaller."""
    neighbour = None if planned.easier_id is None else voice.catalogue[planned.easier_id]
    if neighbour is not None and not isinstance(neighbour.dosage, CardioDosage):
        position = planned.easier_position or neighbour.positions[0]
        if (position in FLOOR_POSITIONS) == (step.position in FLOOR_POSITIONS):
            dose = at_most(dose_for(neighbour, planned.slot, 0), step.dose)
            return _alone(neighbour, planned.slot, dose, position, planned.easier_modify, voice)
    dose = halved(step.dose)
    exercise = voice.catalogue[planned.exercise_id]
    smaller = _alone(exercise, planned.slot, dose, step.position, planned.modify, voice)
    words = advice_text("step.slower" if step.kind == "cardio" else "step.smaller").lines
    return replace(smaller, cautions=(*words, *smaller.cautions))


def step_seconds(step: ScriptStep) -> float:
    """How long a step honestly takes: tempo, holds, rests, sides, set-up and questions (amendments 1)."""
    if step.kind == "transition":
        return sum(step.line_seconds) + _speaking_s(step.lines)
    once = sum(phase.duration_s for phase in step.phases)
    words_s = _speaking_s((*step.lines, *step.cautions, *(phase.say for phase in step.phases)))
    around = max(whole("PL-05.set_up_s"), words_s) + whole("PL-05.question_s") * len(step.asks)
    if step.kind == "cardio":
        return once + around
    sides, sets = len(step.sides), step.dose.sets
    changes = 0 if step.alternate else sides - 1
    starts = sets * (changes + 1) * whole("PL-05.countdown_s") + sets * changes * whole("PL-05.side_change_s")
    return around + starts + sets * sides * step.dose.reps * once + (sets - 1) * step.dose.rest_s


def _speaking_s(lines: Sequence[str]) -> float:
    return sum(len(line.split()) for line in lines) / threshold("PL-05.words_per_s")


def minutes_of(planned: Sequence[PlannedExercise], voice: Voice) -> int:
    """How long these exercises take as a session, in whole minutes rounded up."""
    return session_minutes(build_steps(planned, voice, easier=False))


def session_minutes(steps: Sequence[ScriptStep]) -> int:
    """Whole minutes, rounded up, so that nobody is promised less time than it takes."""
    return int(-(-sum(step_seconds(step) for step in steps) // 60))
