"""The coach fed with its own demonstration: `python bench/closure.py [--exercise ID] [--body NAME] [--keep DIR]`.

Every exercise that moves and that a camera judges is filmed clean with either side, on four bodies, and with each
measurable fault at several sizes (1 is at the rule's limit, 2 twice as far from the clean movement), on two bodies with
the right and on two with the left side. The clean one has to be counted on the right side, its holds timed, and nothing
told; a fault beyond its limit has to be told, and no other; below it nothing. Who goes less far than the rule asks may
be told so or not be counted. Then the same with the error of a pose model (seven degrees), where no more is asked than
to see how often a fault of each size is told. Baseline: a coach that never tells anything.

`--keep DIR` keeps what was solved for the next run.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from closure_films import REPETITIONS, Actor

from steadyback.coaching import Abstained, Engine, Fault, Hold, Repetition, motion_of
from steadyback.coaching.motion import definition_of
from steadyback.exercises import Exercise, load_catalogue
from steadyback.exercises.model import FaultRule
from steadyback.kinematics import Side
from steadyback.motion.body import BODIES
from steadyback.motion.faulty import CannotShowError
from steadyback.motion.synthetic import Film

Found = dict[str, Any]
BELOW = (0.8,)
BEYOND = (1.25, 1.5, 2.0)
NOISY = (1.0, *BEYOND)
ERROR_DEG = 7.0
SIDES: tuple[Side, Side] = ("right", "left")
HOLD_ERROR_S = 0.3
SHORT = 0.1
"""A fault that misses what was asked for by more than this share is not shown in full."""


def shown() -> Iterator[Exercise]:
    """The exercises that have a movement and that a camera judges."""
    for exercise in load_catalogue():
        if exercise.motion is not None and exercise.camera.coaching in ("full", "partial"):
            yield exercise


def closure_of(exercise: Exercise, body: str, keep: Path | None = None, error_deg: float = ERROR_DEG) -> Found:
    """One body's clean movement with either side, and each rule at each size: what was counted and told."""
    actor = Actor(exercise, body, keep)
    side, seed = SIDES[BODIES.index(body) % 2], 1 + BODIES.index(body)
    found: Found = {
        "clean": {each: told(exercise, actor.clean.film(each)) for each in SIDES},
        "noisy": told(exercise, actor.clean.film(side, error_deg, seed)) if error_deg else None,
        "faults": {},
        "not_shown": {},
    }
    unjudged = Engine(exercise).unjudged
    for rule in exercise.faults:
        if rule.id in unjudged:
            continue
        rows = {}
        for size in sorted({*BELOW, *BEYOND, *(NOISY if error_deg else ())}):
            try:
                acted = actor.with_fault(rule, size)
            except CannotShowError as error:
                found["not_shown"].setdefault(rule.id, str(error))
                continue
            row: Found = {"shortfall": acted.shortfall}
            if size in (*BELOW, *BEYOND):
                row |= told(exercise, acted.film(side))
                row["refused"] = falls_short(exercise, rule) and row["counted"] == 0
            if error_deg and size in NOISY:
                row["noisy"] = told(exercise, acted.film(side, error_deg, seed))["told"]
            rows[f"{size:g}"] = row
        if rows:
            found["faults"][rule.id] = rows
    return found


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
        "sides": sorted({event.side for event in counted}),
        "holds": [len(holds), len(filmed.holds_s)],
        "hold_error_s": error_s,
        "told": sorted({event.code for event in events if isinstance(event, Fault)}),
        "abstained": next((event.reason for event in events if isinstance(event, Abstained)), ""),
    }


def falls_short(exercise: Exercise, rule: FaultRule) -> bool:
    """Whether the fault is to go less far than asked, so that it may as well be too little to be counted."""
    motion = motion_of(exercise)
    angle = definition_of(rule.metric, exercise)[0]
    if motion.held is not None:
        return angle == motion.angle and rule.severity == "stop"
    return angle == motion.angle and (rule.op == "<") == (motion.travel_deg > 0)


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
    """What does not agree where a fault of this size was injected, seen on one side."""
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
        (
            bool(row["counted"] == 0 and row["abstained"]),
            f"the body turns with it, and the coach abstains: {row['abstained']}",
        ),
        (row["counted"] == 0, "so large that it is not taken for this exercise"),
        (row["shortfall"] > SHORT, "the body cannot show it in full"),
        (size < 1 and code in row["told"], "a near camera's perspective adds to it"),
        (size > 1 and code not in row["told"], "not known"),
    )
    return next((why for holds, why in whys if holds), "the body does another one with it")


def wrong_rows(found: Found, code: str) -> Iterator[tuple[str, str, str]]:
    """Size, what is wrong and why, of one fault on one body."""
    for size, row in found["faults"].get(code, {}).items():
        if "told" in row and (problem := wrong_with(code, float(size), row)):
            yield size, problem, reason(found, code, float(size), row)


