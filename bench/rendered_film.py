"""The figure filmed and shown to the real pose model: `python bench/rendered_film.py [--exercise ID] [--keep DIR]`.

Each exercise is drawn doing three repetitions in a plain room, from where the coach asks the camera to stand, with the
true landmarks beside the pictures. The pictures go through the pose model as a video file would, what it finds through
the coach. Printed: how many body points are found within a tenth and two tenths of the trunk's length, the mean error
of the counted angle, and what was counted on which side; beside it what the coach counts from the true landmarks.
Baseline for the points: everybody stands as in the first picture. It is a best case: one even light, nobody else, no
blur, every repetition the same. `--keep` keeps the films, and later runs read them from there.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from clips import table

from steadyback.coaching import Engine, Fault, Hold, Repetition, motion_of
from steadyback.exercises import Exercise, load_catalogue
from steadyback.kinematics import AngleMeter, Side
from steadyback.motion.body import BODIES, Posed, load_body
from steadyback.motion.camera import Camera, reach_of, standing
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.picture import Picture, draw, scene_of, smaller
from steadyback.motion.recorded import RecordedClip, mirrored, read_clip
from steadyback.motion.shapes import linear
from steadyback.pose import Landmark, LandmarkFrame
from steadyback.video import open_source
from steadyback.video.film_file import write_film

CLIPS = Path(__file__).resolve().parents[1] / "src/steadyback/web/static/figures/clips"
SIZE = (640, 480)
FINER = 2
FPS = 8
REPETITIONS = 3
PAUSE_S = 1.0
LONGEST_HOLD_S = 2.0
FIELD_OF_VIEW_DEG = 32.0
"""Narrow enough that the camera stands two metres away or more, as people are asked to place it."""
RAISED_DEG = 5.0
WALL, FLOOR = (214, 208, 198), (150, 124, 100)
PARTS = ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE")
POINTS = tuple(Landmark[f"{side}_{part}"] for part in PARTS for side in ("LEFT", "RIGHT"))
CHOSEN = (
    "bridge", "dead_bug_heel_tap", "curl_up_reach", "hamstring_supine", "bird_dog", "quadruped_hip_extension",
    "side_lying_hip_abduction", "clamshell", "prone_hip_extension", "prone_press_up", "hip_hinge", "sit_to_stand",
    "standing_hip_abduction", "hamstring_seated", "hip_flexor_kneeling",
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One exercise before the camera."""

    exercise: Exercise
    clip: RecordedClip
    camera: Camera
    side: Side


def setting(exercise: Exercise, body: str, side: Side) -> Setting:
    clip = read_clip((CLIPS / f"{exercise.id}.{body}.json").read_text("utf-8"))
    clip = mirrored(clip) if side == "left" else clip
    towards = clip.views["front" if exercise.camera.view in ("front", "foot_end") else "side"]
    rise = np.radians(RAISED_DEG)
    back = towards * np.cos(rise) + np.array([0.0, np.sin(rise), 0.0])
    width, height = SIZE[0] * FINER, SIZE[1] * FINER
    camera = standing(reach_of(clip, load_body(body)), back, (width, height), FIELD_OF_VIEW_DEG)
    return Setting(exercise, clip, camera, side)


def timeline(exercise: Exercise) -> list[tuple[str, float]]:
    """Phase and progress of each picture: a rest, then the repetitions with a rest after each."""
    ready = exercise.phases[0].id
    rest = [(ready, 1.0)] * round(PAUSE_S * FPS)
    once = []
    for phase in exercise.phases[1:]:
        lasts_s = min(phase.duration_s.target, LONGEST_HOLD_S) if phase.kind == "hold" else phase.duration_s.target
        count = max(1, round(lasts_s * FPS))
        once += [(phase.id, (at + 1) / count) for at in range(count)]
    return rest + (once + rest) * REPETITIONS


def room(camera: Camera) -> Floats:
    """Wall and floor as light (H,W,3)."""
    width, height = camera.size
    rays = camera.rays(np.stack([np.full(height, width / 2), np.arange(height) + 0.5], 1))
    flat = np.hypot(rays[:, 0], rays[:, 2])
    far = np.where(rays[:, 1] < 0, -camera.place[1] / np.minimum(rays[:, 1], -1e-6) * flat, np.inf)
    behind_m = float(np.hypot(*camera.place[[0, 2]])) + 1.2
    rows = np.where((far < behind_m)[:, None], linear(FLOOR), linear(WALL))
    return np.repeat(rows[:, None], width, 1)


def pictures(shown: Setting) -> Iterator[Picture]:
    """Each moment is drawn once."""
    body, backdrop = load_body(shown.clip.body), room(shown.camera)
    known: dict[tuple[str, float], Picture] = {}
    for moment in timeline(shown.exercise):
        if moment not in known:
            posed = shown.clip.posed(body, *moment)
            scene = scene_of(shown.clip, body, posed, shown.camera)
            known[moment] = smaller(draw(scene, shown.camera, lines=False, backdrop=backdrop), FINER)
        yield known[moment]


