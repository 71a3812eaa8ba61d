"""How far points wander is measured from the lengths of limbs, whatever the person does."""

import pytest
from drawn_body import film
from wandering import wandering

from steadyback.coaching.wander import LASTS_S, Wander, left_of_mean, moved
from steadyback.exercises import load_catalogue
from steadyback.pose import Landmark, LandmarkFrame


def measured_px(frames: list[LandmarkFrame]) -> float:
    wander = Wander()
    for frame in frames:
        wander.push(frame)
    return wander.px


@pytest.mark.parametrize("name", ["bridge", "standing_hip_abduction"])
def test_points_that_keep_their_places_do_not_wander_however_the_person_moves(name: str) -> None:
    assert measured_px(film(load_catalogue()[name])) < 0.1


@pytest.mark.parametrize("by_px", [2.0, 6.0])
def test_it_is_measured_as_it_is(by_px: float) -> None:
    frames = film(load_catalogue()["bridge"])
    assert measured_px(wandering(frames, by_px)) == pytest.approx(by_px, rel=0.25)


def test_nothing_is_said_before_enough_was_seen() -> None:
    assert measured_px(wandering(film(load_catalogue()["bridge"])[:15], 6.0)) == 0.0


def test_a_gap_in_time_is_not_compared_over() -> None:
    frames = film(load_catalogue()["bridge"])[:60]
    wander = Wander()
    for at in range(0, 60, 13):  # Nearly half a second apart: too far for two short steps.
        wander.push(frames[at])
    assert wander.px == 0.0


def test_the_mean_over_a_longer_time_has_less_of_the_error() -> None:
    shares = [left_of_mean(span_s) for span_s in (0.0, 0.1, LASTS_S, 1.0, 2.5)]
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == pytest.approx(0.46, abs=0.02)


def test_one_point_is_moved_and_no_other() -> None:
    frame = film(load_catalogue()["bridge"])[0]
    other = moved(frame, Landmark.LEFT_KNEE, 3.0, -2.0)
    x, y = frame.point_px(Landmark.LEFT_KNEE)
    assert other.point_px(Landmark.LEFT_KNEE) == pytest.approx((x + 3, y - 2))
    assert other.point_px(Landmark.LEFT_HIP) == frame.point_px(Landmark.LEFT_HIP)
