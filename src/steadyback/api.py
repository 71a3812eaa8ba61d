"""The public Python API.

from steadyback.api import analyse_video
analysis = analyse_video("bridge.mp4", "bridge")
"""

import csv
import io
import json
import os
import tempfile
from array import array
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from steadyback.coaching import Abstained, CoachEvent, Engine, Fault, Hold, NotCountableError, Repetition, motion_of
from steadyback.coaching.any_exercise import ALIKE, JOINTS, AnyExerciseCounter, bend_deg
from steadyback.coaching.counter import WantedSide
from steadyback.exercises import Exercise, UnknownExerciseError, load_catalogue
from steadyback.kinematics import AngleMeter, NearSide, load_definitions
from steadyback.pose import LandmarkFrame
from steadyback.video import MODELS, LandmarkWriter, PoseSource, TrcWriter, VideoError, open_source
from steadyback.video.annotated import Caption, SeenPoints, Story, write_annotated

__all__ = [
    "ANALYSIS_SCHEMA_VERSION",
    "Analysis",
    "NotCountableError",
    "UnknownExerciseError",
    "VideoError",
    "analyse_video",
]

ANALYSIS_SCHEMA_VERSION: Final = "1.1"
CSV_COLUMNS: Final = (
    "kind",
    "index",
    "side",
    "from_s",
    "peak_s",
    "to_s",
    "hold_s",
    "range_deg",
    "complete",
    "code",
    "value",
    "limit",
    "unit",
)
UNKNOWN_TITLE: Final = "Repetitions of any exercise"
ABSTAINED_CAPTION: Final = "Not counted here"

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called after each frame with the frames done and the frames expected (None if the file does not say)."""
StrPath: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was seen in one recording. Times are seconds from its start; sides are the person's own.

    `exercise` is None where it was not named; then `faults` is None too (nothing was judged), `joint_followed` is the
    joint whose travel is given, and `likeness` (0 to 1) says how alike the repetitions are.
    `tracked_fraction` is the share of frames in which somebody was found; `duration_s` the time from the first to the
    end of the last frame. `model` is "recorded" for a landmark file.
    """

    exercise: str | None
    model: str
    repetitions: tuple[Repetition, ...]
    holds: tuple[Hold, ...]
    abstained: tuple[Abstained, ...]
    frames: int
    tracked_fraction: float
    duration_s: float
    faults: tuple[Fault, ...] | None = None
    joint_followed: str | None = None
    likeness: float | None = None

    @property
    def count(self) -> int:
        """Complete repetitions."""
        return sum(repetition.complete for repetition in self.repetitions)

    @property
    def is_unsure(self) -> bool:
        """Whether the movements counted without a definition differ so much that they may be no repetitions."""
        return self.likeness is not None and bool(self.repetitions) and self.likeness < ALIKE

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, with `schema_version`. `faults` are there only where they were judged."""
        content: dict[str, Any] = {
            "schema_version": ANALYSIS_SCHEMA_VERSION,
            "exercise": self.exercise,
            "model": self.model,
            "repetitions": [self._repetition_json(repetition) for repetition in self.repetitions],
            "holds": [asdict(hold) | {"hold_s": hold.hold_s} for hold in self.holds],
            "abstained": [asdict(abstained) for abstained in self.abstained],
            "tracked_fraction": self.tracked_fraction,
            "frames": self.frames,
            "duration_s": self.duration_s,
        }
        if self.faults is not None:
            content["faults"] = [asdict(fault) for fault in self.faults]
        if self.exercise is None:
            content |= {"joint_followed": self.joint_followed, "likeness": self.likeness, "unsure": self.is_unsure}
        return content

    def _repetition_json(self, repetition: Repetition) -> dict[str, Any]:
        found = asdict(repetition)
        if self.faults is not None:
            mine = [fault.code for fault in self.faults if repetition.complete and fault.index == repetition.index]
            found["faults"] = mine
        return found

    def csv_rows(self) -> list[dict[str, Any]]:
        """One row for each repetition, hold, fault and time in which nothing was counted, with `CSV_COLUMNS`."""
        rows: list[dict[str, Any]] = []
        for one in self.repetitions:
            row = {key: value for key, value in asdict(one).items() if key in CSV_COLUMNS}
            rows.append(row | {"kind": "repetition", "from_s": one.start_s, "to_s": one.end_s})
        for hold in self.holds:
            times = {"from_s": hold.start_s, "to_s": hold.end_s, "hold_s": hold.hold_s}
            rows.append({"kind": "hold", "side": hold.side} | times)
        for fault in self.faults or ():
            row = {key: value for key, value in asdict(fault).items() if key in CSV_COLUMNS}
            rows.append(row | {"kind": "fault"})
        for gap in self.abstained:
            rows.append({"kind": "abstained", "from_s": gap.from_s, "to_s": gap.to_s, "code": gap.reason})
        return rows

    def write_json(self, path: StrPath) -> None:
        """Write the JSON file whole or not at all. Raises OSError where that is not possible."""
        content = json.dumps(self.as_json(), indent=2, allow_nan=False) + "\n"
        write_whole(Path(path), lambda file: file.write(content.encode()))

    def write_csv(self, path: StrPath) -> None:
        """Write the table whole or not at all. Raises OSError where that is not possible."""
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, CSV_COLUMNS, restval="")
        table.writeheader()
        table.writerows(self.csv_rows())
        write_whole(Path(path), lambda file: file.write(text.getvalue().encode()))


def analyse_video(
    path: StrPath,
    exercise_id: str | None = None,
    *,
    model: str = "full",
    side: WantedSide = "auto",
    landmarks_path: StrPath | None = None,
    trc_path: StrPath | None = None,
    annotated_path: StrPath | None = None,
    on_progress: Progress | None = None,
) -> Analysis:
    """Count, time and, with an exercise, judge the repetitions in a video or landmark file (`.npz`, `.lmk1`).

    Without `exercise_id` whatever is repeated is counted. `model` is "lite", "full" or "heavy"; `side` limits a
    one-sided exercise to "left" or "right". `landmarks_path` keeps what the model saw, `trc_path` the same in metres
    for OpenSim, `annotated_path` a copy of the video (MP4, without sound) with everything drawn on it.
    Raises UnknownExerciseError, NotCountableError (an exercise that is led by a timer), VideoError (no readable
    recording, nobody in it, no metres for a TRC file, no pictures for a video), ValueError (unknown model), OSError
    (a result cannot be written).
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r}, expected one of {', '.join(MODELS)}")
    recording = Path(path)
    exercise = None if exercise_id is None else load_catalogue()[exercise_id]
    source = open_source(recording, model=model)
    if annotated_path is not None and not hasattr(source, "broken_pictures"):
        raise VideoError(f"{recording}: holds landmarks and no pictures. Give the video itself for an annotated video.")
    watching = Watching(exercise, side, source.model, draws=annotated_path is not None)
    kept = Kept(recording, landmarks_path, trc_path)
    for frame in source:
        watching.push(frame)
        kept.add(frame)
        if on_progress is not None:
            on_progress(watching.seen.frames, source.frames_expected)
    analysis = watching.finished(recording, source)
    kept.save(source.fps)
    if watching.points is not None and annotated_path is not None:
        points, story = watching.points, told(analysis, exercise)
        if exercise is None and analysis.joint_followed is not None:
            points.angle_deg = bends_of(points, analysis.joint_followed)
        write_whole(Path(annotated_path), lambda file: write_annotated(file, recording, points, story))
    return analysis


