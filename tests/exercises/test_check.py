"""Every check is shown to bite: one sound file is broken in one way, and the message names the place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from steadyback.exercises import load_catalogue
from steadyback.exercises.catalogue import check_folder
from steadyback.exercises.check import CHECKS, repetitions_begin_ready
from steadyback.exercises.problem import Problem

OVEREXTENSION = "faults.lumbar_overextension.metric hip_flex.m"
LONG_WITH_TUMMY = 'cue = "{Tummy}, then press through both of your heels, and then let go."'
Break = Callable[..., tuple[Problem, ...]]
HOLD_BAND = 'angles."hip_flex.b" = { target = 5, min = -10, max = 18 }'

CASES = [
    # file, what is there, what it becomes, key named in the message
    ("bridge", 'id = "bridge"', 'id = "brigde"', "id"),
    ("bridge", "tier = 1", "tier = 5", "tier"),
    ("bridge", "tier = 1", "tier = 1.5", "tier"),
    ("bridge", "tier = 1", "level = 1", "level"),
    ("bridge", "tier = 1\n", "", "tier"),
    ("bridge", 'slots = ["buttock", "back"]', 'slots = ["bottom"]', "slots[0]"),
    ("bridge", 'slots = ["buttock", "back"]', "slots = []", "slots"),
    ("bridge", 'slots = ["buttock", "back"]', 'slots = ["back", "back"]', "slots[1]"),
    ("bridge", 'positions = ["supine_hooklying"]', 'positions = ["lying"]', "positions[0]"),
    ("bridge", 'sides = "bilateral"', 'sides = "both"', "sides"),
    ("bridge", 'spine_load = "neutral"', 'spine_load = "none"', "spine_load"),
    ("bridge", 'category = "strength"', 'category = "power"', "category"),
    ("bridge", 'origin = "series"', 'origin = "article"', "origin"),
    ("walk", 'origin = "article"', 'origin = "added"', "origin"),
    ("curl_up_reach", "tier = 1", "tier = 2", "tier"),
    ("bridge", 'view = "side"', 'view = "above"', "camera.view"),
    ("bridge", 'view = "side"', 'view = "none"', "camera.coaching"),
    ("bridge", "lens_height_cm = [30, 60]", "lens_height_cm = [60, 30]", "camera.lens_height_cm"),
    ("bridge", "lens_height_cm = [30, 60]\n", "", "camera.lens_height_cm"),
    ("bridge", "distance_m = [2, 3]", "distance_m = [2, 3, 4]", "camera.distance_m"),
    ("bridge", 'kind = "ready"', 'kind = "concentric"', "phases"),
    ("bridge", 'kind = "hold"', 'kind = "ready"', "phases"),
    ("walk", 'kind = "steady"', 'kind = "ready"', "phases"),
    ("bridge", 'breathing = "exhale"', 'breathing = "hold"', "phases[1].breathing"),
    ("bridge", "{ min = 1, target = 2, max = 3 }", "{ min = 3, target = 2, max = 1 }", "phases.lift.duration_s"),
    ("bridge", "{ min = 1, target = 2, max = 3 }", "{ min = 1, target = inf, max = 3 }", "phases[1].duration_s.target"),
    ("bridge", "{ min = 1, target = 2, max = 3 }", "{ min = nan, target = 2, max = 3 }", "phases[1].duration_s.min"),
    ("bridge", "min = 2, target = 3, max = 10", "min = 2, target = 4, max = 10", "phases.hold.duration_s.target"),
    ("bridge", 'id = "lower"', 'id = "lift"', "phases"),
    ("bridge", HOLD_BAND, HOLD_BAND.replace("target = 5", "target = 25"), "phases.lift.angles.hip_flex.b"),
    ("bridge", HOLD_BAND, HOLD_BAND.replace("min = -10", "min = 4"), "phases.lift.angles.hip_flex.b"),
    ("bridge", '"hip_flex.b"', '"hip_flexion.b"', "phases[0].angles.hip_flexion.b"),
    ("bridge", '"knee_flex.b"', '"knee_flex.m"', "phases.start.angles.knee_flex.m"),
    ("bridge", "op = \"<\"\nvalue = -10", "op = \"<\"\nvalue = 0", "faults.overarch"),
    ("bridge", "op = \">\"\nvalue = 22", "op = \">\"\nvalue = 10", "faults.too_low"),
    ("bridge", 'metric = "heel_rise"', 'metric = "heel_height"', "faults[3].metric"),
    ("bridge", 'unit = "ratio"', 'unit = "deg"', "faults.knees_apart.unit"),
    ("bridge", "value = true", "value = 1", "faults.breath_hold.value"),
    ("bridge", 'op = "=="', 'op = ">"', "faults.breath_hold.op"),
    ("bridge", "value = 1.6", "value = true", "faults.knees_apart.value"),
    ("bridge", "value = 1.6", "value = []", "faults[4].value"),
    ("bridge", 'measurable = "no"', 'measurable = "yes"', "faults.breath_hold.measurable"),
    ("bridge", 'measurable = "no"', 'measurable = "maybe"', "faults[5].measurable"),
    ("bridge", 'severity = "info"', 'severity = "warning"', "faults[1].severity"),
    ("bridge", "for_ms = 300", "for_ms = -1", "faults[0].for_ms"),
    ("superman_full", 'metric = "hip_flex.b"', 'metric = "hip_flex.m"', OVEREXTENSION),
    ("bridge", "reps = 8", "reps = 5", "dosage.reps"),
    ("bridge", "sets = 2", "sets = 4", "dosage.sets"),
    ("bridge", "hold_s = 3", "hold_s = 1", "dosage.hold_s"),
    ("bridge", "hold_s = 3", "hold_s = 4", "tempo.hold"),
    ("bridge", "reps = 8", "minutes = 8", "dosage.minutes_range"),
    ("walk", "minutes = 20", "minutes = 40", "dosage.minutes"),
    ("walk", "per_week = 3", "per_week = 2", "dosage.per_week"),
    ("walk", 'category = "cardio"', 'category = "strength"', "dosage"),
    ("bridge", "tempo = { lift = 2, hold = 3, lower = 3, rest = 1 }\n", "", "tempo"),
    ("hamstring_seated", 'kind = "hold"', 'kind = "isometric"', "phases"),
    ("bridge", '"EXT_INTOL", "HTN"', '"EXT_INTOL", "HIGH_PRESSURE"', "caution_flags"),
    ("bridge", 'contra_flags = ["PREG_T2T3"', 'contra_flags = ["HTN", "PREG_T2T3"', "caution_flags"),
    ("bridge", "[modify]\nEXT_INTOL", "[modify]\nEXT", "modify"),
    ("bridge", '"EKS07"', '"EKS08"', "sources"),
    ("bridge", 'selection = "E"', 'selection = "A"', "evidence.selection"),
    ("side_plank", '"NO_CLINICIAN_OK",', "", "contra_flags"),
    ("bridge", 'easier = { id = "pelvic_tilt" }', 'easier = { id = "side_plank" }', "easier.id"),
    ("bridge", 'easier = { id = "pelvic_tilt" }', 'easier = { id = "nothing" }', "easier.id"),
    ("bridge", 'harder = { id = "single_leg_bridge" }', 'harder = { id = "walk" }', "harder.id"),
    ("bridge", 'harder = { id = "single_leg_bridge" }', 'harder = { id = "bridge" }', "harder.id"),
    ("walk", 'STENOSIS = ["bike"]', 'STENOSIS = ["ski"]', "instead.STENOSIS"),
    ("walk", 'STENOSIS = ["bike"]', 'STENOSIS = ["prone_press_up"]', "instead.STENOSIS"),
    ("forearm_plank", "tier = 2", "tier = 0", "variants.from_knees.tier"),
    ("forearm_plank", "tier = 2", "tier = 4", "variants.from_knees.tier"),
    ("forearm_plank", 'flags = ["EXT_INTOL"]', 'flags = ["EXT_INTOLL"]', "variants.from_knees.flags"),
    ("bridge", 'summary = "Lifting', 'summary = "Lifting!', "summary"),
    ("bridge", 'summary = "Lifting', 'summary = "A superman: lifting', "summary"),
    ("bridge", 'name = "Bridge"', 'name = "Failed bridge"', "name"),
    ("bridge", 'say = "Lower slowly."', 'say = "Lower slowly"', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', 'say = "lower slowly."', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', 'say = " Lower slowly."', "phases[3].say"),
    ("bridge", 'say = "Lower slowly."', 'say = "{Tummmy}."', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', 'say = "Lower {slowly."', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', 'say = "Do pelvic_tilt."', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', f'say = "Lower {"very " * 30}slowly."', "phases[3].say"),
    ("bridge", 'say = "Lower slowly."', f'say = "{"Go as low as it is. " * 2}{"a " * 26}."', "phases.lower.say"),
    ("bridge", 'cue = "Press through your heels."', f'cue = "Press {"down " * 18}."', "faults.heel_lift.cue"),
    ("bridge", 'cue = "Press through your heels."', LONG_WITH_TUMMY, "faults.heel_lift.cue"),
    ("bridge", '"Press through your heels.",\n', "", "ok"),
    ("bridge", '  "{Tummy}.",\n', '  "{Tummy}.",\n  "One more.",\n', "setup"),
    ("bridge", '  "{Tummy}.",\n', '  "{Tummy}. And one more.",\n', "setup"),
    ("bridge", 'say = "Lower slowly."', 'say = "Low and low and low and low and low and low."', "phases.lower.say"),
    ("bridge", 'say = "Lower slowly."', 'say = "Breathe in and lower."', "phases.lower.say"),
    ("clamshell", 'say = "Close slowly."', 'say = "Close, then change sides."', "phases.close.say"),
    ("bridge", '"FLOOR_UNABLE"', '"SHOULDER"', "contra_flags"),
    ("hip_flexor_kneeling", '"KNEE_KNEEL", ', "", "contra_flags"),
    ("bridge", 'id = "bridge"', 'id = "Big-Bridge"', "id"),
    ("bridge", "[camera]\n", "camera = 3\n[camera_of_old]\n", "camera"),
    ("bridge", "[camera]", "[[camera]]", "camera"),
    ("bridge", "[dosage]", "[dosages]", "dosages"),
    ("bridge", "[dosage]", "[[dosage]]", "dosage"),
    ("clamshell", "tier = 1", "tier = 1\nmodify = 3", "modify"),
    ("clamshell", "tier = 1", "tier = 1\nvariants = 3", "variants"),
    ("curl_up_reach", "relative = true", "relative = 1", "phases[1].angles.trunk_incl.relative"),
    ("bridge", "[modify]\n", "[modify]\nHTN = 3\n", "modify.HTN"),
    ("bridge", "rest_s = 60", f"rest_s = 0x{'f' * 9000}", "dosage.rest_s"),
]  # fmt: skip


def _keys(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.key for problem in problems}


@pytest.mark.parametrize(("name", "old", "new", "key"), CASES, ids=[f"{c[0]}-{c[3]}-{n}" for n, c in enumerate(CASES)])
def test_a_broken_file_is_named_with_its_key(name: str, old: str, new: str, key: str, broken: Break) -> None:
    problems = broken(name, old, new)
    if key == "ok":
        assert not problems
        return
    assert key in _keys(problems), "\n".join(map(str, problems))
    told = next(problem for problem in problems if problem.key == key)
    assert told.file == f"{name}.toml"
    assert told.found
    assert told.allowed


def test_the_packaged_files_are_in_order(folder: Path) -> None:
    assert check_folder(folder) == ()


def test_two_files_with_one_id_are_named(folder: Path) -> None:
    (folder / "bridge_again.toml").write_bytes((folder / "bridge.toml").read_bytes())
    told = [str(problem) for problem in check_folder(folder)]
    assert any("bridge in two files" in line for line in told)
    assert any(line.startswith("bridge_again.toml: id") for line in told)


def test_a_missing_article_exercise_is_named(folder: Path) -> None:
    (folder / "swim.toml").unlink()
    assert ("swim.toml", "file") in {(problem.file, problem.key) for problem in check_folder(folder)}


def test_no_check_is_listed_twice() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


def test_all_problems_of_a_file_are_told_at_once(broken: Break) -> None:
    told = _keys(broken("bridge", "tier = 1", 'tier = 9\nodd = 1\norigin2 = ""'))
    assert {"tier", "odd", "origin2"} <= told


def test_a_repetition_of_nothing_but_getting_ready_is_refused() -> None:
    bridge = load_catalogue()["bridge"]
    only_ready = replace(bridge, phases=bridge.phases[:1], faults=())
    assert ("phases", "ready", "at least one phase after ready") in list(repetitions_begin_ready(only_ready))
