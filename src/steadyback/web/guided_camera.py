"""The camera of a guided test: what the page needs for it, and what is kept of what it saw (specification 4.2)."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import gettext as _

from steadyback.coaching import remedy
from steadyback.coaching.limits import limit
from steadyback.coaching.trials import TRIALS
from steadyback.exercises import load_catalogue
from steadyback.outcomes.physical_tests import PhysicalTest
from steadyback.records.outcomes import SightOfTest
from steadyback.records.person import PersonalSettings
from steadyback.web.coach_parts import camera_place, coach_urls
from steadyback.web.session_camera import camera_texts

LOWEST_TRACKED_SHARE: Final = limit("faults.lowest_tracked_share")
MODELS: Final = {"lite": "pose_landmarker_lite", "full": "pose_landmarker_full"}
GATE_CODES: Final = (
    "no_person", "unreadable", "out_of_picture", "several_people", "camera_moved", "unsteady", "wrong_view",
)  # fmt: skip
LONGEST_SIGHT: Final = 400
"""Characters of what a page may say about one try."""


def is_measured_by_camera(test: PhysicalTest) -> bool:
    return test.id in TRIALS


def camera_page(test: PhysicalTest, settings: PersonalSettings) -> dict[str, Any] | None:
    """The `TestCameraData` of frontend/src/progress/test-camera.ts; None where the camera takes nothing over."""
    urls = coach_urls()
    if not is_measured_by_camera(test) or not urls:
        return None
    exercise = load_catalogue()[TRIALS[test.id].exercise_id]
    words = {key: text for key, text in camera_texts().items() if key.startswith("coach_")}
    words |= {"on": "on", "off": "off", **guided_texts()}
    words |= {f"try_{code}": remedy(code, test.view) for code in GATE_CODES}
    own = f"{test.id}."
    words |= {key.removeprefix(own): text for key, text in guided_texts().items() if key.startswith(own)}
    return {
        "test": test.id,
        "measured": test.measured,
        "seconds": test.seconds or 0,
        "place": camera_place(exercise),
        "urls": urls,
        "texts": {key: _(text) for key, text in words.items() if "." not in key},
        "voice": settings.voice_on,
        "tones": settings.tones_on,
        "rate": settings.voice_rate,
        "quiet_from_hour": settings.quiet_from_hour,
        "quiet_until_hour": settings.quiet_until_hour,
    }


@cache
def guided_texts() -> Mapping[str, str]:
    """The English source of what is said and shown with the camera of a test. "TEST.key" is for one test alone."""
    return dict(json.loads(files("steadyback.web").joinpath("guided_camera_texts.json").read_text(encoding="utf-8")))


def sight_of(sent: str, value: float) -> SightOfTest | None:
    """What the camera saw of the try that gave this value; None where a person changed the value, where it saw too
    little, or where what was sent is no such thing: then it was taken by hand.
    """
    try:
        found = json.loads(sent) if 0 < len(sent) <= LONGEST_SIGHT else None
    except ValueError:
        return None
    if not isinstance(found, dict) or not _is_number(found.get("value")) or not _is_number(found.get("tracked_share")):
        return None
    model, share = found.get("model"), float(found["tracked_share"])
    agrees = math.isclose(found["value"], value, abs_tol=0.05) and found.get("view_was_right") is True
    if not agrees or model not in ("lite", "full") or not LOWEST_TRACKED_SHARE <= share <= 1:
        return None
    return SightOfTest(True, share, MODELS[model])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