class Kept:
    """The landmarks of a recording in the forms that were asked for."""

    def __init__(self, recording: Path, landmarks_path: StrPath | None, trc_path: StrPath | None) -> None:
        self._recording = recording
        self._landmarks = None if landmarks_path is None else (Path(landmarks_path), LandmarkWriter())
        self._markers = None if trc_path is None else (Path(trc_path), TrcWriter())

    def add(self, frame: LandmarkFrame) -> None:
        if self._landmarks is not None:
            self._landmarks[1].add(frame)
        if self._markers is None:
            return
        try:
            self._markers[1].add(frame)
        except ValueError as error:
            raise VideoError(f"{self._recording}: {error}.") from error

    def save(self, fps: float | None) -> None:
        """Write each file whole or not at all."""
        if self._landmarks is not None:
            path, landmarks = self._landmarks
            write_whole(path, lambda file: landmarks.save(file, fps=fps))
        if self._markers is not None:
            path, markers = self._markers
            name = path.name
            write_whole(path, lambda file: markers.save(file, name=name, fps=fps))


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


@dataclass
class Watching:
    """One recording while it is analysed."""

    exercise: Exercise | None
    side: WantedSide
    model: str
    draws: bool
    seen: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        self._any = AnyExerciseCounter()
        self._engine = Engine(self.exercise, self.side, self.model) if self.exercise is not None else None
        self._events: list[CoachEvent] = []
        self._near = NearSide()
        self._angle = motion_of(self.exercise).angle if self.exercise is not None else None
        self.points = SeenPoints() if self.draws else None

    def push(self, frame: LandmarkFrame) -> None:
        self._events += (self._engine or self._any).push(frame)
        self.seen.add(frame.t_s, frame.has_person)
        if self.points is not None:
            self.points.add(frame, self._angle_deg(frame))

    def _angle_deg(self, frame: LandmarkFrame) -> float | None:
        if self._angle is None or not frame.has_person or not frame.is_finite:
            return None
        near = self._near.update(frame)
        return AngleMeter.of(self._angle, near).measure(frame, near)

    def finished(self, recording: Path, source: PoseSource) -> Analysis:
        """Everything that was seen. Raises VideoError where there was nothing or nobody to see."""
        self._events += (self._engine or self._any).finish()
        if not self.seen.frames:
            raise VideoError(f"{recording}: holds no frames. Record or copy it again.")
        if not self.seen.with_person:
            raise VideoError(
                f"{recording}: nobody was found in any of its {self.seen.frames} pictures. "
                "Film the whole body from the side (or as the exercise asks), in good light."
            )
        events = self._events
        gaps = tuple(event for event in events if isinstance(event, Abstained))
        known = self.exercise is not None
        return Analysis(
            exercise=None if self.exercise is None else self.exercise.id,
            model=source.model,
            repetitions=tuple(event for event in events if isinstance(event, Repetition)),
            holds=tuple(event for event in events if isinstance(event, Hold)),
            abstained=tuple(Abstained(round(a.from_s, 3), round(a.to_s, 3), a.reason) for a in gaps),
            frames=self.seen.frames,
            tracked_fraction=round(self.seen.with_person / self.seen.frames, 4),
            duration_s=round(self.seen.duration_s(source.fps), 3),
            faults=tuple(event for event in events if isinstance(event, Fault)) if known else None,
            joint_followed=None if known else self._any.joint_followed,
            likeness=None if known else self._any.likeness,
        )


def bends_of(points: SeenPoints, joint: str) -> "array[float]":
    """The angle of one joint in every picture, in degrees; NaN where nobody was seen."""
    pictures = map(points.at, range(len(points.t_s)))
    return array("f", [bend_deg(*(at[landmark] for landmark in JOINTS[joint])) for at in pictures])


def told(analysis: Analysis, exercise: Exercise | None) -> Story:
    """What is written on the annotated pictures. English source texts."""
    if exercise is None:
        title, angle_name, cues = UNKNOWN_TITLE, analysis.joint_followed, {}
    else:
        meaning = load_definitions()[motion_of(exercise).angle].meaning
        title, angle_name = exercise.name, meaning.partition(":")[0]
        cues = {rule.id: rule.cue for rule in exercise.faults}
    captions = [Caption(fault.from_s, fault.to_s, cues[fault.code]) for fault in analysis.faults or ()]
    captions += [Caption(gap.from_s, gap.to_s, ABSTAINED_CAPTION) for gap in analysis.abstained]
    counted_at_s = tuple(repetition.end_s for repetition in analysis.repetitions if repetition.complete)
    return Story(title, counted_at_s, tuple(captions), angle_name.capitalize() if angle_name else None)


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
