from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from steadyback.exercises import FLOOR_POSITIONS, Catalogue
from steadyback.programme.screening import NOT_EXAMINED_FLAG
from steadyback.programme.strength_session import ALWAYS_STRETCHED, STRENGTH_SLOTS
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.plan import Dose, PlannedSession, Preferences
from steadyback.records.screening import Baseline

SessionOf = Callable[..., PlannedSession]
SORE = Baseline(pain_average=8, pain_rest=6, settle_h=30)


def by_slot(session: PlannedSession) -> dict[str, str]:
    return {one.slot: one.exercise_id for one in session.exercises}


def test_the_session_of_the_article_exercise_by_exercise_and_dose_by_dose(session_of: SessionOf) -> None:
    session = session_of(level=1)
    assert [(one.exercise_id, one.slot) for one in session.exercises] == [
        ("march_in_place", "warm_up"),
        ("sit_to_stand", "functional"),
        ("cat_camel", "mobility"),
        ("curl_up_reach", "abdominal"),
        ("quadruped_hip_extension", "buttock"),
        ("side_lying_hip_abduction", "hip_lateral"),
        ("bridge", "back"),
        ("figure4_supine", "stretch_buttock"),
        ("hamstring_supine", "stretch_hamstring"),
    ]
    doses = {one.exercise_id: one.dose for one in session.exercises}
    assert doses["curl_up_reach"] == Dose(sets=1, reps=8, hold_s=3, rest_s=60)
    assert doses["quadruped_hip_extension"] == Dose(sets=1, reps=8, hold_s=2, rest_s=60)
    assert doses["side_lying_hip_abduction"] == Dose(sets=1, reps=8, hold_s=2, rest_s=60)
    assert doses["figure4_supine"] == Dose(sets=1, reps=2, hold_s=20, rest_s=10)
    assert doses["hamstring_supine"] == Dose(sets=1, reps=2, hold_s=20, rest_s=10)
    assert session.minutes <= 30


def test_the_article_stays_first_at_levels_one_to_three(session_of: SessionOf) -> None:
    for level in (1, 2, 3):
        chosen = by_slot(session_of(level=level, preferences=Preferences(session_minutes=90)))
        assert chosen["abdominal"] == "curl_up_reach"
        assert chosen["buttock"] == "quadruped_hip_extension"
        assert chosen["hip_lateral"] == "side_lying_hip_abduction"
        assert chosen["stretch_buttock"] == "figure4_supine"
        assert chosen["stretch_hamstring"] == "hamstring_supine"


def test_every_slot_is_filled_at_level_zero(session_of: SessionOf, catalogue: Catalogue) -> None:
    session = session_of(level=0, baseline=SORE)
    assert set(STRENGTH_SLOTS) | set(ALWAYS_STRETCHED) <= set(by_slot(session))
    assert "functional" not in by_slot(session)
    assert all(catalogue[one.exercise_id].tier == 0 for one in session.exercises)


def test_every_exercise_says_why_it_is_there(session_of: SessionOf) -> None:
    for one in session_of(level=2, flags=frozenset({"OSTEOPOROSIS"})).exercises:
        assert one.reasons[0].rule.startswith("PL-05.")


def test_what_replaces_an_exercise_of_the_article_names_it_and_why(session_of: SessionOf) -> None:
    session = session_of(flags=frozenset({"OSTEOPOROSIS"}))
    brace = next(one for one in session.exercises if one.slot == "abdominal")
    assert brace.exercise_id == "abdominal_brace"
    assert [(out.exercise_id, out.reasons[0].values) for out in brace.replaces] == [
        ("curl_up_reach", {"flag": "OSTEOPOROSIS"})
    ]


def test_every_exercise_of_the_article_is_used_or_its_absence_explained(
    session_of: SessionOf, catalogue: Catalogue
) -> None:
    article = {one.id for one in catalogue if one.origin == "article" and "cardio" not in one.slots}
    for flags in ((), ("FLOOR_UNABLE",), ("PREG_T2T3",), ("KNEE_KNEEL", "HIP_REPLACEMENT"), (NOT_EXAMINED_FLAG,)):
        for level in range(4):
            session = session_of(level=level, flags=frozenset(flags))
            there = {one.exercise_id for one in session.exercises}
            out = {one.exercise_id: one.reasons for one in session.left_out}
            assert article <= there | out.keys()
            assert all(out[one] for one in article - there)


