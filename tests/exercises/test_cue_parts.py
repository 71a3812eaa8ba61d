"""Every cue speaks of a part of the body that the figure can show."""

import re
from pathlib import Path

import pytest

from steadyback.exercises import load_catalogue
from steadyback.exercises.cue_parts import PARTS, WHOLE_MOVEMENT, part_of
from steadyback.exercises.model import FaultRule
from steadyback.exercises.vocabulary import METRIC_UNITS

REGIONS = Path(__file__).resolve().parents[2] / "frontend/src/figure/body/regions.ts"
ABOUT_PACE = {"peak_angular_speed", "rpe", "hold_oscillation"}
EVERY_RULE = [(exercise.id, rule) for exercise in load_catalogue() for rule in exercise.faults]


def rule_on(metric: str) -> FaultRule:
    return FaultRule("new_rule", metric, ">", 1.0, METRIC_UNITS[metric], 0, "correct", "yes", "Cue.", None)


def test_every_cue_of_the_catalogue_has_a_part_unless_it_is_about_pace() -> None:
    for exercise_id, rule in EVERY_RULE:
        part, _, side = part_of(rule).partition(".")
        assert side in ("", "both", "other"), (exercise_id, rule.id)
        if part == WHOLE_MOVEMENT:
            assert rule.metric in ABOUT_PACE, (exercise_id, rule.id)
        else:
            assert part in PARTS, (exercise_id, rule.id)


@pytest.mark.parametrize("metric", METRIC_UNITS)
def test_a_new_rule_on_any_known_metric_has_a_part_by_itself(metric: str) -> None:
    assert part_of(rule_on(metric)).partition(".")[0] in (*PARTS, WHOLE_MOVEMENT)


def test_the_side_comes_from_the_metric() -> None:
    assert part_of(rule_on("knee_flex.m")) == "knee"
    assert part_of(rule_on("knee_flex.b")) == "knee.both"
    assert part_of(rule_on("hip_flex.s")) == "hip.other"


def test_the_figure_has_a_place_for_every_part() -> None:
    places = set(re.findall(r"^  (\w+): ", REGIONS.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(PARTS) <= places
