"""The public Python API.

from steadyback.api import analyse_video
analysis = analyse_video("bridge.mp4", "bridge")
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from steadyback.coaching import Abstained, Event, Hold, NotCountableError, Repetition, RepetitionCounter
from steadyback.coaching.counter import WantedSide
from steadyback.exercises import UnknownExerciseError, load_catalogue
from steadyback.video import MODELS, LandmarkWriter, PoseSource, VideoError, open_source

__all__ = [
    "ANALYSIS_SCHEMA_VERSION",
    "Analysis",
    "NotCountableError",
    "UnknownExerciseError",
    "VideoError",
    "analyse_video",
]

ANALYSIS_SCHEMA_VERSION: Final = "1.0"

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called after each frame with the frames done and the frames expected (None if the file does not say)."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was seen in one recording. Times are seconds from its start; sides are the person's own.

    `tracked_fraction` is the share of frames in which somebody was found; `duration_s` the time from the first to the
    end of the last frame. `model` is "recorded" for a landmark file.
    """

    exercise: str
    model: str
    repetitions: tuple[Repetition, ...]
    holds: tuple[Hold, ...]
    abstained: tuple[Abstained, ...]
    frames: int
    tracked_fraction: float
    duration_s: float

    @property
    def count(self) -> int:
        """Complete repetitions."""
        return sum(repetition.complete for repetition in self.repetitions)

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, with `schema_version`. Faults are not judged yet, so there is no such key."""
        return {
            "schema_version": ANALYSIS_SCHEMA_VERSION,
            "exercise": self.exercise,
            "model": self.model,
            "repetitions": [asdict(repetition) for repetition in self.repetitions],
            "holds": [asdict(hold) | {"hold_s": hold.hold_s} for hold in self.holds],
            "abstained": [asdict(abstained) for abstained in self.abstained],
            "tracked_fraction": self.tracked_fraction,
            "frames": self.frames,
            "duration_s": self.duration_s,
        }

    def write_json(self, path: str | os.PathLike[str]) -> None:
        """Write the JSON file whole or not at all. Raises OSError where that is not possible."""
        content = json.dumps(self.as_json(), indent=2, allow_nan=False) + "\n"
        write_whole(Path(path), lambda file: file.write(content.encode()))


def analyse_video(
    path: str | os.PathLike[str],
    exercise_id: str,
    *,
    model: str = "full",
    side: WantedSide = "auto",
    landmarks_path: str | os.PathLike[str] | None = None,
    on_progress: Progress | None = None,
) -> Analysis:
    """Count the repetitions of one exercise in a video or landmark file (`.npz`).

    `model` is "lite", "full" or "heavy"; `side` limits a one-sided exercise to "left" or "right"; `landmarks_path`
    keeps what the model saw as a landmark file.
    Raises UnknownExerciseError, NotCountableError (an exercise that is led by a timer), VideoError (no readable
    recording, or nobody in it), ValueError (unknown model), OSError (the landmark file cannot be written).
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r}, expected one of {', '.join(MODELS)}")
    counter = RepetitionCounter(load_catalogue()[exercise_id], side)
    source = open_source(Path(path), model=model)
    writer = LandmarkWriter() if landmarks_path is not None else None
    seen = Seen()
    events: list[Event] = []
    for frame in source:
        events += counter.push(frame)
        seen.add(frame.t_s, frame.has_person)
        if writer is not None:
            writer.add(frame)
        if on_progress is not None:
            on_progress(seen.frames, source.frames_expected)
    events += counter.finish()
    if not seen.frames:
        raise VideoError(f"{path}: holds no frames. Record or copy it again.")
    if not seen.with_person:
        raise VideoError(
            f"{path}: nobody was found in any of its {seen.frames} pictures. "
            "Film the whole body from the side (or as the exercise asks), in good light."
        )
    if writer is not None and landmarks_path is not None:
        write_whole(Path(landmarks_path), lambda file: writer.save(file, fps=source.fps))
    return summed_up(exercise_id, source, seen, events)


@dataclass(slots=True)
class Seen:
    """Running counts over the frames of a recording."""

    frames: int = 0
    with_person: int = 0
    first_s: float = 0.0
    last_s: float = 0.0

    def add(self, t_s: float, has_person: bool) -> None:
        if not self.frames:
            self.first_s = self.last_s = t_s
        self.frames += 1
        self.with_person += has_person
        self.last_s = max(self.last_s, t_s)

    def duration_s(self, fps: float | None) -> float:
        return self.last_s - self.first_s + (1 / fps if fps else 0.0)


def summed_up(exercise_id: str, source: PoseSource, seen: Seen, events: list[Event]) -> Analysis:
    abstained = tuple(event for event in events if isinstance(event, Abstained))
    return Analysis(
        exercise=load_catalogue()[exercise_id].id,
        model=source.model,
        repetitions=tuple(event for event in events if isinstance(event, Repetition)),
        holds=tuple(event for event in events if isinstance(event, Hold)),
        abstained=tuple(Abstained(round(a.from_s, 3), round(a.to_s, 3), a.reason) for a in abstained),
        frames=seen.frames,
        tracked_fraction=round(seen.with_person / seen.frames, 4),
        duration_s=round(seen.duration_s(source.fps), 3),
    )


def write_whole(path: Path, write: Callable[[Any], object]) -> None:
    """Write beside the target and rename, so that nothing half-written is ever found under its name."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished = Path(file.name)
        try:
            write(file)
            file.close()
            unfinished.chmod(0o644)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
