from itertools import pairwise

import pytest

from steadyback.exercises import CardioDosage, Catalogue
from steadyback.programme.dosing import at_most, dose_for, halved
from steadyback.records.plan import Dose


@pytest.mark.parametrize(
    ("exercise_id", "slot", "level", "expected"),
    [
        ("walk", "cardio", 0, Dose(minutes=10, effort=(2, 3))),
        ("walk", "cardio", 1, Dose(minutes=20, effort=(3, 4))),
        ("bike", "cardio", 2, Dose(minutes=25, effort=(4, 5))),
        ("swim", "cardio", 3, Dose(minutes=30, effort=(4, 6))),
        ("march_in_place", "warm_up", 3, Dose(minutes=3, effort=(2, 3))),
        ("curl_up_reach", "abdominal", 1, Dose(sets=1, reps=8, hold_s=3, rest_s=60)),
        ("curl_up_reach", "abdominal", 3, Dose(sets=2, reps=10, hold_s=3, rest_s=60)),
        ("standing_hip_abduction", "hip_lateral", 0, Dose(sets=1, reps=6, hold_s=1, rest_s=45)),
        ("forearm_plank", "abdominal", 3, Dose(sets=2, reps=6, hold_s=8, rest_s=60 - 30)),
        ("mcgill_curl_up", "abdominal", 2, Dose(sets=2, reps=4, hold_s=5, rest_s=30)),
        ("figure4_supine", "stretch_buttock", 1, Dose(sets=1, reps=2, hold_s=20, rest_s=10)),
        ("hamstring_supine", "stretch_hamstring", 0, Dose(sets=1, reps=2, hold_s=10, rest_s=10)),
        ("hamstring_supine", "stretch_hamstring", 3, Dose(sets=1, reps=2, hold_s=30, rest_s=10)),
        ("cat_camel", "mobility", 3, Dose(sets=1, reps=6, hold_s=0, rest_s=30)),
    ],
)
def test_the_dose_of_a_level(catalogue: Catalogue, exercise_id: str, slot: str, level: int, expected: Dose) -> None:
    assert dose_for(catalogue[exercise_id], slot, level) == expected


def test_the_exercises_own_ranges_always_win_and_holds_stay_short(catalogue: Catalogue) -> None:
    for exercise in catalogue:
        for level in range(4):
            for slot in exercise.slots:
                dose = dose_for(exercise, slot, level)
                own = exercise.dosage
                if isinstance(own, CardioDosage):
                    assert own.minutes_range[0] <= dose.minutes <= own.minutes_range[1]
                    continue
                assert own.sets_range[0] <= dose.sets <= own.sets_range[1]
                halves = 2 if exercise.sides_note else 1
                assert own.reps_range[0] <= dose.reps * halves <= own.reps_range[1] + halves - 1
                assert dose.hold_s <= own.hold_range_s[1]
                if not slot.startswith("stretch"):
                    assert dose.hold_s <= 10


def test_a_higher_level_never_asks_for_less(catalogue: Catalogue) -> None:
    for exercise in catalogue:
        for slot in exercise.slots:
            doses = [dose_for(exercise, slot, level) for level in range(4)]
            for low, high in pairwise(doses):
                for name in ("sets", "reps", "hold_s", "minutes"):
                    assert getattr(low, name) <= getattr(high, name)


def test_heart_disease_keeps_the_effort_moderate_and_high_blood_pressure_the_holds_short(catalogue: Catalogue) -> None:
    assert dose_for(catalogue["walk"], "cardio", 3, frozenset({"CVD"})).effort == (4, 4)
    assert dose_for(catalogue["forearm_plank"], "abdominal", 3, frozenset({"HTN"})).hold_s == 5


def test_at_most_is_nowhere_more() -> None:
    less = at_most(Dose(sets=2, reps=5, hold_s=8, rest_s=30), Dose(sets=1, reps=8, hold_s=3, rest_s=60))
    assert less == Dose(sets=1, reps=5, hold_s=3, rest_s=60)


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        (Dose(sets=2, reps=8, hold_s=3, rest_s=60), Dose(sets=1, reps=4, hold_s=3, rest_s=60)),
        (Dose(sets=1, reps=2, hold_s=20, rest_s=10), Dose(sets=1, reps=1, hold_s=10, rest_s=10)),
        (Dose(sets=1, reps=1, hold_s=3), Dose(sets=1, reps=1, hold_s=3)),
        (Dose(minutes=20, effort=(3, 4)), Dose(minutes=10, effort=(3, 4))),
    ],
)
def test_half_of_it(dose: Dose, expected: Dose) -> None:
    assert halved(dose) == expected


def test_at_most_takes_the_lower_effort() -> None:
    assert at_most(Dose(minutes=10, effort=(3, 4)), Dose(minutes=10, effort=(2, 3))).effort == (2, 3)
    assert at_most(Dose(minutes=10, effort=(3, 4)), Dose(minutes=10)).effort == (3, 4)