def truth(shown: Setting) -> list[LandmarkFrame]:
    """The landmarks that a perfect pose model would find."""
    body = load_body(shown.clip.body)
    found = []
    for at, moment in enumerate(timeline(shown.exercise)):
        places = _landmarks(shown, shown.clip.posed(body, *moment))
        pixels, nearness = shown.camera.seen(places)
        away = 1 / nearness
        depth = away - away[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean()
        depth *= shown.camera.focal_px / away.mean() / shown.camera.size[0]
        points = np.column_stack([pixels / shown.camera.size, depth, np.full(33, 0.98)])
        world = (places - places[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(0)) @ shown.camera.axes.T
        found.append(LandmarkFrame.from_points(at / FPS, SIZE, points.tolist(), world.tolist()))
    return found


def _landmarks(shown: Setting, posed: Posed) -> Floats:
    return np.asarray(landmarks_m(load_body(shown.clip.body), posed)[0])


def filmed(shown: Setting, folder: Path) -> Path:
    """The film, drawn unless the folder has it."""
    path = folder / f"{shown.exercise.id}.{shown.clip.body}.{shown.side}.mp4"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            write_film(file, pictures(shown), FPS)
        unfinished.replace(path)
    return path


def told(exercise: Exercise, frames: Sequence[LandmarkFrame]) -> tuple[int, str, str]:
    """How many repetitions (or holds, where one is all) were counted, on which side, and what was told."""
    events = Engine.replay(exercise, frames)
    complete = [event for event in events if isinstance(event, Repetition) and event.complete]
    if motion_of(exercise).held is not None:
        return sum(isinstance(event, Hold) for event in events), "", _codes(events)
    sides = Counter(event.side for event in complete)
    return len(complete), ",".join(sorted(sides)), _codes(events)


def _codes(events: Sequence[object]) -> str:
    return ",".join(sorted({event.code for event in events if isinstance(event, Fault)})) or "-"


def point_errors(found: Sequence[LandmarkFrame], true: Sequence[LandmarkFrame]) -> Floats:
    """How far each body point is from its true place, in trunk lengths (frames with somebody x points)."""
    rows = []
    for mine, exact in zip(found, true, strict=True):
        if mine.has_person:
            rows.append(_apart(mine, exact))
    return np.array(rows).reshape(-1, len(POINTS))


def standing_still(true: Sequence[LandmarkFrame]) -> Floats:
    return np.array([_apart(true[0], exact) for exact in true])


def _apart(mine: LandmarkFrame, exact: LandmarkFrame) -> list[float]:
    def px(frame: LandmarkFrame, landmark: int) -> Floats:
        return np.array(frame.point_px(landmark))

    middles = [
        (px(exact, left) + px(exact, right)) / 2
        for left, right in ((Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP))
    ]
    trunk = max(float(np.linalg.norm(middles[0] - middles[1])), 0.12 * SIZE[1])
    return [float(np.linalg.norm(px(mine, one) - px(exact, one))) / trunk for one in POINTS]


def angle_error_deg(
    exercise: Exercise, side: Side, found: Sequence[LandmarkFrame], true: Sequence[LandmarkFrame]
) -> float:
    """Mean absolute error of the angle that is counted, on the working side."""
    meter = AngleMeter.of(motion_of(exercise).angle, side)
    pairs = [
        (meter.measure(mine, side), meter.measure(exact, side))
        for mine, exact in zip(found, true, strict=True)
        if mine.has_person
    ]
    known = [abs(mine - exact) for mine, exact in pairs if mine is not None and exact is not None]
    return float(np.mean(known)) if known else float("nan")


def row(shown: Setting, folder: Path, model: str) -> tuple[tuple[object, ...], Floats, Floats, bool]:
    true = truth(shown)
    found = list(open_source(filmed(shown, folder), model=model))
    errors, still = point_errors(found, true), standing_still(true)
    count, sides, codes = told(shown.exercise, found)
    exact_count, _, exact_codes = told(shown.exercise, true)
    expected = {shown.side, "unknown", "both", ""}
    right = count == REPETITIONS and set(sides.split(",")) <= expected
    cells = (
        shown.exercise.id,
        shown.side,
        f"{sum(frame.has_person for frame in found)}/{len(true)}",
        f"{(errors < 0.1).mean():.0%}",
        f"{(errors < 0.2).mean():.0%}",
        f"{(still < 0.2).mean():.0%}",
        f"{angle_error_deg(shown.exercise, shown.side, found, true):.1f}",
        f"{count}/{REPETITIONS} {sides}",
        f"{exact_count}/{REPETITIONS}",
        codes,
        exact_codes,
    )
    return cells, errors, still, right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", action="append", help="only this one (may be given several times)")
    parser.add_argument("--body", choices=BODIES, default=BODIES[0])
    parser.add_argument("--side", choices=("left", "right"), default="right")
    parser.add_argument("--model", default="full")
    parser.add_argument("--keep", type=Path, help="folder in which the films are kept")
    chosen = parser.parse_args()
    catalogue, rows, errors, still, right = load_catalogue(), [], [], [], 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in chosen.exercise or CHOSEN:
            cells, own, baseline, counted = row(
                setting(catalogue[name], chosen.body, chosen.side), folder, chosen.model
            )
            print(*cells, flush=True)
            rows.append(cells)
            errors.append(own)
            still.append(baseline)
            right += counted
    header = ("exercise", "side", "seen", "<.1 trunk", "<.2 trunk", "still <.2", "angle deg", "counted", "from truth",
              "told", "told from truth")  # fmt: skip
    print("\n" + table(header, rows))
    every, base = np.concatenate(errors), np.concatenate(still)
    print(
        f"n = {len(rows)} exercises, {len(every)} pictures: {(every < 0.1).mean():.0%} of the points within a tenth of "
        f"the trunk, {(every < 0.2).mean():.0%} within two tenths (baseline {(base < 0.2).mean():.0%}); "
        f"{right} of {len(rows)} counted right on the right side"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
