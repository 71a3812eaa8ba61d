"""Pictures of a movement for print and page: its start with arrows beside its end, or one phase alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from steadyback.exercises import Exercise
from steadyback.motion.arrows import arrows_of
from steadyback.motion.body import Body, load_body
from steadyback.motion.camera import Camera, camera_of
from steadyback.motion.joints import Floats
from steadyback.motion.picture import INK, PAPER, Picture, draw, scene_of, side_by_side, smaller
from steadyback.motion.recorded import RecordedClip, mirrored

PANEL: Final = (800, 600)
FILM: Final = (640, 480)
FINER: Final = 2
"""Drawn so many times as large, then made smaller, so that edges are soft."""
TEAL: Final = (14, 124, 134)
LABEL_PX: Final = 30
LABEL_ROWS: Final = 48
MARGIN_PX: Final = 24
COLUMNS: Final = 3


@dataclass(frozen=True)
class Moment:
    """One panel: `label` beneath it, where in which phase, and whether arrows show where it goes from here."""

    label: str
    phase: str
    progress: float
    arrows: bool = False


@dataclass(frozen=True)
class View:
    """A clip on its working side, seen from where one stands."""

    clip: RecordedClip
    body: Body
    camera: Camera


def view_of(clip: RecordedClip, side: str, view: str, size: tuple[int, int], *, stays: bool) -> View:
    """`view` "" is the best one. `stays`: sides take turns, so the camera stays and the far side moves."""
    body = load_body(clip.body)
    shown = mirrored(clip) if side == "left" else clip
    directions = clip if stays else shown
    return View(shown, body, camera_of(shown, body, view or clip.best_view, size, directions))


def start_and_end(exercise: Exercise) -> tuple[Moment, Moment]:
    """Where the movement begins, with arrows, and where it is farthest."""
    phases = exercise.phases
    moves = next((one for one in phases if one.kind in ("concentric", "eccentric", "steady")), phases[0])
    peak = next(one for one in phases if one.id == exercise.peak_phase)
    return Moment("Start", moves.id, 0.0, True), Moment("End", peak.id, 0.5 if peak.kind == "steady" else 1.0)


def steps_of(clip: RecordedClip) -> tuple[Moment, ...]:
    """The end of every phase, numbered: for the ways down and up."""
    return tuple(Moment(str(at), phase.id, 1.0) for at, phase in enumerate(clip.phases, 1))


def still(view: View, moments: Sequence[Moment]) -> Picture:
    """All panels side by side, at most COLUMNS in a row, cut to the height that something is seen in."""
    top, bottom = seen_rows(view, moments)
    return side_by_side([panel(view, moment, top, bottom) for moment in moments], min(len(moments), COLUMNS))


def still_without_words(view: View, moments: Sequence[Moment]) -> Picture:
    """The same, without the labels."""
    top, bottom = seen_rows(view, moments)
    drawn = [np.asarray(_cut(view, moment, top, bottom)) for moment in moments]
    return side_by_side([smaller(one, FINER) for one in drawn], min(len(moments), COLUMNS))


def seen_rows(view: View, moments: Sequence[Moment]) -> tuple[int, int]:
    """The highest and lowest row of a panel, in pixels of the finished picture, that any of these moments needs."""
    height = view.camera.size[1] // FINER
    top, bottom = height, 0
    for moment in moments:
        posed = view.clip.posed(view.body, moment.phase, moment.progress)
        solid = scene_of(view.clip, view.body, posed, view.camera).solid
        shown = [solid.places, *(arrows_of(view.clip, view.body, moment.phase) if moment.arrows else ())]
        rows = view.camera.seen(np.concatenate(shown))[0][:, 1] / FINER
        top, bottom = min(top, int(rows.min()) - MARGIN_PX), max(bottom, int(rows.max()) + MARGIN_PX)
    return max(0, top), min(height, bottom)


def panel(view: View, moment: Moment, top: int, bottom: int) -> Picture:
    """RGB of the rows from `top` to `bottom`, with the label beneath, FINER times smaller than the view's camera."""
    width, high = view.camera.size[0], (bottom - top + LABEL_ROWS) * FINER
    framed = Image.new("RGB", (width, high), PAPER)
    framed.paste(_cut(view, moment, top, bottom), (0, 0))
    font = ImageFont.load_default(size=LABEL_PX * FINER)
    middle = (width / 2, high - (LABEL_ROWS - LABEL_PX) * FINER)
    ImageDraw.Draw(framed).text(middle, moment.label, fill=INK, font=font, anchor="ms")
    return smaller(np.asarray(framed), FINER)


