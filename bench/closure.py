"""The coach fed with its own demonstration: `python bench/closure.py [--exercise ID] [--body NAME]`.

Every exercise that moves and that a camera judges is filmed clean with either side, and with each measurable fault at
several sizes: 1 is at the rule's limit, 2 twice as far from the clean movement. The clean one has to be counted on the
right side, its holds timed, and nothing told; a fault beyond its limit has to be told, and no other; below it nothing.
Who goes less far than the rule asks may be told so or not be counted. Baseline: a coach that never tells anything.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from steadyback.coaching import Engine, Fault, Hold, Repetition, motion_of
from steadyback.coaching.motion import definition_of
from steadyback.exercises import Exercise, load_catalogue
from steadyback.exercises.model import FaultRule
from steadyback.kinematics import Side
from steadyback.motion.faulty import CannotShowError, faster, with_fault
from steadyback.motion.performance import Performance, perform
from steadyback.motion.synthetic import Film, Shot, film

Found = dict[str, Any]
SIZES = (0.8, 1.25, 2.0)
HOLD_ERROR_S = 0.3
REPETITIONS = 3
SHORT = 0.1
"""A fault that misses what was asked for by more than this share is not shown in full."""
LEAST_BEYOND = 1.1
"""A fault that was to be beyond its limit and comes out smaller than this is not shown at all."""


def shown() -> Iterator[Exercise]:
    """The exercises that have a movement and that a camera judges."""
    for exercise in load_catalogue():
        if exercise.motion is not None and exercise.camera.coaching in ("full", "partial"):
            yield exercise


def closure_of(exercise: Exercise, body: str, sizes: Sequence[float] = SIZES, error_deg: float = 0.0) -> Found:
    """The clean movement with either side, and each rule at each size: what was counted and told."""
    clean = perform(exercise, body)
    found: Found = {
        "clean": {side: told(exercise, film(clean, shot(side, error_deg))) for side in ("right", "left")},
        "faults": {},
        "not_shown": {},
    }
    unjudged = Engine(exercise).unjudged
    for rule in exercise.faults:
        if rule.id in unjudged:
            continue
        rows: Found = {}
        for size in sizes:
            try:
                shown_film, shortfall = filmed(exercise, body, rule, size, clean, error_deg)
                if size > 1 and size * (1 - shortfall) < LEAST_BEYOND:
                    raise CannotShowError(f"{rule.id}: at {size:g} the body only gets to {size * (1 - shortfall):.2f}")
                row = told(exercise, shown_film) | {"shortfall": shortfall}
                rows[f"{size:g}"] = row | {"refused": falls_short(exercise, rule) and row["counted"] == 0}
            except CannotShowError as error:
                found["not_shown"][rule.id] = str(error)
        if rows:
            found["faults"][rule.id] = rows
    return found


def shot(side: Side = "right", error_deg: float = 0.0, tempo: float = 1.0) -> Shot:
    return Shot(side=side, repetitions=REPETITIONS, error_deg=error_deg, tempo=tempo)


def filmed(
    exercise: Exercise, body: str, rule: FaultRule, size: float, clean: Performance, error_deg: float = 0.0
) -> tuple[Film, float]:
    """The film, and by how much of what was asked the fault is smaller. Raises CannotShowError."""
    if rule.metric == "peak_angular_speed":
        return film(clean, shot(error_deg=error_deg, tempo=faster(clean, rule, size))), 0.0
    injected = with_fault(exercise, body, rule, size, clean=clean)
    shortfall = abs(injected.wanted - injected.reached) / max(abs(injected.wanted - injected.clean), 1e-6)
    return film(injected.performance, shot(error_deg=error_deg, tempo=injected.tempo)), round(shortfall, 3)


def told(exercise: Exercise, filmed: Film) -> Found:
    """What the coach says of a film."""
    events = Engine.replay(exercise, filmed.frames)
    counted = [event for event in events if isinstance(event, Repetition) and event.complete]
    holds = [event.hold_s for event in events if isinstance(event, Hold)]
    is_held = motion_of(exercise).held is not None
    error_s = None
    if len(holds) == len(filmed.holds_s) and holds:
        error_s = round(max(abs(mine - true) for mine, true in zip(holds, filmed.holds_s, strict=True)), 2)
    return {
        "counted": len(holds) if is_held else len(counted),
        "small": sum(isinstance(event, Repetition) and event.why_incomplete == "small_range" for event in events),
        "sides": sorted({event.side for event in counted}),
        "holds": [len(holds), len(filmed.holds_s)],
        "hold_error_s": error_s,
        "told": sorted({event.code for event in events if isinstance(event, Fault)}),
    }


def falls_short(exercise: Exercise, rule: FaultRule) -> bool:
    """Whether the fault is to go less far than asked, so that it may as well be too little to be counted."""
    motion = motion_of(exercise)
    angle = definition_of(rule.metric, exercise)[0]
    return motion.held is None and angle == motion.angle and (rule.op == "<") == (motion.travel_deg > 0)


def wrong_when_clean(found: Found) -> list[str]:
    """What does not agree in the clean movement."""
    wrong = []
    for side, row in found["clean"].items():
        if row["counted"] != REPETITIONS:
            wrong.append(f"{side}: counted {row['counted']} of {REPETITIONS}")
        if ({"left", "right"} - {side}) & set(row["sides"]):
            wrong.append(f"{side}: told as {', '.join(row['sides'])}")
        if row["holds"][1] == 0:
            pass  # Nothing is held still, so how long the top lasts is open.
        elif row["holds"][0] != row["holds"][1]:
            wrong.append(f"{side}: {row['holds'][0]} of {row['holds'][1]} holds")
        elif row["hold_error_s"] is not None and row["hold_error_s"] > HOLD_ERROR_S:
            wrong.append(f"{side}: a hold is off by {row['hold_error_s']} s")
        if row["told"]:
            wrong.append(f"{side}: told {', '.join(row['told'])}")
    return wrong


def wrong_with(code: str, size: float, row: Found) -> str | None:
    """What does not agree where a fault of this size was injected."""
    expected = [code] if size > 1 else []
    if row["told"] == expected or (size > 1 and row["refused"] and not row["told"]):
        return None
    missing = [] if set(expected) <= set(row["told"]) else [f"{code} not told"]
    others = [other for other in row["told"] if other not in expected]
    return "; ".join([*missing, *(f"{other} told" for other in others)])


def reason(found: Found, code: str, size: float, row: Found) -> str:
    """Why a fault is not told, or another one is, as far as the figures show it."""
    clean = found["clean"]["right"]
    whys = (
        (clean["counted"] == 0, "the clean movement is not counted"),
        (bool(set(clean["told"]) & {code, *row["told"]}), "the figure's clean movement is told already"),
        (row["counted"] == 0, "so large that it is not taken for this exercise"),
        (row["shortfall"] > SHORT, "the body cannot show it in full"),
        (size < 1 and code in row["told"], "a near camera's perspective adds to it"),
        (size > 1 and code not in row["told"], "not known"),
    )
    return next((why for holds, why in whys if holds), "the body does another one with it")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", action="append", help="only this one (may be given several times)")
    parser.add_argument("--body", default="woman_45")
    parser.add_argument("--error-deg", type=float, default=0.0, help="error of the pose model")
    chosen = parser.parse_args()
    pairs = agreed = clean = exercises = 0
    for exercise in shown():
        if chosen.exercise and exercise.id not in chosen.exercise:
            continue
        found = closure_of(exercise, chosen.body, error_deg=chosen.error_deg)
        exercises += 1
        wrong = wrong_when_clean(found)
        clean += not wrong
        print(f"{exercise.id}: {'; '.join(wrong) or 'clean agrees'}", flush=True)
        for code, rows in found["faults"].items():
            problems = {size: wrong_with(code, float(size), row) for size, row in rows.items()}
            pairs += 1
            agreed += not any(problems.values())
            for size, problem in problems.items():
                if problem:
                    row = rows[size]
                    print(f"  {code} at {size}: {problem} ({reason(found, code, float(size), row)})", flush=True)
        for code, why in found["not_shown"].items():
            print(f"  {code}: cannot be drawn ({why})")
    print(f"n = {exercises} exercises, {clean} agree when clean; {agreed} of {pairs} faults agree at every size")
    print("baseline, never telling: 0 of the faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())
