"""Hand-computed cases: points are pixels right and down in a picture of 200x100, so the aspect matters."""

import math

import pytest

from steadyback.kinematics import AngleDefinitionError, AngleMeter, Side, Trunk, load_definitions
from steadyback.kinematics.definitions import parse_definition
from steadyback.pose import Landmark, LandmarkFrame

SIZE = (200, 100)


def frame(places: dict[str, tuple[float, float]], size: tuple[int, int] = SIZE) -> LandmarkFrame:
    rows = [(0.0, 0.0, 0.0, 1.0)] * 33
    for name, (x, y) in places.items():
        rows[Landmark[name]] = (x / SIZE[0], y / SIZE[1], 0.0, 1.0)
    return LandmarkFrame.from_points(0.0, size, rows)


def both(**places: tuple[float, float]) -> dict[str, tuple[float, float]]:
    return {f"{side}_{name.upper()}": place for side in ("LEFT", "RIGHT") for name, place in places.items()}


def angle(name: str, places: dict[str, tuple[float, float]], near: Side = "left", side: Side = "left") -> float | None:
    return AngleMeter.of(name, side).measure(frame(places), near)


SUPINE = both(shoulder=(150, 80), hip=(100, 80))


@pytest.mark.parametrize(
    ("knee", "expected"),
    [((50, 80), 0), ((100, 30), 90), ((65, 45), 45), ((135, 45), 135), ((50, 90), -math.degrees(math.atan(0.2)))],
)
def test_hip_bending_is_positive_towards_the_front_of_the_body(knee: tuple[float, float], expected: float) -> None:
    places = SUPINE | both(knee=knee)
    assert angle("hip_flex", places) == pytest.approx(expected, abs=1e-4)
    mirrored = {name: (200 - x, y) for name, (x, y) in places.items()}
    assert angle("hip_flex", mirrored, near="right") == pytest.approx(expected, abs=1e-4)


def test_on_all_fours_the_front_is_below() -> None:
    places = both(shoulder=(150, 40), hip=(100, 40), knee=(100, 90))
    assert angle("hip_flex", places, near="right") == pytest.approx(90, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "places", "expected"),
    [
        ("knee_flex", both(hip=(50, 50), knee=(100, 50), ankle=(150, 50)), 0),
        ("knee_flex", both(hip=(50, 50), knee=(100, 50), ankle=(100, 90)), 90),
        ("elbow_flex", both(shoulder=(50, 50), elbow=(80, 50), wrist=(50, 80)), 135),
        ("shoulder_flex", both(hip=(50, 90), shoulder=(50, 50), elbow=(80, 50)), 90),
        ("shoulder_flex", both(hip=(50, 90), shoulder=(50, 50), elbow=(50, 20)), 180),
        ("trunk_incl", both(hip=(100, 80), shoulder=(150, 80)), 0),
        ("trunk_incl", both(hip=(100, 80), shoulder=(140, 40)), 45),
        ("trunk_incl", both(hip=(100, 40), shoulder=(140, 80)), -45),
        ("foot_incl", both(heel=(100, 80), foot_index=(120, 60)), 45),
        ("foot_incl", both(heel=(100, 60), foot_index=(120, 80)), -45),
        ("body_line", both(shoulder=(150, 50), hip=(100, 50), ankle=(50, 50)), 0),
        ("body_line", both(shoulder=(150, 50), hip=(100, 60), ankle=(50, 50)), -2 * math.degrees(math.atan(0.2))),
        ("body_line", both(shoulder=(150, 50), hip=(100, 40), ankle=(50, 50)), 2 * math.degrees(math.atan(0.2))),
        ("body_line_knees", both(shoulder=(150, 50), hip=(100, 60), knee=(50, 50)), -2 * math.degrees(math.atan(0.2))),
        ("knee_roll", both(hip=(100, 80), knee=(100, 40)), 0),
        ("knee_roll", both(hip=(100, 80), knee=(140, 40)), 45),
        ("trunk_lat_lean", both(hip=(100, 80), shoulder=(80, 60)), 45),
    ],
)
def test_angles_computed_by_hand(name: str, places: dict[str, tuple[float, float]], expected: float) -> None:
    assert angle(name, places) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("shoulder", "near", "expected"),
    [((100, 40), "left", 90), ((60, 40), "left", 45), ((140, 40), "left", 135), ((140, 40), "right", 45)],
)
def test_leaning_forward_is_less_than_upright(shoulder: tuple[float, float], near: Side, expected: float) -> None:
    places = both(hip=(100, 80), shoulder=shoulder)
    assert angle("trunk_incl_upright", places, near=near) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("ear", "expected"), [((170, 80), 0), ((170, 60), 45), ((170, 100), -45)])
