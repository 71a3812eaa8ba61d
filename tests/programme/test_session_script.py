import json
from collections.abc import Callable, Set
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.exercises import Catalogue, load_catalogue, load_transitions
from steadyback.programme.exercise_choice import Person
from steadyback.programme.session_script import NoSessionError, build_script
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import PlannedSession, Preferences, WeeklyPlan
from steadyback.records.session import PainOutcome, SessionScript, StartOutcome, StopAnswer

ScriptOf = Callable[..., SessionScript]


def exercises(script: SessionScript) -> dict[str, str]:
    return {step.slot: step.exercise_id for step in script.steps if step.kind != "transition"}


def test_the_script_of_the_article_at_level_one(script_of: ScriptOf) -> None:
    script = script_of(level=1)
    assert [step.exercise_id or step.name for step in script.steps] == [
        "march_in_place",
        "sit_to_stand",
        "down_to_floor",
        "cat_camel",
        "curl_up_reach",
        "quadruped_hip_extension",
        "side_lying_hip_abduction",
        "bridge",
        "figure4_supine",
        "hamstring_supine",
        "up_from_floor",
    ]
    assert (script.kind, script.start, script.pain_limit, script.max_stops) == ("strength", StartOutcome.GO, 3, 2)
    assert script.minutes <= 30


def test_the_walk_of_the_article_at_level_one(script_of: ScriptOf) -> None:
    (step,) = script_of(kind="cardio", level=1).steps
    assert step.exercise_id == "walk"
    assert sum(phase.duration_s for phase in step.phases) == 20 * 60


def test_the_tables_are_whole(script_of: ScriptOf) -> None:
    script = script_of(pain_before=3)
    assert len(script.pain_table) == 11
    assert set(script.stop_table) == set(StopAnswer) - {StopAnswer.MORE_PAIN}
    assert set(script.fall_table) == {"yes", "no", "unsure"}
    assert script.pain_table[5].outcome is PainOutcome.STOP_EXERCISE


def test_a_clinicians_pain_limit_tightens_the_table(script_of: ScriptOf) -> None:
    script = script_of(pain_before=4, limits=ClearanceLimits(pain_limit=3))
    assert script.pain_limit == 3
    assert script.pain_table[4].outcome is PainOutcome.STOP_EXERCISE


def test_monitored_mode_is_kept_in_the_table(script_of: ScriptOf) -> None:
    assert script_of(pain_mode="monitored").pain_limit == 5


@pytest.mark.parametrize("start", [one for one in StartOutcome if one.value not in ("GO", "GENTLE")])
def test_p1_without_go_there_is_no_session(script_of: ScriptOf, start: StartOutcome) -> None:
    with pytest.raises(NoSessionError, match=start.value):
        script_of(start=start)


@pytest.mark.parametrize("pain", [-1, 11])
def test_an_impossible_pain_starts_nothing(script_of: ScriptOf, pain: int) -> None:
    with pytest.raises(NoSessionError, match="pain before"):
        script_of(pain_before=pain)


def test_a_gentle_session_is_tier_0_once_through(script_of: ScriptOf, catalogue: Catalogue) -> None:
    script = script_of(level=3, start=StartOutcome.GENTLE, pain_before=6)
    assert script.pain_limit == 6
    for step in script.steps:
        if step.kind == "exercise":
            assert catalogue[step.exercise_id].tier == 0
            assert step.dose.sets == 1
    assert {"stretch_buttock", "stretch_hamstring"} <= exercises(script).keys()


def test_a_gentle_cardio_session_is_a_short_walk(script_of: ScriptOf) -> None:
    script = script_of(
        kind="cardio", level=3, start=StartOutcome.GENTLE, pain_before=7, preferences=Preferences(cardio_kind="bike")
    )
    (step,) = script.steps
    assert (step.exercise_id, step.dose.minutes, step.dose.effort) == ("walk", 10, (2, 3))


def test_high_pain_makes_it_gentle_whatever_was_decided(script_of: ScriptOf) -> None:
    assert script_of(level=2, pain_before=6).start is StartOutcome.GENTLE


def test_what_is_no_longer_right_today_is_replaced_and_said(script_of: ScriptOf) -> None:
    script = script_of(level=1, flags_today=frozenset({"PREG", "PREG_T2T3"}))
    assert exercises(script)["abdominal"] == "abdominal_brace"
    assert exercises(script)["stretch_buttock"] == "figure4_seated"
    left = {reason.values.get("left_out") for reason in script.reasons}
    assert {"curl_up_reach", "bridge", "figure4_supine", "hamstring_supine"} <= left


def test_what_has_no_replacement_is_left_out(session_of: Any, catalogue: Catalogue) -> None:
    keep = {"bridge"}
    script = script_with(session_of(level=1), catalogue, frozenset(catalogue.ids) - keep)
    assert exercises(script) == {"back": "bridge"}


def test_nothing_left_is_said_plainly(session_of: Any, catalogue: Catalogue) -> None:
    with pytest.raises(NoSessionError, match="nothing of it is right"):
        script_with(session_of(level=1), catalogue, frozenset(catalogue.ids))


