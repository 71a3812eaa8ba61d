from collections.abc import Callable
from dataclasses import replace

import pytest

from steadyback.exercises import FLOOR_POSITIONS, Catalogue, load_transitions
from steadyback.programme.session_steps import Voice, build_steps, session_minutes, step_seconds
from steadyback.records.plan import Dose, PlannedExercise, Preferences
from steadyback.records.session import ScriptStep, SessionScript

ScriptOf = Callable[..., SessionScript]


def planned(exercise_id: str, slot: str, dose: Dose, **more: str) -> PlannedExercise:
    return PlannedExercise(exercise_id, slot, dose, (), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def steps(catalogue: Catalogue) -> Callable[..., tuple[ScriptStep, ...]]:
    def build(*exercises: PlannedExercise, preferences: Preferences | None = None) -> tuple[ScriptStep, ...]:
        voice = Voice.of(catalogue, load_transitions(), preferences or Preferences())
        return build_steps(exercises, voice)

    return build


Steps = Callable[..., tuple[ScriptStep, ...]]
STANDING = planned("standing_hip_abduction", "hip_lateral", Dose(sets=1, reps=8, hold_s=1, rest_s=45))
FOURS = planned("quadruped_hip_extension", "buttock", Dose(sets=2, reps=8, hold_s=2, rest_s=60))
BACK = planned("bridge", "back", Dose(sets=1, reps=8, hold_s=3, rest_s=60))
SIDE = planned("side_lying_hip_abduction", "hip_lateral", Dose(sets=1, reps=8, hold_s=2, rest_s=60))
PRONE = planned("prone_chest_lift", "back", Dose(sets=1, reps=8, hold_s=3, rest_s=60))
SEATED = planned("figure4_seated", "stretch_buttock", Dose(sets=1, reps=2, hold_s=20, rest_s=10))


def test_one_way_down_and_one_way_up(steps: Steps) -> None:
    found = steps(STANDING, FOURS, BACK, SEATED)
    names = ["down_to_floor", "quadruped_hip_extension", "bridge", "up_from_floor"]
    assert [one.exercise_id or one.name for one in found] == ["standing_hip_abduction", *names, "figure4_seated"]
    assert [one.index for one in found] == list(range(6))
    assert all(one.easier is None or one.easier.index == one.index for one in found)


def test_no_way_down_when_nothing_is_on_the_floor(steps: Steps) -> None:
    assert [one.kind for one in steps(STANDING, SEATED)] == ["exercise", "exercise"]


def test_the_way_up_also_comes_at_the_very_end(steps: Steps) -> None:
    assert [one.name for one in steps(BACK) if one.kind == "transition"] == ["down_to_floor", "up_from_floor"]


@pytest.mark.parametrize(
    ("exercise", "down_to", "lines_down", "lines_up"),
    [
        (BACK, "supine_hooklying", 6, 6),
        (SIDE, "side_lying", 5, 4),
        (FOURS, "quadruped", 4, 3),
        (PRONE, "quadruped", 4, 4),
    ],
)
@pytest.mark.parametrize("chair", [True, False])
def test_the_way_goes_only_as_far_as_the_exercise(
    steps: Steps, exercise: PlannedExercise, down_to: str, lines_down: int, lines_up: int, chair: bool
) -> None:
    down, _, up = steps(exercise, preferences=Preferences(chair_for_floor=chair))
    assert (down.position, len(down.lines), len(up.lines)) == (down_to, lines_down, lines_up)
    assert len(down.line_seconds) == lines_down
    assert up.position == "standing"
    assert ("chair" in " ".join(down.lines)) == chair


def test_the_dose_governs_the_hold(steps: Steps) -> None:
    (step,) = (one for one in steps(planned("bridge", "back", Dose(sets=1, reps=8, hold_s=7, rest_s=60))) if one.phases)
    assert [(one.kind, one.duration_s) for one in step.phases if one.kind == "hold"] == [("hold", 7.0)]
    (step,) = (one for one in steps(planned("bridge", "back", Dose(sets=1, reps=8, rest_s=60))) if one.phases)
    assert not [one for one in step.phases if one.kind == "hold"]


def test_a_short_hold_that_the_catalogue_gives_as_tempo_stands_at_the_turn(steps: Steps) -> None:
    (step,) = steps(STANDING)
    assert [one.id for one in step.phases] == ["start", "lift", "pause", "lower"]
    assert step.phases[2].duration_s == 1.0


def test_sides_one_after_the_other_or_in_turn(steps: Steps) -> None:
    (one,) = steps(STANDING)
    assert (one.sides, one.alternate) == (("left", "right"), False)
    turn = planned("knee_rolls", "mobility", Dose(sets=1, reps=8, rest_s=20))
    assert [(s.sides, s.alternate) for s in steps(turn) if s.kind == "exercise"] == [(("left", "right"), True)]
    assert [s.sides for s in steps(BACK) if s.kind == "exercise"] == [("both",)]


@pytest.mark.parametrize(
    ("cue", "words"), [("brace", "all the way"), ("draw_in", "belly button"), ("?", "all the way")]
)
def test_the_tummy_cue_is_put_into_every_text(steps: Steps, catalogue: Catalogue, cue: str, words: str) -> None:
    brace = planned("abdominal_brace", "abdominal", Dose(sets=1, reps=8, hold_s=5, rest_s=30))
    found = steps(brace, FOURS, SIDE, BACK, preferences=Preferences(tummy_cue=cue))
    said = [text for step in found for text in (*step.lines, *step.watch, *(one.say for one in step.phases))]
    assert not [text for text in said if "{" in text]
    assert any(words in text for text in said)


def test_another_position_has_a_sentence_of_its_own(steps: Steps) -> None:
    dose = Dose(sets=1, reps=8, hold_s=5, rest_s=30)
    (step,) = steps(planned("abdominal_brace", "abdominal", dose, position="seated"))
    assert step.position == "seated"
    assert step.lines[0] == "Do this one sitting tall on a firm chair."


@pytest.mark.parametrize(
    ("minutes", "segments"),
    [(20, [180, 840, 180]), (10, [180, 240, 180]), (5, [100, 100, 100]), (30, [180, 1440, 180])],
)
def test_cardio_is_easy_steady_easy_and_exactly_its_minutes(steps: Steps, minutes: int, segments: list[int]) -> None:
    (step,) = steps(planned("walk", "cardio", Dose(minutes=minutes, effort=(3, 4))))
    assert [one.duration_s for one in step.phases] == segments
    assert step.asks == ("pain", "effort", "talk_test")


def test_marching_is_led_in_words_that_fit(steps: Steps) -> None:
    (step,) = steps(planned("march_in_place", "cardio", Dose(minutes=10, effort=(2, 3))))
    assert [one.id for one in step.phases] == ["warm_up", "work", "cool_down"]
    assert step.phases[0].say == step.phases[2].say


def test_effort_is_asked_only_where_progression_uses_it(script_of: ScriptOf) -> None:
    for step in script_of(level=1).steps:
        if step.slot in ("warm_up", "mobility") or step.slot.startswith("stretch"):
            assert step.asks == ("pain",)
        elif step.kind == "exercise":
            assert step.asks == ("pain", "effort", "reps_left")
        else:
            assert step.asks == ()


def test_the_easier_version_is_less_and_can_be_done_from_the_same_place(script_of: ScriptOf) -> None:
    for level in range(4):
        for flags in ((), ("PREG_T2T3",), ("FLOOR_UNABLE",), ("KNEE_KNEEL",), ("OSTEOPOROSIS", "HTN")):
            for step in script_of(level=level, flags=frozenset(flags)).steps:
                if step.kind == "transition":
                    continue
                easier = step.easier
                assert easier is not None
                assert easier.easier is None
                assert (easier.slot, easier.kind) == (step.slot, step.kind)
                assert (easier.position in FLOOR_POSITIONS) == (step.position in FLOOR_POSITIONS)
                for name in ("sets", "reps", "minutes"):
                    assert getattr(easier.dose, name) <= getattr(step.dose, name)
                assert step_seconds(easier) < step_seconds(step) or easier.exercise_id != step.exercise_id


def test_somebody_pregnant_is_never_led_onto_the_back_not_even_by_the_easier_version(script_of: ScriptOf) -> None:
    lying = {"supine", "supine_hooklying", "supine_tabletop", "supine_one_knee_bent", "prone", "prone_elbow"}
    for level in range(4):
        for step in script_of(level=level, flags=frozenset({"PREG", "PREG_T2T3"})).steps:
            assert step.position not in lying
            assert step.easier is None or step.easier.position not in lying


def test_cautions_of_the_persons_flags_are_said(script_of: ScriptOf, catalogue: Catalogue) -> None:
    curl_up = next(one for one in script_of(flags=frozenset({"NECK"})).steps if one.slot == "abdominal")
    assert catalogue.caution(catalogue["curl_up_reach"], "NECK") in curl_up.cautions


def test_time_counts_sets_sides_rests_words_and_questions(steps: Steps) -> None:
    (step,) = (one for one in steps(FOURS) if one.kind == "exercise")
    once = sum(phase.duration_s for phase in step.phases)
    moving = 2 * 2 * 8 * once
    assert step_seconds(step) >= moving + 60 + 15
    assert step_seconds(step) <= moving + 60 + 150


def test_whole_minutes_are_rounded_up(steps: Steps) -> None:
    found = steps(planned("walk", "cardio", Dose(minutes=10, effort=(2, 3))))
    assert session_minutes(found) == 11
    assert session_minutes(()) == 0


def test_who_is_to_do_it_in_another_form_is_shown_that_form(steps: Steps) -> None:
    dose = Dose(sets=1, reps=4, hold_s=8, rest_s=30)
    plank = replace(planned("forearm_plank", "abdominal", dose), modify=("EXT_INTOL",))
    brace = planned("abdominal_brace", "abdominal", dose, position="seated")
    forms = {one.exercise_id: one.variant for one in steps(plank, brace, BACK) if one.kind == "exercise"}
    assert forms == {"forearm_plank": "from_knees", "abdominal_brace": "seated", "bridge": ""}
    assert all("knees only" in " ".join(one.cautions) for one in steps(plank) if one.exercise_id == "forearm_plank")
