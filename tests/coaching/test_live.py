"""The coach as the camera of a page drives it: bytes in, JSON out."""

import json
from collections.abc import Iterable

import pytest
from drawn_body import draw, film

from steadyback.coaching.live import LiveCoach
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame, encode


def said(coach: LiveCoach, frames: Iterable[LandmarkFrame]) -> list[dict[str, object]]:
    return [event for frame in frames for event in json.loads(coach.push(encode(frame)) or "[]")]


def gone(from_s: float, length_s: float) -> list[LandmarkFrame]:
    return [LandmarkFrame.nobody(from_s + step / 15, 1280, 720) for step in range(round(length_s * 15))]


@pytest.fixture
def coach() -> LiveCoach:
    return LiveCoach()


def test_a_bridge_is_counted_as_it_happens(coach: LiveCoach) -> None:
    assert coach.watch("bridge", "auto", "full")
    events = said(coach, film(load_catalogue()["bridge"], count=3, hz=15))
    assert [event["index"] for event in events if event["type"] == "repetition"] == [1, 2, 3]
    assert events[0]["type"] == "gate_opened"
    assert "repetition_started" in {event["type"] for event in events}
    held = next(event for event in events if event["type"] == "hold")
    assert held["hold_s"] == pytest.approx(held["end_s"] - held["start_s"], abs=1e-6)  # type: ignore[operator]


def test_an_exercise_led_by_a_timer_is_not_watched(coach: LiveCoach) -> None:
    assert not coach.watch("abdominal_brace", "auto", "lite")
    assert said(coach, gone(0, 3)) == []


def test_nothing_is_judged_while_resting(coach: LiveCoach) -> None:
    coach.watch("bridge", "auto", "full")
    coach.rest()
    assert said(coach, film(load_catalogue()["bridge"], count=2, hz=15)) == []


def test_a_closed_gate_says_what_to_do_from_this_view(coach: LiveCoach) -> None:
    coach.watch("bridge", "auto", "full")
    (closed,) = said(coach, gone(0, 2))
    assert closed["type"] == "gate_closed"
    assert closed["code"] == "no_person"
    assert closed["remedy"] == "I cannot see you. Please step into the picture."


def there_then_gone(coach: LiveCoach) -> list[dict[str, object]]:
    there = film(load_catalogue()["bridge"], count=1, hz=15)
    return said(coach, [*there, *gone(there[-1].t_s + 0.1, 8)])


def test_somebody_who_leaves_is_asked_for_once(coach: LiveCoach) -> None:
    coach.watch("bridge", "auto", "full")
    left = [event for event in there_then_gone(coach) if event["type"] == "person_left"]
    assert [event["remedy"] for event in left] == ["I cannot see you any more. Are you all right?"]


def test_somebody_who_may_be_elsewhere_is_asked_for_only_when_they_should_be_back(coach: LiveCoach) -> None:
    coach.watch("bridge", "auto", "full")
    coach.expect(False)
    assert "person_left" not in {event["type"] for event in there_then_gone(coach)}
    coach.expect(True)
    assert [event["type"] for event in said(coach, gone(60, 2))] == ["person_left"]


def test_somebody_who_came_back_is_not_asked_for(coach: LiveCoach) -> None:
    coach.watch("bridge", "auto", "full")
    coach.expect(False)
    there_then_gone(coach)
    back = film(load_catalogue()["bridge"], count=1, hz=15)[:45]
    said(coach, [LandmarkFrame(f.t_s + 60, f.width_px, f.height_px, f.values, (), 1) for f in back])
    coach.expect(True)
    assert "person_left" not in {event["type"] for event in said(coach, gone(63, 3))}


def test_an_unknown_exercise_is_an_error(coach: LiveCoach) -> None:
    with pytest.raises(KeyError):
        coach.watch("no_such_exercise", "auto", "full")


def test_a_try_of_a_guided_test_is_read_until_it_is_over(coach: LiveCoach) -> None:
    assert coach.try_test("chair_stand_30_s", "", "full")
    sits = [
        draw(load_catalogue()["sit_to_stand"], {"hip_flex.b": 85, "knee_flex.b": 90}, "left", at / 15)
        for at in range(600)
    ]
    before = said(coach, sits[:45])
    assert [(one["type"], one["phase"], one["ready"]) for one in before][-1] == ("trial_reading", "waiting", True)
    coach.go()
    after = said(coach, sits[45:])
    assert (after[0]["phase"], after[-1]["phase"], after[-1]["value"]) == ("under_way", "over", 0)


def test_a_test_that_no_camera_takes_over_is_not_watched(coach: LiveCoach) -> None:
    assert not coach.try_test("fingertip_to_floor", "", "full")
    coach.go()
    assert said(coach, gone(0, 3)) == []