def test_standing_work_comes_first_then_the_floor_then_the_way_up(session_of: SessionOf, catalogue: Catalogue) -> None:
    for flags in ((), ("PREG_T2T3",), ("KNEE_KNEEL",), ("HIP_REPLACEMENT",), ("OSTEOPOROSIS",)):
        for level in range(4):
            session = session_of(level=level, flags=frozenset(flags))
            floor = [one.position in FLOOR_POSITIONS for one in session.exercises]
            first, last = floor.index(True), len(floor) - floor[::-1].index(True)
            assert all(floor[first:last]), "one way down and one way up"
            after = [one.slot for one in session.exercises[last:]]
            assert all(slot.startswith("stretch") for slot in after)


def test_over_the_wanted_length_the_functional_slot_goes_first_then_second_sets_never_a_stretch(
    session_of: SessionOf,
) -> None:
    long = session_of(level=2, preferences=Preferences(session_minutes=90))
    short = session_of(level=2, preferences=Preferences(session_minutes=15))
    assert "functional" in by_slot(long)
    assert "functional" not in by_slot(short)
    assert all(one.dose.sets <= 1 for one in short.exercises)
    assert set(ALWAYS_STRETCHED) <= set(by_slot(short))
    cuts = [out.reasons[0].values["cut"] for out in short.left_out if out.reasons[0].rule == "PL-05.time"]
    assert cuts == ["slot", "set", "set", "set", "set"]


def test_nothing_is_cut_when_it_fits(session_of: SessionOf) -> None:
    session = session_of(level=3, preferences=Preferences(session_minutes=90))
    assert not [out for out in session.left_out if out.reasons[0].rule == "PL-05.time"]


def test_a_leg_that_nobody_examined_leaves_brace_and_hip_work(session_of: SessionOf) -> None:
    session = session_of(level=1, flags=frozenset({NOT_EXAMINED_FLAG, "RADIC_STABLE"}))
    assert by_slot(session) == {
        "warm_up": "walk",
        "abdominal": "abdominal_brace",
        "hip_lateral": "side_lying_hip_abduction",
    }
    assert {out.slot for out in session.left_out if out.reasons[0].rule == "K08"} >= {
        "buttock",
        "back",
        *ALWAYS_STRETCHED,
    }


def test_without_a_position_for_marching_or_walking_there_is_no_warm_up(session_of: SessionOf) -> None:
    session = session_of(preferences=Preferences(positions_avoided=frozenset({"standing"})))
    assert "warm_up" not in by_slot(session)
    biking = Preferences(positions_avoided=frozenset({"standing"}), cardio_kind="bike")
    assert by_slot(session_of(preferences=biking))["warm_up"] == "bike"


def test_nothing_left_means_no_session(week: Any, catalogue: Catalogue) -> None:
    plan = week(limits=ClearanceLimits(excluded_exercises=frozenset(catalogue.ids)))
    assert all(not day.sessions for day in plan.days)


USER_FLAGS = (
    "FLEX_INTOL", "EXT_INTOL", "OSTEOPOROSIS", "VERT_FX", "PREG_T2T3", "POSTPARTUM_EARLY", "DIASTASIS",
    "ABDO_SURGERY_RECENT", "SPINE_SURG_PAST", "SPINE_FUSION_RECENT", "HIP_REPLACEMENT", "KNEE_KNEEL", "KNEE_LOAD",
    "SHOULDER", "WRIST", "NECK", "BALANCE", "HTN", "CVD", "RADIC_STABLE", "STENOSIS", "SPONDYLOLISTHESIS", "GLAUCOMA",
    "VERTIGO", "REFLUX", "SEIZURE", "SKIN_WOUND", "FLOOR_UNABLE",
)  # fmt: skip


@pytest.mark.parametrize(("level", "sore"), [(1, False), (0, True)])
def test_every_one_to_three_flags_leave_an_option_in_each_slot(
    session_of: SessionOf, catalogue: Catalogue, level: int, sore: bool
) -> None:
    wanted = {*STRENGTH_SLOTS, *ALWAYS_STRETCHED}
    for size in (1, 2, 3):
        for flags in combinations(USER_FLAGS, size):
            options: dict[str, Any] = {"baseline": SORE} if sore else {}
            session = session_of(level=level, flags=frozenset(flags), **options)
            chosen = by_slot(session)
            assert wanted <= chosen.keys(), flags
            assert len(set(chosen.values())) == len(chosen), "no exercise fills two slots"
            for exercise_id in chosen.values():
                assert not catalogue[exercise_id].contra_flags & set(flags), "P11"
                assert catalogue[exercise_id].tier <= level
