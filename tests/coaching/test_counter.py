import math
import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from drawn_body import film

from steadyback.coaching import Abstained, Event, Hold, NotCountableError, Repetition, RepetitionCounter, motion_of
from steadyback.coaching.excursion import leaving_deg_of
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame

Film = Callable[..., list[LandmarkFrame]]


def watch(frames: Iterable[LandmarkFrame], exercise: str = "bridge", side: str = "auto") -> list[Event]:
    counter = RepetitionCounter(load_catalogue()[exercise], side)  # type: ignore[arg-type]
    return [event for frame in frames for event in counter.push(frame)] + list(counter.finish())


def counted(events: Iterable[Event]) -> list[Repetition]:
    return [event for event in events if isinstance(event, Repetition) and event.complete]


def test_each_bridge_is_counted_once_with_its_times(bridge_film: Film) -> None:
    found = counted(watch(bridge_film(3)))
    assert [repetition.index for repetition in found] == [1, 2, 3]
    assert [repetition.side for repetition in found] == ["both"] * 3
    for number, repetition in enumerate(found):
        assert repetition.peak_s == pytest.approx(2.5 + 4 * number, abs=0.15)
        assert repetition.start_s == pytest.approx(0.5 + 4 * number, abs=0.5)
        assert repetition.end_s == pytest.approx(4.5 + 4 * number, abs=0.5)
        assert repetition.range_deg == pytest.approx(47, abs=1)


@pytest.mark.parametrize("hz", [5, 10, 24, 30, 60, 120, 240])
def test_the_frame_rate_does_not_change_the_count(bridge_film: Film, hz: int) -> None:
    assert len(counted(watch(bridge_film(4, hz=hz)))) == 4


def test_one_frame_a_second_raises_nothing_and_counts_no_more_than_there_is(bridge_film: Film) -> None:
    assert len(counted(watch(bridge_film(4, hz=1)))) <= 4


@pytest.mark.parametrize("scale", [0.5, 1, 3])
def test_the_resolution_does_not_change_the_count(bridge_film: Film, scale: float) -> None:
    assert len(counted(watch(bridge_film(3, scale=scale)))) == 3


def test_the_same_frames_give_the_same_events(bridge_film: Film) -> None:
    assert watch(bridge_film(3)) == watch(bridge_film(3))


def test_the_moving_leg_is_named(leg_film: Callable[[Iterable[str]], list[LandmarkFrame]]) -> None:
    order = ["left", "right", "right", "left"]
    found = counted(watch(leg_film(order), "knee_to_chest"))
    assert [repetition.side for repetition in found] == order


def test_one_leg_can_be_asked_for(leg_film: Callable[[Iterable[str]], list[LandmarkFrame]]) -> None:
    film = leg_film(["left", "right", "left"])
    assert len(counted(watch(film, "knee_to_chest", "left"))) == 2
    assert len(counted(watch(film, "knee_to_chest", "right"))) == 1


def test_a_still_person_counts_nothing(drawn: Callable[..., LandmarkFrame]) -> None:
    noise = random.Random(1)
    film = [drawn(step / 30, 55 + noise.uniform(-3, 3)) for step in range(900)]
    assert watch(film) == []


def test_a_small_movement_counts_nothing(drawn: Callable[..., LandmarkFrame]) -> None:
    assert watch([drawn(step / 30, 50 + 8 * math.sin(step / 20)) for step in range(900)]) == []


def test_a_long_top_is_told_as_a_hold(drawn: Callable[..., LandmarkFrame]) -> None:
    angles = [55.0] * 30 + [55 - 1.5 * step for step in range(30)] + [10.0] * 90
    angles += [10 + 1.5 * step for step in range(30)] + [55.0] * 30
    events = watch(drawn(step / 30, angle, planted=True) for step, angle in enumerate(angles))
    assert len(counted(events)) == 1
    hold = next(event for event in events if isinstance(event, Hold))
    assert hold.hold_s == pytest.approx(3.3, abs=0.3)


def test_a_recording_that_ends_at_the_top_leaves_an_incomplete_repetition(bridge_film: Film) -> None:
    events = watch(frame for frame in bridge_film(2) if frame.t_s < 6.4)
    assert [event.complete for event in events if isinstance(event, Repetition)] == [True, False]
    assert [event.index for event in events if isinstance(event, Repetition)] == [1, 0]


@pytest.mark.parametrize("reason", ["no_person", "unreadable", "out_of_picture", "wrong_view"])
def test_nothing_is_counted_while_it_cannot_be_judged(
    bridge_film: Film, drawn: Callable[..., LandmarkFrame], reason: str
) -> None:
    def spoilt(frame: LandmarkFrame) -> LandmarkFrame:
        values = list(frame.values)
        if reason == "no_person":
            return LandmarkFrame.nobody(frame.t_s, 640, 360)
        if reason == "unreadable":
            values[4 * 23] = math.nan
        if reason == "out_of_picture":
            values[4 * 25 + 1] = 1.4
        if reason == "wrong_view":
            values[4 * 12 + 1] -= 0.4
        return LandmarkFrame(frame.t_s, 640, 360, tuple(values), (), 1)

    events = watch(spoilt(frame) for frame in bridge_film(2))
    assert [event.reason for event in events if isinstance(event, Abstained)] == [reason]
    assert [event for event in events if not isinstance(event, Abstained)] == []


