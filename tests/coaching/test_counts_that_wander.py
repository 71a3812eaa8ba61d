"""Counts stay as they are where the points of the camera wander, and nothing is counted of wandering alone."""

import math

import pytest
from drawn_body import film
from wandering import wandering

from steadyback.coaching import Engine, Repetition
from steadyback.coaching.counter import LONGEST_BLUR_S, blur_of
from steadyback.coaching.excursion import ExcursionFinder
from steadyback.coaching.posture import Posture
from steadyback.exercises import load_catalogue
from steadyback.kinematics import NearSide, Trunk
from steadyback.kinematics.smoothing import WINDOW_S
from steadyback.pose import Landmark


@pytest.mark.parametrize(("name", "seed"), [("superman_full", 3), ("standing_hip_extension", 1), ("mcgill_curl_up", 2)])
def test_three_small_movements_are_three(name: str, seed: int) -> None:
    exercise = load_catalogue()[name]
    events = Engine.replay(exercise, wandering(film(exercise), 4.0, seed))
    assert sum(isinstance(event, Repetition) and event.complete for event in events) == 3


@pytest.mark.parametrize(("swing_deg", "found"), [(0.0, 5), (9.0, 0)])
def test_what_an_angle_swings_by_is_no_movement(swing_deg: float, found: int) -> None:
    finder = ExcursionFinder(travel_deg=15.0)
    finder.disregard(swing_deg)
    pushed = [finder.push(at / 30, 4 * math.sin(at / 30 * math.pi)) for at in range(360)]
    assert sum(excursion is not None for excursion in pushed) == found


def test_a_steady_picture_is_smoothed_as_usual_and_one_that_wanders_for_longer_but_not_for_ever() -> None:
    assert blur_of(0.0, counted_deg=10.0) == (WINDOW_S, 0.0)
    assert WINDOW_S < blur_of(3.0, counted_deg=10.0)[0] < LONGEST_BLUR_S
    assert blur_of(50.0, counted_deg=10.0)[0] == pytest.approx(LONGEST_BLUR_S)


def test_what_turns_out_to_be_an_error_was_no_movement() -> None:
    finder = ExcursionFinder(travel_deg=20.0)
    for at, angle_deg in enumerate((0.0, 4.0, 11.0)):
        finder.push(at / 10, angle_deg)
    assert finder.is_away
    finder.disregard(12.0)
    assert not finder.is_away


def test_a_posture_has_room_for_what_points_are_off_by() -> None:
    exercise = load_catalogue()["prone_hip_extension"]
    frame = film(exercise)[0]
    values = list(frame.values)
    for knee in (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE):
        values[4 * knee + 1] += 0.34 * Trunk.of(frame).torso_px / frame.height_px
    lower = type(frame)(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), 1)
    posture, trunk, near = Posture(exercise), Trunk.of(lower), NearSide().update(lower)
    assert not posture.fits(lower, trunk, near)
    assert posture.fits(lower, trunk, near, wander_px=0.03 * trunk.torso_px)