def _cut(view: View, moment: Moment, top: int, bottom: int) -> Image.Image:
    """The rows from `top` to `bottom` of one moment with its arrows, as large as it was drawn."""
    posed = view.clip.posed(view.body, moment.phase, moment.progress)
    large = Image.fromarray(draw(scene_of(view.clip, view.body, posed, view.camera), view.camera))
    pen = ImageDraw.Draw(large)
    if moment.arrows:
        for places in arrows_of(view.clip, view.body, moment.phase):
            _arrow(pen, *arrow_px(places, view.camera))
    return large.crop((0, top * FINER, view.camera.size[0], bottom * FINER))


def arrow_px(places: Floats, camera: Camera) -> tuple[Floats, Floats]:
    """An arrow in the picture: its line (N,2), cut short for the head, and the head's three corners (3,2)."""
    way = camera.seen(_soft(places))[0]
    spans = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    length = max(spans[-1], 1e-6)
    head = min(0.055 * camera.size[1], 0.45 * length)

    def at(along: float) -> Floats:
        return np.array([np.interp(along, spans, way[:, axis]) for axis in (0, 1)])

    line = np.stack([at(share * (length - 0.8 * head)) for share in np.linspace(0, 1, 25)])
    # Movements end slowly: the last stretch leads, not the very last places.
    towards = way[-1] - at(length - head)
    towards = towards / max(float(np.linalg.norm(towards)), 1e-6)
    across = np.array([-towards[1], towards[0]]) * head * 0.42
    back = way[-1] - towards * head
    return line, np.stack([way[-1], back + across, back - across])


def _soft(places: Floats) -> Floats:
    """The same way (N,3) with more places, round the bends (Catmull and Rom's curve)."""
    ends = np.concatenate([2 * places[:1] - places[1:2], places, 2 * places[-1:] - places[-2:-1]])
    before, here, there, after = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    found = []
    for t in np.arange(6) / 6:
        curve = 2 * here + (there - before) * t + (2 * before - 5 * here + 4 * there - after) * t**2
        found.append((curve + (3 * here - before - 3 * there + after) * t**3) / 2)
    return np.concatenate([np.stack(found, 1).reshape(-1, 3), places[-1:]])


def _arrow(pen: ImageDraw.ImageDraw, line: Floats, head: Floats) -> None:
    """Teal with a rim of paper, so that it stands out from the body in grey as well."""
    middle = head.mean(0)
    rim = middle + (head - middle) * 1.45
    points, thick = [tuple(map(float, point)) for point in line], 6 * FINER
    pen.line(points, fill=PAPER, width=thick + 3 * FINER, joint="curve")
    pen.polygon([tuple(map(float, point)) for point in rim], fill=PAPER)
    pen.line(points, fill=TEAL, width=thick, joint="curve")
    pen.polygon([tuple(map(float, point)) for point in head], fill=TEAL)


def film_plan(clip: RecordedClip, seconds: dict[str, float], fps: float) -> list[tuple[str, float]]:
    """Phase and progress of each picture of one whole repetition. It ends one picture before it begins again.

    `seconds` says how long each phase lasts. Where phases go round a cycle, one round of the first of them is shown.
    """
    cycles = [phase for phase in clip.phases if phase.cycle_s]
    lasting = {cycles[0].id: cycles[0].cycle_s} if cycles else seconds
    plan = []
    for phase in clip.phases:
        count = max(1, round(lasting.get(phase.id, 0.0) * fps)) if phase.id in lasting else 0
        plan += [(phase.id, at / count) for at in range(count)]
    return plan


def film_pictures(view: View, plan: Sequence[tuple[str, float]]) -> Iterator[Picture]:
    """One picture after the other; what stands still is drawn once."""
    last: tuple[Floats, Picture] | None = None
    for phase_id, progress in plan:
        posed = view.clip.posed(view.body, phase_id, progress)
        places = np.concatenate([posed.heads[0].ravel(), posed.turns[0].ravel()])
        if last is None or np.abs(places - last[0]).max() > 1e-4:
            picture = smaller(draw(scene_of(view.clip, view.body, posed, view.camera), view.camera), FINER)
            last = (places, picture)
        yield last[1]