def test_losing_sight_for_half_a_second_does_not_lose_the_repetition(bridge_film: Film) -> None:
    film = [LandmarkFrame.nobody(f.t_s, 640, 360) if 1.5 < f.t_s < 2.0 else f for f in bridge_film(2)]
    events = watch(film)
    assert len(counted(events)) == 2
    assert [event.reason for event in events if isinstance(event, Abstained)] == ["no_person"]


def test_a_cut_in_the_middle_completes_nothing(bridge_film: Film, drawn: Callable[..., LandmarkFrame]) -> None:
    before = [frame for frame in bridge_film(1) if frame.t_s < 2.4]
    after = [drawn(2.4 + step / 30, 55.0, off_x=-200) for step in range(60)]
    assert counted(watch(before + after)) == []


def test_times_that_go_back_or_leap_end_what_is_under_way(bridge_film: Film) -> None:
    film = bridge_film(1)
    assert counted(watch(film[:70] + film[:70])) == []
    assert counted(watch([*film[:70], LandmarkFrame.nobody(1e6, 640, 360)])) == []


def test_another_position_counts_nothing(bridge_film: Film) -> None:
    def upright(frame: LandmarkFrame) -> LandmarkFrame:
        values = [
            number
            for at in range(0, 132, 4)
            for number in (frame.values[at + 1], 1 - frame.values[at], *frame.values[at + 2 : at + 4])
        ]
        return LandmarkFrame(frame.t_s, 360, 640, tuple(values), (), 1)

    assert counted(watch(upright(frame) for frame in bridge_film(3))) == []


def test_random_frames_raise_nothing() -> None:
    noise = random.Random(7)
    numbers = [math.nan, math.inf, -math.inf, 0.0, 1.0, 1e30, -1e30]

    def frame(step: int) -> LandmarkFrame:
        wild = noise.random() < 0.3
        points = [
            [noise.choice(numbers) if wild and noise.random() < 0.1 else noise.random() for _ in range(4)]
            for _ in range(33)
        ]
        return LandmarkFrame.from_points(step / 30 + noise.choice([0, 0, 0, -3, 100]), (640, 360), points)

    for exercise in ("bridge", "clamshell", "knee_rolls", "forearm_plank", "hip_hinge"):
        assert counted(watch((frame(step) for step in range(400)), exercise)) == []


def test_no_frames_give_no_events() -> None:
    assert watch([]) == []


@pytest.mark.parametrize("exercise", [e.id for e in load_catalogue() if e.camera.coaching in ("full", "partial")])
def test_every_exercise_that_the_camera_coaches_has_a_counted_angle(exercise: str) -> None:
    motion = motion_of(load_catalogue()[exercise])
    assert motion.travel_deg or motion.held


@pytest.mark.parametrize("exercise", ["walk", "swim", "abdominal_brace"])
def test_exercises_led_by_a_timer_are_refused(exercise: str) -> None:
    with pytest.raises(NotCountableError):
        RepetitionCounter(load_catalogue()[exercise])


@pytest.mark.parametrize(
    ("exercise", "angle", "suffix", "rest_deg", "away_deg"),
    [
        ("bridge", "hip_flex", "", 50, 5),
        ("hamstring_supine", "knee_flex", "m", 90, 25),
        ("curl_up_reach", "trunk_incl", "", 0, 12),
        ("hip_hinge", "hip_flex", "", 5, 55),
        ("wall_squat", "knee_flex", "", 10, 60),
        ("figure4_seated", "trunk_incl_upright", "", 88, 68),
        ("side_plank_knees", "body_line_knees_middle", "", -25, 0),
        ("single_leg_bridge", "hip_flex", "s", 50, 5),
    ],
)
def test_the_counted_angle_is_read_from_the_phases(
    exercise: str, angle: str, suffix: str, rest_deg: float, away_deg: float
) -> None:
    motion = motion_of(load_catalogue()[exercise])
    assert (motion.angle, motion.suffix, motion.rest_deg, motion.away_deg) == (angle, suffix, rest_deg, away_deg)


@pytest.mark.parametrize(("travel_deg", "leaving_deg"), [(5, 3.5), (-5, 3.5), (8, 5), (10, 5), (47, 23.5), (-47, 23.5)])
def test_only_what_is_small_by_intention_counts_below_five_degrees(travel_deg: float, leaving_deg: float) -> None:
    assert leaving_deg_of(travel_deg) == pytest.approx(leaving_deg)


@pytest.mark.parametrize("hidden_from_s", [6.3, 6.6, 6.9])
def test_a_movement_that_began_out_of_sight_is_known_by_the_rest_after_it(hidden_from_s: float) -> None:
    """The left leg is still on its way down when sight is lost for a second; then the right one is on its way up."""
    exercise = load_catalogue()["quadruped_hip_extension"]
    left, right = film(exercise, "left", count=1), film(exercise, "right", count=1)
    up_from_s = counted(watch(right, exercise.id))[0].start_s + 0.3
    later_s = hidden_from_s + 1 - up_from_s
    seen = [frame for frame in left if frame.t_s <= hidden_from_s]
    seen += [replace(frame, t_s=frame.t_s + later_s) for frame in right if frame.t_s > up_from_s]
    assert [repetition.side for repetition in counted(watch(seen, exercise.id))] == ["left", "right"]
