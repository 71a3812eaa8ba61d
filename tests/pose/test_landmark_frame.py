import math

import pytest

from steadyback.pose import BONES, LANDMARK_COUNT, Landmark, LandmarkFrame, opposite


def rows(x: float = 0.5, y: float = 0.25) -> list[tuple[float, float, float, float]]:
    return [(x, y, -0.1, 0.9)] * LANDMARK_COUNT


def test_points_come_out_in_pixels_of_the_shown_picture() -> None:
    frame = LandmarkFrame.from_points(1.5, (640, 360), rows())
    assert frame.point_px(Landmark.LEFT_HIP) == (320.0, 90.0)
    assert frame.z(Landmark.LEFT_HIP) == pytest.approx(-0.1)
    assert frame.visibility(Landmark.NOSE) == pytest.approx(0.9)


def test_a_picture_without_a_person_says_so() -> None:
    frame = LandmarkFrame.nobody(0.0, 640, 360)
    assert not frame.has_person
    assert frame.is_finite


@pytest.mark.parametrize(
    ("x", "margin", "inside"),
    [(0.0, 0.0, True), (1.0, 0.0, True), (1.01, 0.0, False), (1.01, 0.02, True), (-0.03, 0.02, False)],
)
def test_inside_means_within_the_picture_and_its_margin(x: float, margin: float, inside: bool) -> None:
    assert LandmarkFrame.from_points(0.0, (100, 100), rows(x=x)).are_inside([Landmark.NOSE], margin) is inside


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_cannot_be_reckoned_with_are_recognised(bad: float) -> None:
    assert not LandmarkFrame.from_points(0.0, (100, 100), rows(x=bad)).is_finite
    assert not LandmarkFrame.from_points(bad, (100, 100), rows()).is_finite


@pytest.mark.parametrize(
    ("points", "size", "said"),
    [(rows()[:32], (10, 10), "132 values"), (rows(), (0, 10), "has a size"), (rows(), (10, -1), "has a size")],
)
def test_a_frame_of_the_wrong_size_is_refused(
    points: list[tuple[float, float, float, float]], size: tuple[int, int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        LandmarkFrame.from_points(0.0, size, points)


def test_world_landmarks_need_picture_landmarks() -> None:
    with pytest.raises(ValueError, match="beside"):
        LandmarkFrame.from_points(0.0, (10, 10), [], [(0.0, 0.0, 0.0)] * LANDMARK_COUNT)
    with pytest.raises(ValueError, match="99 values"):
        LandmarkFrame.from_points(0.0, (10, 10), rows(), [(0.0, 0.0, 0.0)] * 3)


def test_people_seen_fits_the_values() -> None:
    with pytest.raises(ValueError, match="people seen"):
        LandmarkFrame(0.0, 10, 10, people_seen=1)


@pytest.mark.parametrize("landmark", list(Landmark), ids=lambda landmark: landmark.name)
def test_the_opposite_of_the_opposite_is_the_landmark_itself(landmark: Landmark) -> None:
    assert opposite(opposite(landmark)) is landmark
    assert (opposite(landmark) is landmark) == (landmark is Landmark.NOSE)


def test_bones_are_the_same_on_both_sides() -> None:
    bones = {frozenset(bone) for bone in BONES}
    assert {frozenset(map(opposite, bone)) for bone in bones} == bones
    assert len(bones) == len(BONES)
