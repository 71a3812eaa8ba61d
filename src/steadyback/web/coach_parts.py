"""What the live coach in the browser is made of, all of it ours: its addresses, and the core rooms as one zip."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse

from steadyback.coaching import NotCountableError, motion_of
from steadyback.exercises import Exercise

ROOMS: Final = ("pose", "kinematics", "exercises", "records", "coaching")
"""The engine's own room and what it stands on (docs/house.md)."""
EARLIEST_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
NAME_LENGTH: Final = 16


def coach_urls() -> dict[str, str]:
    """The `CoachUrls` of frontend/src/coach/port.ts. Empty where the pages were built without the coach's parts."""
    built = _built_folders()
    if not built or not _models_are_there():
        return {}
    prefix = f"{settings.STATIC_URL}build/"
    return {
        "vision": prefix + built["@mediapipe/tasks-vision"],
        "pyodide": prefix + built["pyodide"],
        "core": reverse("coach_core", args=[core_name()]),
        "lite": f"{settings.POSE_MODELS_URL}pose_landmarker_lite.task",
        "full": f"{settings.POSE_MODELS_URL}pose_landmarker_full.task",
    }


@cache
def _built_folders() -> dict[str, str]:
    path = Path(settings.STATIC_ROOT) / "build" / "coach.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def _models_are_there() -> bool:
    return all((Path(settings.POSE_MODELS) / f"pose_landmarker_{model}.task").is_file() for model in ("lite", "full"))


def core_name() -> str:
    """Changes with the content, so that a browser may keep it for good."""
    return hashlib.sha256(core_zip()).hexdigest()[:NAME_LENGTH]


@cache
def core_zip() -> bytes:
    """The rooms' source and data. The same files give the same bytes."""
    package = files("steadyback")
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in (("__init__.py", package / "__init__.py"), *_files(package)):
            info = zipfile.ZipInfo(f"steadyback/{name}", EARLIEST_ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.read_bytes())
    return kept.getvalue()


def _files(package: Traversable) -> Iterator[tuple[str, Traversable]]:
    for room in ROOMS:
        yield from _below(package / room, room)


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _below(entry, name)
        elif entry.is_file():
            yield name, entry


def is_coached(exercise: Exercise) -> bool:
    """Whether a camera counts this exercise. Some of what a camera could see has nothing to count."""
    if exercise.camera.coaching not in ("full", "partial"):
        return False
    try:
        motion_of(exercise)
    except NotCountableError:
        return False
    return True


def camera_place(exercise: Exercise) -> dict[str, object]:
    """The `CameraPlace` of frontend/src/coach/place.ts: where the device should stand for this exercise."""
    camera = exercise.camera
    return {
        "view": camera.view,
        "position": exercise.positions[0],
        "lens_height_cm": camera.lens_height_cm,
        "distance_m": camera.distance_m,
        "orientation": camera.orientation,
    }