def summary(of_bodies: dict[str, Found]) -> Found:
    """One exercise on all bodies, in short: what is kept in `figures.json`."""
    first = next(iter(of_bodies.values()))
    clean = {
        body: {
            "wrong": wrong_when_clean(found),
            "counted": [row["counted"] for row in found["clean"].values()],
            "hold_error_s": max((row["hold_error_s"] or 0.0 for row in found["clean"].values()), default=0.0),
            "noisy": found["noisy"] and {key: found["noisy"][key] for key in ("counted", "told")},
        }
        for body, found in of_bodies.items()
    }
    codes = dict.fromkeys(code for found in of_bodies.values() for code in [*found["faults"], *found["not_shown"]])
    faults = {code: fault_summary(code, of_bodies) for code in codes}
    return {"clean": clean, "faults": faults, "held": first["clean"]["right"]["holds"][1] > 0}


def fault_summary(code: str, of_bodies: dict[str, Found]) -> Found:
    sizes: Found = {}
    for found in of_bodies.values():
        for size, row in found["faults"].get(code, {}).items():
            cell = sizes.setdefault(size, {"films": 0, "told": 0, "wrong": 0, "noisy": [0, 0]})
            if "told" in row:
                cell["films"] += 1
                cell["told"] += code in row["told"]
                cell["wrong"] += wrong_with(code, float(size), row) is not None
            if "noisy" in row:
                cell["noisy"] = [cell["noisy"][0] + (code in row["noisy"]), cell["noisy"][1] + 1]
    problems = [
        f"{body} at {size}: {problem} ({why})"
        for body, found in of_bodies.items()
        for size, problem, why in wrong_rows(found, code)
    ]
    not_shown = {body: found["not_shown"][code] for body, found in of_bodies.items() if code in found["not_shown"]}
    return {"sizes": dict(sorted(sizes.items(), key=lambda item: float(item[0]))), "problems": problems,
            "not_shown": not_shown}  # fmt: skip


def closures(
    only: Sequence[str] = (), bodies: Sequence[str] = BODIES, keep: Path | None = None, error_deg: float = ERROR_DEG
) -> Iterator[tuple[str, str, Found]]:
    """Exercise, body and what was found, on all processors and yielding to everybody else on them."""
    tasks = [(exercise.id, body) for exercise in shown() if not only or exercise.id in only for body in bodies]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # The matrices are small: threads would only be in each other's way.
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=partial(os.nice, 10)) as pool:
        work = partial(_closure_of, keep=keep, error_deg=error_deg)
        for (name, body), found in zip(tasks, pool.map(work, *zip(*tasks, strict=True)), strict=True):
            yield name, body, found


def _closure_of(name: str, body: str, keep: Path | None, error_deg: float) -> Found:
    return closure_of(load_catalogue()[name], body, keep, error_deg)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", action="append", help="only this one (may be given several times)")
    parser.add_argument("--body", action="append", choices=BODIES, help="only this one (may be given several times)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where solved poses are kept between runs")
    parser.add_argument("--error-deg", type=float, default=ERROR_DEG, help="error of the pose model; 0 leaves it out")
    chosen = parser.parse_args()
    bodies = chosen.body or BODIES
    exercises: Found = {}
    of_bodies: dict[str, Found] = {}
    for name, body, found in closures(chosen.exercise or (), bodies, chosen.keep, chosen.error_deg):
        of_bodies[body] = found
        if len(of_bodies) == len(bodies):
            exercises[name] = summary(of_bodies)
            of_bodies = {}
            print("\n".join(said(name, exercises[name])), flush=True)
    print("\n".join(totals(exercises)))
    print("baseline, never telling: 0 of the faults")
    return 0


def said(name: str, found: Found) -> Iterator[str]:
    """What is printed of one exercise."""
    wrong = [f"{body} {each}" for body, row in found["clean"].items() for each in row["wrong"]]
    yield f"{name}: {'; '.join(wrong) or 'clean agrees'}"
    for code, fault in found["faults"].items():
        yield f"  {code}: " + ", ".join(
            f"{size} {cell['told']}/{cell['films']} (noisy {cell['noisy'][0]}/{cell['noisy'][1]})"
            for size, cell in fault["sizes"].items()
        )
        yield from (f"    {problem}" for problem in fault["problems"])
        yield from (f"    {body}: {why}" for body, why in fault["not_shown"].items())


def totals(exercises: Found) -> Iterator[str]:
    clean = [not any(row["wrong"] for row in found["clean"].values()) for found in exercises.values()]
    faults = [fault for found in exercises.values() for fault in found["faults"].values()]
    shown_ones = [fault for fault in faults if is_shown(fault)]
    agreeing = [fault for fault in shown_ones if not fault["problems"]]
    yield f"n = {len(clean)} exercises, {sum(clean)} agree when clean on every body and side"
    yield (
        f"{len(agreeing)} of {len(shown_ones)} faults that a body can show agree on every body and at every size;"
        f" {len(faults) - len(shown_ones)} cannot be shown beyond their limit"
    )
    for size in sorted({size for fault in faults for size in fault["sizes"]}, key=float):
        cells = [fault["sizes"][size] for fault in faults if size in fault["sizes"]]
        told_of, films = (sum(cell["noisy"][at] for cell in cells) for at in (0, 1))
        if films:
            yield f"with the pose model's error, at {size}: told in {told_of} of {films} films"


def is_shown(fault: Found) -> bool:
    """Whether any body can show it beyond its limit."""
    return any(float(size) > 1 and cell["films"] for size, cell in fault["sizes"].items())


if __name__ == "__main__":
    sys.exit(main())