def script_with(planned: PlannedSession, catalogue: Catalogue, excluded: frozenset[str]) -> SessionScript:
    return build_script(
        planned,
        start=StartOutcome.GO,
        pain_before=2,
        pain_mode="brief_strict",
        preferences=Preferences(),
        limits=ClearanceLimits(excluded_exercises=excluded),
        flags=frozenset(),
        catalogue=catalogue,
        transitions=load_transitions(),
    )


CATALOGUE = load_catalogue()
FLAGS = st.frozensets(st.sampled_from(list(CATALOGUE.flags)), max_size=5)


@settings(max_examples=80, deadline=None)
@given(FLAGS, FLAGS, st.integers(0, 3), st.integers(0, 7), st.sampled_from(["strength", "cardio"]))
def test_p11_p13_any_session_respects_todays_flags(
    script_of: ScriptOf, planned_with: Any, today: Any, level: int, pain: int, kind: str
) -> None:
    options = {"kind": kind, "level": level, "flags": planned_with, "flags_today": today, "pain_before": pain}
    try:
        script = script_of(**options)
    except (NoSessionError, StopIteration):
        return
    assert json.dumps(to_json(script)) == json.dumps(to_json(script_of(**options)))
    assert from_json(SessionScript, json.loads(json.dumps(to_json(script)))) == script
    for step in script.steps:
        for version in (step, step.easier):
            if version is not None and version.exercise_id:
                assert not CATALOGUE[version.exercise_id].contra_flags & (today | {"NO_CLINICIAN_OK"})
    moves = [step.name for step in script.steps if step.kind == "transition"]
    assert moves in ([], ["down_to_floor", "up_from_floor"])


def test_the_highest_level_of_the_specialist_narrows_a_session_that_was_planned_before(
    week: Callable[..., WeeklyPlan], catalogue: Catalogue
) -> None:
    plan = week(level=3)
    script = build_script(
        next(one for day in plan.days for one in day.sessions if one.kind == "strength"),
        start=StartOutcome.GO,
        pain_before=1,
        pain_mode="brief_strict",
        preferences=Preferences(),
        limits=ClearanceLimits(highest_level=0),
        flags=plan.flags,
        catalogue=catalogue,
        transitions=load_transitions(),
    )
    done = [one for step in script.steps for one in (step, step.easier) if one is not None and one.exercise_id]
    assert done
    assert {catalogue[one.exercise_id].tier for one in done} == {0}


def test_the_easier_exercise_says_what_this_person_has_to_mind(script_of: ScriptOf, catalogue: Catalogue) -> None:
    script = script_of(level=1, flags=frozenset({"VERT_FX"}))
    checked = 0
    for step in script.steps:
        if step.easier is None or step.easier.exercise_id == step.exercise_id:
            continue
        sentence = catalogue.caution(catalogue[step.easier.exercise_id], "VERT_FX")
        checked += sentence is not None
        assert sentence is None or sentence in step.easier.cautions
    assert checked


_FLAGS = ("KNEE_KNEEL", "PREG_T2T3", "WRIST", "FLOOR_UNABLE")
_AVOIDED = (
    frozenset(),
    frozenset({"quadruped", "kneeling_flexed", "half_kneeling"}),
    frozenset({"side_lying", "side_lying_elbow"}),
    frozenset({"prone", "prone_elbow"}),
)


def _joined(names: Set[str]) -> str:
    return "+".join(sorted(names)) or "none"


@pytest.mark.parametrize("flags", [set(some) for n in range(5) for some in combinations(_FLAGS, n)], ids=_joined)
@pytest.mark.parametrize("avoided", _AVOIDED, ids=_joined)
@pytest.mark.parametrize(
    "limits", [None, ClearanceLimits(excluded_positions=frozenset({"quadruped"}))], ids=["no limits", "no quadruped"]
)
@pytest.mark.parametrize("start", [StartOutcome.GO, StartOutcome.GENTLE])
def test_no_way_to_the_floor_leads_through_a_position_that_is_ruled_out(
    script_of: ScriptOf,
    flags: set[str],
    avoided: frozenset[str],
    limits: ClearanceLimits | None,
    start: StartOutcome,
) -> None:
    ruled_out = Person(frozenset(flags), limits or ClearanceLimits(), avoided, 4).positions_ruled_out
    if ruled_out & {"half_kneeling", "kneeling_flexed"}:
        ruled_out |= {"kneeling"}
    for level in (0, 2):
        try:
            script = script_of(
                level=level,
                flags=frozenset(flags),
                preferences=Preferences(positions_avoided=avoided),
                limits=limits,
                start=start,
            )
        except StopIteration:  # nothing of strength is left for this person
            continue
        for step in script.steps:
            assert not ruled_out.intersection((step.position, *step.line_positions)), step.name
            if step.kind == "transition":
                assert step.lines
                assert not ({"kneeling", "half_kneeling"} & ruled_out and "kneel" in " ".join(step.lines))


def test_who_cannot_kneel_goes_down_their_own_way_and_others_are_guided(script_of: ScriptOf) -> None:
    def ways(flags: set[str]) -> list[str]:
        steps = script_of(level=1, flags=frozenset(flags)).steps
        return [" ".join(step.lines) for step in steps if step.kind == "transition"]

    assert all("the way you usually do" in said for said in ways({"KNEE_KNEEL"}))
    assert len(ways({"KNEE_KNEEL"})) == 2
    assert not any("the way you usually do" in said for said in ways(set()))