def test_chin_to_chest_is_positive(ear: tuple[float, float], expected: float) -> None:
    assert angle("neck", SUPINE | both(ear=ear)) == pytest.approx(expected, abs=1e-4)


def test_a_leg_to_the_side_is_positive_for_each_leg() -> None:
    facing = {
        "LEFT_SHOULDER": (115.0, 10.0),
        "RIGHT_SHOULDER": (85.0, 10.0),
        "LEFT_HIP": (110.0, 50.0),
        "RIGHT_HIP": (90.0, 50.0),
        "LEFT_ANKLE": (150.0, 90.0),
        "RIGHT_ANKLE": (90.0, 90.0),
    }
    assert angle("hip_abd", facing, side="left") == pytest.approx(45, abs=1e-4)
    assert angle("hip_abd", facing, side="right") == pytest.approx(0, abs=1e-4)
    crossed = facing | {"RIGHT_ANKLE": (130.0, 90.0)}
    assert angle("hip_abd", crossed, side="right") == pytest.approx(-45, abs=1e-4)


def test_the_knees_open_by_the_gap_in_thigh_lengths() -> None:
    places = SUPINE | {"LEFT_KNEE": (60.0, 80.0 - 0.85 * 50 / 2), "RIGHT_KNEE": (60.0, 80.0)}
    assert angle("knee_open", places) == pytest.approx(30, abs=1e-4)


def test_knees_do_not_open_when_the_whole_leg_lifts() -> None:
    lifted = {"LEFT_KNEE": (60.0, 60.0), "RIGHT_KNEE": (60.0, 80.0), "LEFT_ANKLE": (20.0, 40.0)}
    assert angle("knee_open", SUPINE | lifted | {"RIGHT_ANKLE": (20.0, 80.0)}) == 0


def test_the_shape_of_the_picture_matters() -> None:
    places = both(hip=(50, 50), knee=(100, 50), ankle=(150, 100))
    wide, square = AngleMeter.of("knee_flex", "left"), frame(places, (100, 100))
    assert wide.measure(frame(places), "left") == pytest.approx(45, abs=1e-4)
    assert wide.measure(square, "left") == pytest.approx(math.degrees(math.atan(2)), abs=1e-4)


def test_angles_are_rounded_once_to_a_millionth_of_a_degree() -> None:
    measured = angle("hip_flex", SUPINE | both(knee=(77, 41)))
    assert measured is not None
    assert measured == round(measured, 6)


@pytest.mark.parametrize("name", sorted(load_definitions()))
def test_points_that_coincide_give_no_angle(name: str) -> None:
    assert angle(name, {}) is None


def test_lengths_are_in_torsos() -> None:
    places = {"LEFT_SHOULDER": (150.0, 70.0), "RIGHT_SHOULDER": (150.0, 90.0)} | both(hip=(100, 80))
    assert Trunk.of(frame(places)).torso_px == pytest.approx(50, abs=1e-4)
    assert Trunk.of(frame(places)).width_ratios == (pytest.approx(0.4, abs=1e-4), 0.0)
    assert Trunk.of(frame({})).width_ratios == (math.inf, math.inf)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"second": ["hip", "knee"], "against": "horizontal"}, "either `second` or `against`"),
        ({"against": "the wall"}, "'the wall', allowed are horizontal"),
        ({"sign": "upward"}, "'upward', allowed are none"),
        ({"first": ["hip", "tail"]}, "expected two of ear"),
        ({"per_side": "yes"}, "needs `per_side`"),
    ],
)
def test_an_unusable_definition_is_refused_in_words(change: dict[str, object], said: str) -> None:
    good: dict[str, object] = {"first": ["hip", "knee"], "against": "vertical", "sign": "none"}
    good |= {"per_side": True, "meaning": "thigh"}
    assert parse_definition("thigh", good).points == ("hip", "knee")
    with pytest.raises(AngleDefinitionError, match=said):
        parse_definition("thigh", good | change)
